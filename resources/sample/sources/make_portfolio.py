"""Make `portfolio.json` of the sample from `portfolio.toml`, the answers and `documents.toml`.

Run from the repository's root, after the documents are made:
`python -m resources.sample.sources.make_portfolio`. The same sources give the same bytes.
"""

import hashlib
import json
import re
import tomllib
from pathlib import Path
from typing import Any

from assessor_app.domain.portfolio import FORMAT, VERSION, Portfolio

HERE = Path(__file__).resolve().parent
SAMPLE = HERE.parent
TARGET = SAMPLE / "portfolio.json"

_ANSWER_NAME = re.compile(r"(?P<section>.+)-(?P<question>\d+)")
_PARTS = ("B2", "C1", "C2", "C3", "C4", "D")


def portfolio_bytes() -> bytes:
    """Build, validate and serialise the portfolio: UTF-8, two spaces, the model's field order."""
    portfolio = Portfolio.model_validate(
        {
            "format": FORMAT,
            "version": VERSION,
            **_toml("portfolio.toml"),
            "answers": _answers(),
            "documents": [_document(entry) for entry in _toml("documents.toml")["documents"]],
        }
    )
    data = portfolio.model_dump(mode="json", exclude_none=True)
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads((HERE / name).read_text(encoding="utf-8"))


def _answers() -> list[dict[str, Any]]:
    """Return the answers in the norm's order; an unanswered question has no file."""
    return sorted(map(_answer, (HERE / "answers").glob("*.md")), key=_order)


def _answer(path: Path) -> dict[str, Any]:
    name = _ANSWER_NAME.fullmatch(path.stem)
    if name is None:
        raise ValueError(f"not <section>-<question>.md: {path.name}")
    text = path.read_text(encoding="utf-8").strip()
    return {"section": name["section"], "question": int(name["question"]), "text": text}


def _order(answer: dict[str, Any]) -> tuple[int, int, int]:
    """Introductions stand before the numbered sections of their part."""
    part, _, rest = answer["section"].partition(".")
    number = int(rest) if rest.isdecimal() else -1
    return _PARTS.index(part), number, answer["question"]


def _document(entry: dict[str, Any]) -> dict[str, Any]:
    data = (SAMPLE / entry["path"]).read_bytes()
    return {**entry, "sha512": hashlib.sha512(data).hexdigest()}


def make_portfolio() -> Path:
    """Write `portfolio.json`; return its path."""
    TARGET.write_bytes(portfolio_bytes())
    return TARGET


if __name__ == "__main__":
    make_portfolio()
