"""The cautious rule, what people must settle instead, the rows of the conference, the routes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pytest

from assessor_app.domain.differences import Counts, compare_sheets
from assessor_app.domain.merge import merge, union
from assessor_app.domain.record import Record
from assessor_app.domain.values import Level, Route, Verdict
from assessor_app.domain.views import ItemView, Merged, Settled
from tests.building.norm import default_procedure, jobcoach
from tests.building.records import FIRST, SECOND, Laptop, full_sheet


def under_the_norm(*records: Iterable[Record]) -> Merged:
    return merge(jobcoach(), default_procedure(), union(*records), findings={})


def test_two_records_in_one_place_are_told() -> None:
    one, other = Laptop(FIRST), Laptop(SECOND)
    for laptop in (one, other):
        laptop.seal(full_sheet(jobcoach(), laptop.author))
    branch = Laptop(FIRST, made=one.made[:2])
    assert compare_sheets(under_the_norm(one.made, other.made)).forks == ()
    records = {one.settle("C1.0", "sufficient").hash, branch.settle("C1.0", "insufficient").hash}
    (fork,) = compare_sheets(under_the_norm(one.made, other.made, branch.made)).forks
    assert (fork.author, fork.sequence, set(fork.records)) == ("1001", 3, records)


def value_of(view: ItemView) -> tuple[str, Settled] | None:
    return (view.effective.value, view.effective.origin) if view.effective else None


def compared(
    first: Mapping[str, Level | None],
    second: Mapping[str, Level | None],
    *,
    second_verdicts: Mapping[str, Verdict | None] | None = None,
) -> Merged:
    one, other = Laptop(FIRST), Laptop(SECOND)
    one.seal(full_sheet(jobcoach(), FIRST, levels=first))
    other.seal(full_sheet(jobcoach(), SECOND, levels=second, verdicts=second_verdicts))
    return under_the_norm(one.made, other.made)


@pytest.mark.parametrize(
    ("item", "first", "second", "stands"),
    [
        ("C1.0.1", Level.SHOWN, Level.PARTLY, "partly"),
        ("C3.1.1", Level.NOT_SHOWN, Level.SHOWN, "not_shown"),
        ("C1.0.7", Level.SHOWN, Level.PARTLY, None),
        ("C1.0.5", Level.NOT_APPLICABLE, Level.SHOWN, None),
        ("C1.0.1", Level.UNCLEAR, Level.NOT_SHOWN, None),
        ("C1.0.1", Level.UNCLEAR, Level.UNCLEAR, None),
        ("C1.0.1", Level.NOT_SHOWN, Level.SHOWN, "not_shown"),
        ("C1.7.1", Level.NOT_SHOWN, Level.SHOWN, None),
        ("C4.3.1", Level.PARTLY, Level.NOT_SHOWN, None),
        ("C1.0.1", None, Level.SHOWN, None),
    ],
)
def test_the_more_cautious_level_stands_unless_it_decides(
    item: str, first: Level | None, second: Level | None, stands: str | None
) -> None:
    view = compared({item: first}, {item: second}).view(item)
    assert value_of(view) == (None if stands is None else (stands, Settled.RULE))
    assert view.decisive == view.must_settle == (stands is None)


def test_a_level_decides_where_it_can_turn_the_suggestion_together_with_others() -> None:
    # Of seven indicators five must be shown: with two already partly, a third one decides.
    both = {"C1.0.1": Level.PARTLY, "C1.0.2": Level.PARTLY}
    merged = compared({**both, "C1.0.3": Level.PARTLY}, both)
    assert merged.view("C1.0.3").must_settle
    spread = compared({"C1.0.1": Level.PARTLY, "C1.0.2": Level.PARTLY}, {"C1.0.3": Level.PARTLY})
    assert [row.view.item.id for row in compare_sheets(spread).rows if row.view.decisive] == [
        "C1.0.1", "C1.0.2", "C1.0.3",
    ]  # fmt: skip


def test_a_level_that_turns_the_suggestion_in_one_mixture_only_decides_too() -> None:
    # One may be not shown and five must be shown: C1.0.3 matters only while C1.0.1 is shown
    # and C1.0.2 is not.
    merged = compared(
        {"C1.0.1": Level.PARTLY, "C1.0.2": Level.NOT_SHOWN, "C1.0.3": Level.NOT_SHOWN},
        {"C1.0.2": Level.PARTLY, "C1.0.3": Level.PARTLY},
    )
    assert merged.view("C1.0.3").must_settle


def test_in_a_contested_section_every_differing_level_is_settled() -> None:
    levels: dict[str, Level | None] = {"C3.4.1": Level.PARTLY, "C3.4.2": Level.PARTLY}
    quiet = compared(levels, {})
    assert not quiet.view("C3.4.1").decisive
    contested = compared(levels, {}, second_verdicts={"C3.4": Verdict.DISCUSS})
    assert [row.view.item.id for row in compare_sheets(contested).rows] == [
        "C3.4", "C3.4.1", "C3.4.2",
    ]  # fmt: skip
    assert all(row.view.must_settle for row in compare_sheets(contested).rows)


def test_an_institution_may_ask_for_less_to_be_settled() -> None:
    procedure = default_procedure()
    relaxed = procedure.model_copy(
        update={"conference": procedure.conference.model_copy(update={"must_settle": ()})}
    )
    one, other = Laptop(FIRST), Laptop(SECOND)
    levels = {"C1.0.7": Level.PARTLY, "C1.7.1": Level.NOT_SHOWN, "C3.4.1": Level.PARTLY}
    one.seal(full_sheet(jobcoach(), FIRST, levels=levels, verdicts={"C3.4": Verdict.DISCUSS}))
    other.seal(full_sheet(jobcoach(), SECOND))
    merged = merge(jobcoach(), relaxed, one.made + other.made, findings={})
    stands = [merged.view(item) for item in levels]
    assert [value_of(view) for view in stands] == [
        ("partly", Settled.RULE),
        ("not_shown", Settled.RULE),
        ("partly", Settled.RULE),
    ]


def test_rows_put_what_decides_first_and_are_numbered_from_one() -> None:
    ids = [one.id for one in jobcoach().indicators()]
    spread = {item: Level.PARTLY for item in ids if item.startswith("C3")}
    first: dict[str, Level | None] = dict(list(spread.items())[:21])
    decisive = ["C1.0.7", "C1.7.1", "C1.7.2", "C1.7.3", "C2.1.2", "C4.1.1"]
    first |= dict.fromkeys(decisive, Level.PARTLY)
    merged = compared(first, {})
    found = compare_sheets(merged)
    assert found.indicators == Counts(equal=81, different=27, decisive=6)
    assert found.others == Counts(equal=23, different=0, decisive=0)
    assert [row.view.item.id for row in found.rows[:6]] == decisive
    assert [row.view.item.id for row in found.rows[6:]] == list(spread)[:21]
    assert [row.number for row in found.rows] == list(range(1, 28))


def test_rows_keep_their_numbers_while_items_are_settled() -> None:
    one, other = Laptop(FIRST), Laptop(SECOND)
    levels = {"C1.0.1": Level.PARTLY, "C1.0.7": Level.PARTLY}
    one.seal(full_sheet(jobcoach(), FIRST, levels=levels))
    other.seal(full_sheet(jobcoach(), SECOND))
    before = compare_sheets(under_the_norm(one.made, other.made))
    other.accept(one.settle("C1.0.7", Level.SHOWN))
    after = compare_sheets(under_the_norm(one.made, other.made))
    rows = [(1, "C1.0.7"), (2, "C1.0.1")]
    assert [(row.number, row.view.item.id) for row in before.rows] == rows
    assert [(row.number, row.view.item.id) for row in after.rows] == rows
    assert (before.indicators, before.others) == (after.indicators, after.others)


def test_one_sheet_has_nothing_to_compare() -> None:
    one, _ = routed(Route.FULL, Route.FULL)
    found = compare_sheets(under_the_norm(one.made))
    assert (found.rows, found.indicators) == ((), Counts(0, 0, 0))


def routed(first: Route, second: Route) -> tuple[Laptop, Laptop]:
    one, other = Laptop(FIRST), Laptop(SECOND)
    one.seal(full_sheet(jobcoach(), FIRST, route=first))
    other.seal(full_sheet(jobcoach(), SECOND, route=second))
    return one, other


def test_the_exempt_route_leaves_route_and_conditions() -> None:
    one, other = routed(Route.EXEMPT, Route.EXEMPT)
    merged = under_the_norm(one.made, other.made)
    assert (merged.route, [view.item.id for view in merged.items]) == (Route.EXEMPT, ["route"])
    assert not merged.interview_needed


def test_an_open_route_keeps_every_item_until_it_is_settled() -> None:
    one, other = routed(Route.FULL, Route.EXEMPT)
    merged = under_the_norm(one.made, other.made)
    assert (merged.route, len(merged.items)) == (None, 1 + 22 + 108)
    assert merged.view("route").must_settle
    assert merged.interview_needed
    other.accept(one.settle("route", "exempt"))
    settled = under_the_norm(one.made, other.made)
    assert (settled.route, len(settled.items)) == (Route.EXEMPT, 1)


def test_one_exempt_sheet_alone_shows_the_exempt_items() -> None:
    one, _ = routed(Route.EXEMPT, Route.FULL)
    assert [view.item.id for view in under_the_norm(one.made).items] == ["route"]
