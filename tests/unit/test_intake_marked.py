"""Documents that cannot be shown, or would act elsewhere: kept, marked, named in every answer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pikepdf import Array, Dictionary, Name, String

from assessor_app.domain.values import PackageId
from assessor_app.engine.client import Engine
from assessor_app.i18n import LANGUAGES, Catalogue
from assessor_app.intake.actions import import_package
from assessor_app.intake.package import DOCX
from assessor_app.intake.reports import ImportStatus
from assessor_app.store.workspace import Workspace
from tests.building import documents
from tests.building.packages import NORMS, PACKAGE, PDF, Bag, document, plan_pdf, small_portfolio
from tests.building.workspaces import new_workspace, running_engine, store_snapshot
from tests.building.zips import Member, zip_of

PLAIN = plan_pdf()
PNG = "image/png"

# What it is, its type, and the status that names the reason in words.
UNREADABLE: dict[str, tuple[bytes, str, str]] = {
    "slot": (documents.locked(PLAIN), PDF, "password"),
    "half": (PLAIN[:200], PDF, "damaged"),
    "geen-pdf": (b"GIF89a", PDF, "not_a_pdf"),
    "leeg": (b"", PDF, "not_a_pdf"),
    "zonder-paginas": (documents.many_pages(0), PDF, "no_pages"),
    "duizenden": (documents.many_pages(2_001), PDF, "too_many_pages"),
    "geen-beeld": (b"geen beeld", PNG, "damaged"),
    "grote-scan": (documents.png_of(8_000, 6_251), PNG, "image_too_large"),
    "geen-docx": (b"PK\x03\x04 half", DOCX, "damaged"),
    "lege-docx": (zip_of([Member("[Content_Types].xml", b"<Types/>")]), DOCX, "damaged"),
    "film": (b"film", "video/mp4", "unsupported"),
}

MARKED: dict[str, tuple[bytes, tuple[str, ...]]] = {
    "script": (documents.with_javascript(PLAIN), ("javascript", "open_action")),
    "programma": (
        documents.acting(PLAIN, OpenAction=Dictionary(S=Name.Launch, F=String("calc.exe"))),
        ("launch", "open_action"),
    ),
    "bijlage": (documents.with_attachment(PLAIN), ("embedded_files",)),
    "formulier": (
        documents.acting(PLAIN, AcroForm=Dictionary(XFA=String("<x/>"), Fields=Array([]))),
        ("form", "xfa"),
    ),
    "reus": (documents.painted((200_000, 100), b"q Q"), ("giant_pages",)),
    "afgebroken": (documents.with_broken_stream(PLAIN), ("broken_pages",)),
}


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    yield from running_engine()


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with new_workspace(tmp_path / "home") as opened:
        yield opened


def _package(folder: Path) -> Path:
    files = {f"documents/{name}": data for name, (data, _, _) in UNREADABLE.items()}
    files |= {f"documents/{name}": data for name, (data, _) in MARKED.items()}
    listed = [document(n, f"documents/{n}", media_type=t) for n, (_, t, _) in UNREADABLE.items()]
    listed += [document(name, f"documents/{name}") for name in MARKED]
    path = folder / "proef.portfolio.zip"
    path.write_bytes(Bag.of(small_portfolio(documents=listed), files).zip())
    return path


def test_each_is_kept_and_marked(workspace: Workspace, engine: Engine, tmp_path: Path) -> None:
    summary = import_package(workspace, engine, path=_package(tmp_path), norms=NORMS)
    assert {each.id: each.status for each in summary.unreadable} == {
        name: status for name, (_, _, status) in UNREADABLE.items()
    }
    assert {each.id: each.signs for each in summary.marked} == {
        name: signs for name, (_, signs) in MARKED.items()
    }
    with workspace.package(PackageId(PACKAGE)) as package:
        for name, (data, _, status) in UNREADABLE.items():
            assert package.document_bytes(name) == data
            assert package.document(name).status == status
        for name, (data, signs) in MARKED.items():
            assert package.document_bytes(name) == data
            assert set(signs) <= set((package.document(name).reason or "").split())


def test_the_same_package_again_says_what_is_here(
    workspace: Workspace, engine: Engine, tmp_path: Path
) -> None:
    path = _package(tmp_path)
    first = import_package(workspace, engine, path=path, norms=NORMS)
    before = store_snapshot(workspace)
    again = import_package(workspace, engine, path=path, norms=NORMS)
    assert again.status is ImportStatus.UNCHANGED
    assert vars(again) | {"status": first.status} == vars(first)
    assert first.pages > 0
    assert store_snapshot(workspace) == before


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_has_words(language: str) -> None:
    catalogue = Catalogue(language)
    words = [catalogue.text(f"document.{status}") for _, _, status in UNREADABLE.values()]
    words += [catalogue.text(f"ui.sign.{sign}") for _, signs in MARKED.values() for sign in signs]
    assert all(words)
