"""What a newer export says differently: answers, documents, declared facts, findings."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from assessor_app.domain.portfolio import DocumentEntry, Portfolio
from assessor_app.domain.portfolio_changes import (
    AnswerChanged,
    Change,
    DocumentChange,
    FieldChanged,
    FindingChanged,
    compare_portfolios,
    pair_documents,
)
from assessor_app.domain.values import Outcome
from assessor_app.i18n import LANGUAGES, Catalogue
from assessor_app.intake.wording import change_lines
from tests.building.packages import document, small_portfolio

A, B, C = ("a" * 128, "b" * 128, "c" * 128)


def portfolio(**changed: Any) -> Portfolio:
    return Portfolio.model_validate_json(json.dumps(small_portfolio(documents=[]) | changed))


def entry(identifier: str, sha512: str = A, **changed: Any) -> dict[str, Any]:
    return document(identifier, f"documents/{identifier}.pdf") | {"sha512": sha512} | changed


def answer(section: str, question: int, text: str) -> dict[str, Any]:
    return {"section": section, "question": question, "text": text}


def test_two_exports_of_the_same_differ_in_nothing() -> None:
    newer = portfolio(package_id="1c9a8c7d-6e5f-4a3b-8c2d-1e0f9a8b7c6d", exported_by={"name": "X"})
    assert compare_portfolios(portfolio(), newer).count == 0


def test_answers_by_section_and_question_with_words_counted() -> None:
    before = portfolio(answers=[answer("H.1", 1, "een twee twee drie"), answer("V.1", 1, "weg nu")])
    after = portfolio(
        answers=[answer("H.1", 2, "nieuw hier"), answer("H.1", 1, "drie een twee vier")]
    )
    assert compare_portfolios(before, after).answers == (
        AnswerChanged("H.1", 2, Change.ADDED, 2, 0),
        AnswerChanged("H.1", 1, Change.CHANGED, 1, 1),
        AnswerChanged("V.1", 1, Change.REMOVED, 0, 2),
    )


@pytest.mark.parametrize(
    ("before", "after", "changes"),
    [
        ([], [entry("a")], [("a", (DocumentChange.ADDED,))]),
        ([entry("a")], [], [("a", (DocumentChange.REMOVED,))]),
        ([entry("a")], [entry("a", B)], [("a", (DocumentChange.REPLACED,))]),
        ([entry("a")], [entry("b")], [("b", (DocumentChange.RENAMED,))]),
        ([entry("a")], [entry("a", title="Anders")], [("a", (DocumentChange.RENAMED,))]),
        ([entry("a")], [entry("a", sections=["V.1"])], [("a", (DocumentChange.MOVED,))]),
        ([entry("a")], [entry("a", condition="H.t.1")], [("a", (DocumentChange.MOVED,))]),
        (
            [entry("a")],
            [entry("b", B, path="documents/a.pdf", sections=["V.1"])],
            [("b", (DocumentChange.REPLACED, DocumentChange.RENAMED, DocumentChange.MOVED))],
        ),
        # Two that changed names are both known by their bytes.
        (
            [entry("a", A), entry("b", B)],
            [entry("a", B), entry("b", A)],
            [("a", (DocumentChange.RENAMED,)), ("b", (DocumentChange.RENAMED,))],
        ),
        # One of two copies went.
        ([entry("a"), entry("b")], [entry("b")], [("a", (DocumentChange.REMOVED,))]),
        ([entry("a", sections=["H.1", "V.1"])], [entry("a", sections=["V.1", "H.1"])], []),
    ],
)
def test_documents_are_known_by_bytes_then_id_then_path(
    before: list[dict[str, Any]],
    after: list[dict[str, Any]],
    changes: list[tuple[str, tuple[DocumentChange, ...]]],
) -> None:
    found = compare_portfolios(portfolio(documents=before), portfolio(documents=after)).documents
    assert [(each.id, each.changes) for each in found] == changes


def test_a_document_tells_what_it_was() -> None:
    before = portfolio(documents=[entry("a", sections=["H.1"], title="Plan")])
    after = portfolio(documents=[entry("b", sections=["V.1"], title="Nieuw plan")])
    (found,) = compare_portfolios(before, after).documents
    assert (found.earlier_id, found.earlier_title, found.earlier_sections) == (
        "a",
        "Plan",
        ("H.1",),
    )
    assert (found.id, found.title, found.sections) == ("b", "Nieuw plan", ("V.1",))


def test_declared_facts_candidate_term_and_reference_date() -> None:
    before = portfolio(facts={"work": {"hours": 1200}, "additional": {"courses": [{"title": "A"}]}})
    after = portfolio(
        reference_date="2026-04-01",
        candidate={"reference": "K-002"},
        assignment={"due": "2026-05-01"},
        facts={"work": {"hours": 1300, "works_now": True}},
    )
    assert set(compare_portfolios(before, after).fields) == {
        FieldChanged("reference_date", "2026-03-01", "2026-04-01"),
        FieldChanged("candidate.reference", "K-001", "K-002"),
        FieldChanged("candidate.name", "Proef Persoon", None),
        FieldChanged("assignment.due", None, "2026-05-01"),
        FieldChanged("facts.work.hours", 1200, 1300),
        FieldChanged("facts.work.works_now", None, True),
        FieldChanged("facts.additional.courses.1.title", "A", None),
    }


def finding(condition: str, outcome: str, date: str) -> dict[str, str]:
    return {"condition": condition, "outcome": outcome, "by": "CI", "date": date}


def test_findings_by_condition_the_latest_counts() -> None:
    before = portfolio(
        findings=[finding("A.1.1", "met", "2026-02-01"), finding("H.t.1", "met", "2026-01-01")]
    )
    after = portfolio(
        findings=[
            finding("A.2.1", "not_met", "2026-02-02"),
            finding("A.1.1", "not_met", "2026-03-01"),
            finding("A.1.1", "met", "2026-02-01"),
        ]
    )
    assert compare_portfolios(before, after).findings == (
        FindingChanged("A.1.1", Change.CHANGED, Outcome.MET, Outcome.NOT_MET),
        FindingChanged("A.2.1", Change.ADDED, None, Outcome.NOT_MET),
        FindingChanged("H.t.1", Change.REMOVED, Outcome.MET, None),
    )


def _entries() -> st.SearchStrategy[list[DocumentEntry]]:
    one = st.builds(
        lambda identifier, sha, path: DocumentEntry.model_validate(
            entry(identifier, sha, path=f"documents/{path}")
        ),
        st.sampled_from("abcdef"),
        st.sampled_from((A, B, C)),
        st.sampled_from("uvw"),
    )
    return st.lists(one, max_size=5, unique_by=lambda each: each.id)


@given(_entries(), _entries())
def test_every_document_is_paired_once_and_equal_bytes_never_left_apart(
    before: list[DocumentEntry], after: list[DocumentEntry]
) -> None:
    pairs = pair_documents(before, after)
    assert [now for _, now in pairs if now is not None] == after
    old = [was for was, _ in pairs if was is not None]
    assert sorted(each.id for each in old) == sorted(each.id for each in before)
    gone = {was.sha512 for was, now in pairs if now is None and was is not None}
    came = {now.sha512 for was, now in pairs if was is None and now is not None}
    assert not gone & came


def _leaves(model: type[BaseModel], path: str) -> Iterator[str]:
    for name, field in model.model_fields.items():
        below = [each for each in _types(field.annotation) if _is_model(each)]
        if below:
            yield from _leaves(below[0], f"{path}.{name}")
        else:
            yield f"{path}.{name}"


def _types(annotation: Any) -> Iterator[Any]:
    yield annotation
    for part in get_args(annotation):
        yield from _types(part)


def _is_model(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_field_that_is_compared_has_a_name(language: str) -> None:
    catalogue = Catalogue(language)
    leaves = ["change.field.reference_date"]
    for name in ("candidate", "assignment", "facts"):
        (model,) = (each for each in _types(Portfolio.model_fields[name].annotation))
        leaves += _leaves(model, f"change.field.{name}")
    assert len(leaves) > 20
    assert [each for each in leaves if not catalogue.has(each)] == []


def test_in_words() -> None:
    before = portfolio(
        answers=[answer("H.1", 1, "een twee")],
        documents=[entry("a"), entry("oud", C)],
        facts={"work": {"works_now": True}, "trajectory": {"start": "2026-01-02"}},
        findings=[finding("A.1.1", "met", "2026-02-01")],
    )
    after = portfolio(
        answers=[answer("H.1", 1, "een drie vier")],
        documents=[entry("b", sections=["V.1"])],
        facts={"work": {"works_now": False}, "additional": {"courses": [{"title": "Cursus"}]}},
    )
    assert change_lines(Catalogue("nl"), compare_portfolios(before, after)) == (
        "Antwoord H.1, vraag 1: gewijzigd, 2 woorden erbij en 1 eraf.",
        "Bewijsstuk Bewijsstuk b (b): heette Bewijsstuk a (a), of had een andere bestandsnaam.",
        "Bewijsstuk Bewijsstuk b (b): hoort nu bij V.1, was geen onderdeel.",
        "Bewijsstuk Bewijsstuk oud (oud): vervallen, was bij geen onderdeel.",
        "Cursus, titel 1: was niet opgegeven, is nu Cursus.",
        "Werkt nu als jobcoach: was ja, is nu nee.",
        "Begin van het traject: was 2 januari 2026, is nu niet opgegeven.",
        "Bevinding van de CI bij A.1.1: was Voldoet, is nu geen.",
    )
    same = compare_portfolios(before, before)
    assert change_lines(Catalogue("en"), same) == ("Nothing in it has changed.",)
