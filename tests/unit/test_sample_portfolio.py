"""The sample's portfolio: in step with its sources, complete, and of realistic length."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from assessor_app.domain.portfolio import Answer
from resources.sample.sources.make_portfolio import SAMPLE, TARGET, portfolio_bytes
from tests.building.norm import jobcoach
from tests.building.sample import sample_portfolio

ONE_EACH = (
    "B2 C1.0 C1.1 C1.6 C1.7 C2.1 C2.2 C2.3 C2.4 C3.1 C3.2 C3.3 C3.4 C3.5 C3.6 C4.1 C4.2 C4.3 C4.4"
)
QUESTIONS = {
    **dict.fromkeys(ONE_EACH.split(), 1),
    "C1.intro": 2,
    "C1.2": 7,  # the eighth is left unanswered
    "C1.3": 6,
    "C1.4": 5,
    "C1.5": 5,
    "D": 3,
}
PER_QUESTION = ("C1.2", "C1.3", "C1.4", "C1.5")
THIN = ("C3.4", "C3.5", "C4.2", "C4.4")
"""Sections whose own answer is meant to fall short, in length too."""


def words(answer: Answer) -> int:
    return len(answer.text.split())


def text_of(section: str) -> str:
    own = (answer.text for answer in sample_portfolio().answers if answer.section == section)
    return "\n\n".join(own)


def test_the_portfolio_is_what_its_sources_make() -> None:
    assert TARGET.read_bytes() == portfolio_bytes()


def test_every_question_is_answered_but_one() -> None:
    asked = Counter(answer.section for answer in sample_portfolio().answers)
    assert asked == QUESTIONS
    numbers = [one.question for one in sample_portfolio().answers if one.section == "C1.2"]
    assert numbers == [1, 2, 3, 4, 5, 6, 7]
    assert len(jobcoach().section("C1.2").questions) == 8


def test_answers_follow_the_order_of_the_norm() -> None:
    order = [str(section.id) for section in jobcoach().sections()]
    placed = [order.index(answer.section) for answer in sample_portfolio().answers]
    assert placed == sorted(placed)


def test_the_intake_has_the_length_the_case_says() -> None:
    (intake,) = (answer for answer in sample_portfolio().answers if answer.section == "C1.1")
    assert words(intake) == 312


@pytest.mark.parametrize("answer", sample_portfolio().answers, ids=lambda one: f"{one.section}")
def test_answers_have_a_realistic_length(answer: Answer) -> None:
    least, most = (60, 150) if answer.section in PER_QUESTION else (150, 600)
    assert least <= words(answer) <= most


@pytest.mark.parametrize("section", THIN)
def test_thin_answers_are_shorter_than_their_neighbours(section: str) -> None:
    others = [
        words(answer)
        for answer in sample_portfolio().answers
        if answer.section[:2] == section[:2] and answer.section not in THIN
    ]
    assert len(text_of(section).split()) < min(others)


def test_answers_are_plain_commonmark() -> None:
    everything = "\n".join(answer.text for answer in sample_portfolio().answers)
    assert not re.search(r"<[a-zA-Z/!]", everything)
    assert not re.search(r"^\|", everything, flags=re.MULTILINE)
    assert not re.search(r"\bclient", everything, flags=re.IGNORECASE)


def test_every_document_exists_and_every_file_is_listed() -> None:
    listed = {entry.path for entry in sample_portfolio().documents}
    there = {f"documents/{file.name}" for file in (SAMPLE / "documents").iterdir()}
    assert listed == there
    assert len(listed) == 15


def test_declared_courses_add_up_to_102_hours_and_name_their_proof() -> None:
    courses = sample_portfolio().facts.additional.courses
    assert [course.hours for course in courses] == [40, 28, 18, 16]
    documents = {entry.id for entry in sample_portfolio().documents}
    assert {course.document for course in courses} <= documents


def test_findings_are_about_conditions_of_the_norm() -> None:
    found = [finding.condition for finding in sample_portfolio().findings]
    assert len(found) == len(set(found))
    assert all(jobcoach().has_condition(condition) for condition in found)
    assert "A2.5.4" not in found


@pytest.mark.parametrize(
    ("section", "there", "not_there"),
    [
        ("C1.0", "De angst van vroeger was terug", "psycholoog"),
        ("C1.1", "wat hij zegt bij mij blijft", "gedragscode"),
        ("C1.3", "Joris knikte", "vond Joris"),
        ("C2.2", "Deci en Ryan", "leervoorkeur"),
        ("C2.3", "via internet, nieuwsbrieven", "CBS"),
        ("C2.4", "lage-inkomensvoordeel (LIV)", "vervallen"),
        ("C3.3", "een kant kiezen", "meerzijdige"),
        ("C4.2", "zou ik het zo weer doen", "had ik anders"),
        ("C4.4", "brede, inclusieve en cultureel diverse visie", "Turkse"),
    ],
)
def test_the_weak_spots_can_be_read(section: str, there: str, not_there: str) -> None:
    assert there in text_of(section)
    assert not_there not in text_of(section)
