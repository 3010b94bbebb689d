"""Passages under a newer package: what stands, what is found again, what asks a second look."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessor_app.domain.passage import CONTEXT, Passage
from assessor_app.domain.portfolio import Portfolio
from assessor_app.domain.portfolio_changes import compare_portfolios
from assessor_app.domain.quoting import SourceText, passage_of_span
from assessor_app.domain.sheet import Because, Judgement, SectionVerdict
from assessor_app.domain.succession import (
    Fate,
    Formal,
    find_again,
    second_looks,
    source_of_answer,
    sources_of,
    successors,
)
from assessor_app.domain.values import Outcome
from tests.building.norm import small_framework
from tests.building.packages import document, small_portfolio
from tests.building.records import FIRST, full_sheet

A, B, C = ("a" * 128, "b" * 128, "c" * 128)
NEW = "sha512:" + B
STORY = "Ik sprak met de werkgever. Daarna sprak ik met de moeder over het rooster van Joris."


def portfolio(**changed: Any) -> Portfolio:
    return Portfolio.model_validate_json(json.dumps(small_portfolio(documents=[]) | changed))


def answer(section: str, question: int, text: str) -> dict[str, Any]:
    return {"section": section, "question": question, "text": text}


def entry(identifier: str, sha512: str, sections: tuple[str, ...] = ()) -> dict[str, Any]:
    listed = document(identifier, f"documents/{identifier}.pdf", sections=list(sections))
    return listed | {"sha512": sha512}


def quoted(text: str, quote: str, *, at: int | None = None) -> Passage:
    start = text.index(quote) if at is None else at
    return passage_of_span(SourceText("sha512:" + A, text, paged=False), start, start + len(quote))


def again(passage: Passage, *texts: str, paged: bool = False) -> Passage | None:
    sources = [NEW, "sha512:" + C]
    return find_again(
        passage,
        [SourceText(sources[n], text, paged=paged) for n, text in enumerate(texts)],
    )


def test_a_source_is_the_hash_of_what_it_says() -> None:
    held = sources_of(portfolio(answers=[answer("H.1", 1, "één")], documents=[entry("a", A)]))
    assert held == {source_of_answer("één"), "sha512:" + A}


def test_what_took_the_place_of_what() -> None:
    before = portfolio(
        answers=[
            answer("H.1", 1, "oud"),
            answer("H.1", 2, "blijft"),
            answer("V.1", 1, "oud"),
            answer("V.1", 2, "weg"),
        ],
        documents=[entry("a", A), entry("same", C), entry("gone", "d" * 128)],
    )
    after = portfolio(
        answers=[
            answer("H.1", 1, "nieuw"),
            answer("V.1", 1, "anders"),
            answer("V.1", 3, "blijft"),
        ],
        documents=[entry("a", B), entry("other", C)],
    )
    assert successors(before, after) == {
        source_of_answer("oud"): (source_of_answer("nieuw"), source_of_answer("anders")),
        "sha512:" + A: (NEW,),
    }


def test_words_with_their_context_are_found_again() -> None:
    quote = "sprak ik met de moeder"
    found = again(quoted(STORY, quote), "Vooraf iets anders.\n\n" + STORY)
    assert found is not None
    assert (found.source, found.quote) == (NEW, quote)
    assert found.start == STORY.index(quote) + len("Vooraf iets anders.\n\n")


def test_other_white_space_and_a_page_break_do_not_hide_them() -> None:
    quote = "sprak ik met de moeder over"
    text = "Voorblad\f" + STORY.replace("sprak ik met", "sprak  ik\nmet")
    found = again(quoted(STORY, quote), text, paged=True)
    assert found is not None
    assert (found.page, found.quote) == (2, "sprak  ik\nmet de moeder over")


@pytest.mark.parametrize(
    ("text", "quote", "newer"),
    [
        (
            "Ik sprak met *de moeder* over het rooster.",
            "met *de moeder* over",
            "met de moeder over",
        ),
        (
            "Ik sprak met de moeder over het rooster.",
            "met de moeder over",
            "met **de moeder** over",
        ),
    ],
)
def test_other_emphasis_in_an_answer_does_not_hide_them(text: str, quote: str, newer: str) -> None:
    found = again(quoted(text, quote), f"Ik sprak {newer} het rooster.")
    assert found is not None
    assert found.quote == newer


def test_of_several_places_the_context_decides() -> None:
    text = "Doel: meer uren werken. Later: meer uren werken. Slot."
    second = quoted(text, "meer uren werken", at=text.rindex("meer"))
    newer = "Doel: meer uren werken. Tussendoor. Later: meer uren werken. Slot."
    found = again(second, newer)
    assert found is not None
    assert found.start == newer.rindex("meer")


def test_one_side_of_the_context_is_enough_when_only_one_place_has_it() -> None:
    text = "Ik sprak uitgebreid met de werkgever over het rooster."
    passage = quoted(text, "de werkgever")
    newer = "Hij sprak ook de werkgever. Ik sprak uitgebreid met de werkgever, en ging weg."
    found = again(passage, newer)
    assert found is not None
    assert found.start == newer.rindex("de werkgever")


@pytest.mark.parametrize(
    ("quote", "newer"),
    [
        ("de werkgever", "Heel iets anders: de werkgever belde mij gisteren nog op."),  # no context
        ("sprak ik met de moeder", "Hier staat niets meer van dat alles."),  # no words
        ("sprak ik met de moeder", f"{STORY} {STORY}"),  # twice with all of its context
        ("de moeder", "over de moeder. Ook de moeder. En de moeder nog eens."),  # several, none
    ],
)
def test_what_is_not_there_or_not_for_certain_is_not_moved(quote: str, newer: str) -> None:
    assert again(quoted(STORY, quote), newer) is None


def test_a_long_quote_that_occurs_once_is_its_own_context() -> None:
    quote = "Daarna sprak ik met de moeder over het rooster"
    assert len(quote) > CONTEXT
    assert again(quoted(STORY, quote), f"Nu eerst dit. {quote}, zo ging het.") is not None


def test_a_whole_text_that_got_a_neighbour_is_found() -> None:
    assert again(quoted(STORY, STORY), f"Eerst. {STORY} Dan.") is not None
    short = quoted("Ja.", "Ja.")
    assert again(short, "Ja.") is not None  # nothing before or after it, as it was
    assert again(short, "Dat zei ik. Ja. Echt waar.") is None


@given(
    st.text(alphabet="abc .,\n", max_size=60),
    st.text(alphabet="abc .,\n", min_size=1, max_size=40),
    st.text(alphabet="abc .,\n", max_size=60),
    st.lists(st.text(alphabet="abc .,\n", max_size=30), min_size=2, max_size=2),
)
def test_what_is_found_again_says_the_same_words_where_it_says(
    before: str, quote: str, after: str, inserted: list[str]
) -> None:
    text = before + quote + after
    passage = quoted(text, quote, at=len(before))
    newer = inserted[0] + text + inserted[1]
    found = again(passage, newer)
    if found is not None:
        assert (found.start, found.end) != (None, None)
        assert newer[found.start : found.end] == found.quote
        letters = [each for each in found.quote if each.isalnum()]
        assert letters == [each for each in quote if each.isalnum()]
    if newer == text and newer.count(quote.strip()) == 1 and any(map(str.isalnum, quote)):
        assert found is not None


def test_two_equal_answers_leave_two_places_to_look() -> None:
    assert again(quoted(STORY, "de moeder"), "niets", STORY) is not None
    assert again(quoted(STORY, "de moeder"), STORY, STORY) is None


def test_an_area_has_no_words_to_be_found_by() -> None:
    area = Passage(source="sha512:" + A, page=1, rects=((0, 0, 10, 10),))
    assert again(area, STORY) is None


def looks(
    before: Portfolio,
    after: Portfolio,
    *,
    fates: dict[str, frozenset[Fate]] | None = None,
    formal: Formal | None = None,
    unjudged: tuple[str, ...] = (),
) -> dict[str, tuple[Because, ...]]:
    sheet = full_sheet(small_framework(), FIRST, conditions={"H.t.1": Outcome.MET})
    judgements = {key: one for key, one in sheet.judgements.items() if key not in unjudged}
    verdicts = {key: one for key, one in sheet.verdicts.items() if key not in unjudged}
    sheet = sheet.model_copy(update={"judgements": judgements, "verdicts": verdicts})
    found = second_looks(
        small_framework(),
        compare_portfolios(before, after),
        sheet,
        fates or {},
        formal or Formal(),
    )
    return {item: look.because for item, look in found.items()}


def test_nothing_changed_asks_nothing() -> None:
    assert looks(portfolio(), portfolio()) == {}


def test_a_changed_answer_asks_for_its_section() -> None:
    after = portfolio(answers=[answer("H.1", 1, "Iets anders.")])
    assert looks(portfolio(), after) == {
        "H.1.1": (Because.ANSWER,),
        "H.1": (Because.ANSWER,),
    }


def test_a_document_asks_for_the_sections_it_was_and_is_mapped_to() -> None:
    before = portfolio(documents=[entry("a", A, ("H.1",))])
    moved = looks(before, portfolio(documents=[entry("a", A, ("V.1",))]))
    assert set(moved) == {"H.1", "H.1.1", "V.1", "V.1.1", "V.1.2", "V.1.3"}
    assert set(moved.values()) == {(Because.DOCUMENT,)}
    assert looks(before, portfolio(documents=[entry("b", A, ("H.1",))])) == {}


def test_what_was_not_judged_asks_no_second_look() -> None:
    after = portfolio(answers=[answer("H.1", 1, "Iets anders.")])
    assert set(looks(portfolio(), after, unjudged=("H.1.1",))) == {"H.1"}
    assert set(looks(portfolio(), after, unjudged=("H.1",))) == {"H.1.1"}


def test_an_empty_judgement_is_none() -> None:
    sheet = full_sheet(small_framework(), FIRST).model_copy(
        update={
            "judgements": {"H.1.1": Judgement(rationale="Nog niet.")},
            "verdicts": {"H.1": SectionVerdict(motivation="Nog niet.")},
        }
    )
    changes = compare_portfolios(portfolio(), portfolio(answers=[]))
    assert second_looks(small_framework(), changes, sheet, {}, Formal()) == {}


def test_passages_ask_for_their_item_and_its_section() -> None:
    fates = {
        "V.1.2": frozenset({Fate.GONE, Fate.STANDS}),
        "H.1": frozenset({Fate.MOVED}),
        "V.1.3": frozenset({Fate.STANDS}),
    }
    assert looks(portfolio(), portfolio(), fates=fates) == {
        "H.1": (Because.PASSAGE_MOVED,),
        "V.1.2": (Because.PASSAGE_GONE,),
        "V.1": (Because.PASSAGE_GONE,),
    }


def test_what_the_facts_lead_to_asks_for_conditions_and_route() -> None:
    formal = Formal(frozenset({"H.t.1", "A.1.1"}), route=True)
    assert looks(portfolio(), portfolio(), formal=formal) == {
        "H.t.1": (Because.FACTS,),
        "route": (Because.FACTS,),
    }
