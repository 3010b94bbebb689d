"""A declared fact in words: on the screen, on the command line and in the report alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor_app.domain.contradictions import DeclaredFact, FactValue

if TYPE_CHECKING:
    from assessor_app.i18n import Catalogue


def name_in_words(catalogue: Catalogue, fact: DeclaredFact) -> str:
    """Return what was declared: `start van het traject`, `uren van cursus 4 (Coachen)`."""
    about = f" {fact.number} ({fact.about})" if fact.number is not None else ""
    return catalogue.text(f"fact.{fact.name.value}") + about


def value_in_words(catalogue: Catalogue, value: FactValue) -> str:
    """Return a declared value: a date written out, yes or no, anything else as it is."""
    if isinstance(value, bool):
        return catalogue.text("facts.yes") if value else catalogue.text("facts.no")
    return str(value) if isinstance(value, str | int) else catalogue.date(value)


def fact_in_words(catalogue: Catalogue, fact: DeclaredFact) -> str:
    """Return a declared fact with its value: `start van het traject: 18 maart 2024`."""
    return f"{name_in_words(catalogue, fact)}: {value_in_words(catalogue, fact.value)}"
