"""What an item is, which values it may have, and which records make no sense here."""

from __future__ import annotations

import pytest

from assessor_app.domain.bodies import ProposalBody, RecordKind, SealBody, TopicAnswer
from assessor_app.domain.items import (
    ItemKind,
    allowed_values,
    item_of,
    judged_sections,
    require_meaning,
    require_value,
)
from assessor_app.domain.values import Layer, Route
from assessor_app.errors import Code, RefusedError
from tests.building.norm import default_procedure, jobcoach, small_framework
from tests.building.records import FIRST, SECOND, Laptop, draft, full_sheet, sign


@pytest.mark.parametrize(
    ("item", "kind", "section"),
    [
        ("route", ItemKind.ROUTE, None),
        ("advice", ItemKind.ADVICE, None),
        ("C1.2.3", ItemKind.INDICATOR, "C1.2"),
        ("C4.1.1", ItemKind.INDICATOR, "C4.1"),
        ("C4.1", ItemKind.SECTION, "C4.1"),
        ("A1.1.1", ItemKind.CONDITION, None),
    ],
)
def test_an_id_names_one_item(item: str, kind: ItemKind, section: str | None) -> None:
    found = item_of(jobcoach(), item)
    assert (found.id, found.kind, found.section) == (item, kind, section)


@pytest.mark.parametrize("item", ["", "D", "B2", "C1.intro", "C9.9.9", "interview"])
def test_what_is_not_judged_is_no_item(item: str) -> None:
    with pytest.raises(RefusedError) as caught:
        item_of(jobcoach(), item)
    assert (caught.value.code, caught.value.details) == (Code.ITEM_UNKNOWN, {"item": item})


@pytest.mark.parametrize(
    ("item", "layer", "values"),
    [
        ("C1.0.1", Layer.CONSENSUS, "not_shown partly shown unclear"),
        ("C1.0.1", Layer.FINAL, "not_shown partly shown"),
        ("C1.0.5", Layer.FINAL, "not_applicable not_shown partly shown"),
        ("C1.0", Layer.CONSENSUS, "discuss insufficient sufficient"),
        ("C1.0", Layer.FINAL, "insufficient sufficient"),
        ("route", Layer.FINAL, "exempt full"),
        ("A1.1.1", Layer.FINAL, "met needs_a_look not_met not_stated"),
        ("advice", Layer.FINAL, "negative positive supplement"),
    ],
)
def test_the_values_of_an_item(item: str, layer: Layer, values: str) -> None:
    found = allowed_values(jobcoach(), default_procedure(), item, layer)
    assert " ".join(sorted(found)) == values
    for value in found:
        require_value(jobcoach(), default_procedure(), item=item, layer=layer, value=value)


def test_a_value_of_another_scale_is_refused() -> None:
    with pytest.raises(RefusedError) as caught:
        require_value(
            jobcoach(), default_procedure(), item="C1.0", layer=Layer.FINAL, value="shown"
        )
    assert caught.value.code is Code.VALUE_NOT_ALLOWED
    assert caught.value.details == {"item": "C1.0", "value": "shown"}


def meaning(kind: RecordKind, item: str | None, value: str = "shown") -> None:
    body = {
        RecordKind.SEAL: SealBody(sheet_sha512="ab" * 64),
        RecordKind.ANSWER: TopicAnswer(gist="Zo."),
    }.get(kind, ProposalBody(value=value))
    record = sign(draft(FIRST, 1, kind, body, item=item))
    require_meaning(jobcoach(), default_procedure(), record)


@pytest.mark.parametrize("topic", ["C1.4", "C1.4.3", "own_share", "strong_point", "route"])
def test_an_answer_is_about_an_item_or_a_fixed_topic(topic: str) -> None:
    meaning(RecordKind.ANSWER, topic)


def test_records_that_make_sense_pass() -> None:
    meaning(RecordKind.SEAL, None)
    meaning(RecordKind.DECISION, "C1.0.1", "unclear")
    meaning(RecordKind.FINAL, "C1.0", "insufficient")


@pytest.mark.parametrize(
    ("kind", "item", "value", "code"),
    [
        (RecordKind.DECISION, "C9", "shown", Code.ITEM_UNKNOWN),
        (RecordKind.FINAL, "C1.0.1", "unclear", Code.VALUE_NOT_ALLOWED),
        (RecordKind.DECISION, "C1.0.1", "not_applicable", Code.VALUE_NOT_ALLOWED),
        (RecordKind.ANSWER, "weather", "", Code.ITEM_UNKNOWN),
    ],
)
def test_records_about_nothing_are_refused(
    kind: RecordKind, item: str, value: str, code: Code
) -> None:
    with pytest.raises(RefusedError) as caught:
        meaning(kind, item, value or "shown")
    assert caught.value.code is code


@pytest.mark.parametrize(
    "change", [{"author": SECOND}, {"dossier": "other"}, {"package": "ff" * 64}]
)
def test_a_sheet_is_of_its_record(change: dict[str, object]) -> None:
    sheet = full_sheet(jobcoach(), FIRST)
    require_meaning(jobcoach(), default_procedure(), Laptop(FIRST).seal(sheet)[1])
    foreign = Laptop(FIRST).seal(sheet.model_copy(update=change))[1]
    with pytest.raises(RefusedError) as caught:
        require_meaning(jobcoach(), default_procedure(), foreign)
    assert caught.value.code is Code.RECORD_INVALID


def test_sections_on_each_route() -> None:
    assert len(judged_sections(jobcoach(), Route.FULL)) == 22
    assert judged_sections(jobcoach(), Route.EXEMPT) == ()
    left = judged_sections(small_framework(), Route.EXEMPT)
    assert [section.id for section in left] == ["H.1"]
