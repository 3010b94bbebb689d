"""In words what a newer package changed: the same lines for window and command line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from assessor_app.domain.portfolio_changes import (
    AnswerChanged,
    DocumentChanged,
    FieldChanged,
    FindingChanged,
    PortfolioChanges,
    Scalar,
)
from assessor_app.domain.values import Outcome
from assessor_app.i18n import Catalogue

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def change_lines(catalogue: Catalogue, changes: PortfolioChanges) -> tuple[str, ...]:
    """Return one line for each thing that differs, or that nothing does."""
    words = _Words(catalogue)
    lines = (
        *(words.answer(each) for each in changes.answers),
        *(line for each in changes.documents for line in words.document(each)),
        *(words.field(each) for each in changes.fields),
        *(words.finding(each) for each in changes.findings),
    )
    return lines or (catalogue.text("change.nothing"),)


class _Words:
    def __init__(self, catalogue: Catalogue) -> None:
        self._text, self._date = catalogue.text, catalogue.date

    def answer(self, one: AnswerChanged) -> str:
        return self._text(
            f"change.answer.{one.change}",
            section=one.section,
            question=one.question,
            added=one.words_added,
            removed=one.words_removed,
        )

    def document(self, one: DocumentChanged) -> Iterator[str]:
        for change in one.changes:
            yield self._text(
                f"change.document.{change}",
                document=self._named(one.id, one.title),
                earlier=self._named(one.earlier_id or "", one.earlier_title or ""),
                sections=self._sections(one.sections),
                earlier_sections=self._sections(one.earlier_sections),
            )

    def field(self, one: FieldChanged) -> str:
        parts = one.field.split(".")
        name = ".".join(part for part in parts if not part.isdecimal())
        number = next((part for part in parts if part.isdecimal()), "")
        return self._text(
            "change.field",
            field=" ".join((self._text(f"change.field.{name}"), number)).strip(),
            before=self._value(one.before),
            after=self._value(one.after),
        )

    def finding(self, one: FindingChanged) -> str:
        return self._text(
            "change.finding",
            condition=one.condition,
            before=self._outcome(one.before),
            after=self._outcome(one.after),
        )

    def _named(self, identifier: str, title: str) -> str:
        return f"{title} ({identifier})"

    def _sections(self, sections: tuple[str, ...]) -> str:
        return ", ".join(sections) or self._text("change.no_section")

    def _value(self, value: Scalar) -> str:
        if value is None:
            return self._text("change.not_stated")
        if isinstance(value, bool):
            return self._text("change.yes") if value else self._text("change.no")
        text = str(value)
        return self._date(date.fromisoformat(text)) if _DATE.fullmatch(text) else text

    def _outcome(self, outcome: Outcome | None) -> str:
        return (
            self._text("change.no_finding") if outcome is None else self._text(f"outcome.{outcome}")
        )
