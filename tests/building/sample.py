"""The sample as it is shipped: its portfolio, the texts of its sources and its natural course."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from typing import Any

from assessor_app.domain.portfolio import Portfolio
from assessor_app.judging.form import FormRow, read_form
from resources.sample.sources.make_portfolio import SAMPLE

COURSE = SAMPLE / "course"
ASSESSORS = ("first", "second")


@cache
def sample_portfolio() -> Portfolio:
    return Portfolio.model_validate_json((SAMPLE / "portfolio.json").read_bytes())


@cache
def course() -> dict[str, Any]:
    return tomllib.loads((COURSE / "course.toml").read_text(encoding="utf-8"))


@cache
def sheet(assessor: str) -> dict[str, FormRow]:
    """Return the rows of one sheet by indicator, in the order of the file."""
    rows = read_form((COURSE / course()[assessor]["sheet"]).read_bytes())
    return {row.indicator: row for row in rows}


@cache
def document_texts() -> tuple[str, ...]:
    """Return what the documents are made from, white space levelled as it is when set in lines."""
    folder = SAMPLE / "sources" / "documents"
    return tuple(re.sub(r"\s+", " ", path.read_text("utf-8")) for path in folder.rglob("*.md"))


def times_said(quote: str) -> int:
    """Count a quote: letter for letter in the answers, and in the documents' sources."""
    answers = (answer.text for answer in sample_portfolio().answers)
    return sum(text.count(quote) for text in (*answers, *document_texts()))
