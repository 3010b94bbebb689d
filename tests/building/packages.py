"""Small portfolio packages: good ones, and ones with a single thing wrong."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Self

from assessor_app.intake.package import Norms
from tests.building.documents import pdf_of
from tests.building.zips import Member, zip_of

DATA = Path(__file__).resolve().parents[1] / "data"
NORMS = Norms(frameworks=DATA / "frameworks", procedures=DATA / "procedures")

DOSSIER = "6f1d2c3b-0a4e-4c58-9d27-5b8e1f0a7c11"
PACKAGE = "0b9a8c7d-6e5f-4a3b-8c2d-1e0f9a8b7c6d"
OTHER_PACKAGE = "1c9a8c7d-6e5f-4a3b-8c2d-1e0f9a8b7c6d"
PLAN = "documents/plan.pdf"
PDF = "application/pdf"

_TAGS = ("bagit.txt", "bag-info.txt", "manifest-sha512.txt")


def small_portfolio(**changed: Any) -> dict[str, Any]:
    """A portfolio for the small framework: one answer, one document, hashes still absent."""
    portfolio: dict[str, Any] = {
        "format": "assessor-portfolio",
        "version": 1,
        "dossier_id": DOSSIER,
        "package_id": PACKAGE,
        "exported_at": "2026-03-02T09:00:00+01:00",
        "exported_by": {"name": "Portaal van de proef"},
        "framework": {"id": "small", "version": "1"},
        "procedure": {"id": "small", "version": "1"},
        "candidate": {"reference": "K-001", "name": "Proef Persoon"},
        "reference_date": "2026-03-01",
        "answers": [
            {"section": "H.1", "question": 1, "text": "Ik luister naar de *cliënt* en vat samen."}
        ],
        "documents": [document("plan", PLAN, sections=["H.1"])],
    }
    return portfolio | changed


def document(
    identifier: str, path: str, *, media_type: str = PDF, sections: list[str] | None = None
) -> dict[str, Any]:
    """One entry of the list of documents, without its hash."""
    return {
        "id": identifier,
        "path": path,
        "title": f"Bewijsstuk {identifier}",
        "media_type": media_type,
        "sections": sections or [],
    }


def plan_pdf() -> bytes:
    """The document of the small portfolio."""
    return pdf_of([["Begeleidingsplan van de cliënt", "Doel: vier dagen werken"], ["Evaluatie"]])


@dataclass(frozen=True)
class Bag:
    """A bag in the making: payload below `data/`, and tag files that may be overridden."""

    payload: Mapping[str, bytes]
    tags: Mapping[str, bytes | None] = field(default_factory=dict)  # None leaves one out
    extra: tuple[Member, ...] = ()

    @classmethod
    def of(
        cls, portfolio: Mapping[str, Any] | None = None, files: Mapping[str, bytes] | None = None
    ) -> Self:
        """A sound bag: the portfolio's missing hashes are filled in."""
        files = {PLAN: plan_pdf()} if files is None else dict(files)
        value = json.loads(json.dumps(small_portfolio() if portfolio is None else portfolio))
        for entry in value["documents"]:
            data = files.get(entry["path"], b"")
            entry.setdefault("sha512", hashlib.sha512(data).hexdigest())
        return cls({"portfolio.json": json.dumps(value).encode("utf-8"), **files})

    def tagged(self, **tags: bytes | None) -> Bag:
        """The same bag with other tag files; `__` in a name stands for a hyphen, `_` for a dot."""
        named = {key.replace("__", "-").replace("_", "."): data for key, data in tags.items()}
        return replace(self, tags={**self.tags, **named})

    def sealed_with(self, payload: Mapping[str, bytes | None]) -> bytes:
        """The zip of this bag's manifests with other payload: changed, added or (None) gone."""
        final = {**self.payload, **payload}
        kept = {path: data for path, data in final.items() if data is not None}
        return self._zip(kept)

    def zip(self, prefix: str = "") -> bytes:
        """The bag as a zip."""
        return self._zip(self.payload, prefix)

    def files(self) -> dict[str, bytes]:
        """The bag's files by name."""
        return {
            **self._tag_files(),
            **{f"data/{path}": data for path, data in self.payload.items()},
        }

    def _zip(self, payload: Mapping[str, bytes], prefix: str = "") -> bytes:
        members = [Member(prefix + name, data) for name, data in self._tag_files().items()]
        members += [Member(f"{prefix}data/{path}", data) for path, data in payload.items()]
        return zip_of([*members, *self.extra])

    def _tag_files(self) -> dict[str, bytes]:
        manifest = "".join(
            f"{_sha512(data)}  data/{path}\n" for path, data in sorted(self.payload.items())
        )
        tags: dict[str, bytes | None] = {
            "bagit.txt": b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
            "bag-info.txt": b"Bagging-Date: 2026-03-02\n",
            "manifest-sha512.txt": manifest.encode("utf-8"),
        }
        tags |= {name: data for name, data in self.tags.items() if name in _TAGS}
        listed = {name: data for name, data in tags.items() if data is not None}
        lines = "".join(f"{_sha512(data)}  {name}\n" for name, data in sorted(listed.items()))
        tags = {**tags, "tagmanifest-sha512.txt": lines.encode("utf-8"), **self.tags}
        return {name: data for name, data in tags.items() if data is not None}


def _sha512(data: bytes) -> str:
    return hashlib.sha512(data).hexdigest()


def write_folder(folder: Path, portfolio: Mapping[str, Any], files: Mapping[str, bytes]) -> Path:
    """A folder as `package build` wants it."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "portfolio.json").write_text(json.dumps(portfolio), encoding="utf-8")
    for path, data in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    return folder
