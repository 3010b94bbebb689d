"""Rounds of judging: which records belong to which, and what stands for an item after them."""

from __future__ import annotations

import pytest

from assessor_app.domain.bodies import AdviceBody, RecordKind, ReopeningBody
from assessor_app.domain.items import closed_items, require_meaning
from assessor_app.domain.merge import merge
from assessor_app.domain.open_items import Lack, open_before_talk
from assessor_app.domain.rounds import plan_rounds
from assessor_app.domain.sheet import RouteChoice
from assessor_app.domain.values import AdviceOutcome, Level, Route
from assessor_app.domain.views import Merged
from assessor_app.errors import Code, RefusedError
from tests.building.norm import small_framework, small_procedure
from tests.building.records import FIRST, draft, sign
from tests.building.rounds import CHAIN, ITEMS, ONE, THREE, TWO, Pair, merged_of, sheet_of


@pytest.fixture
def sealed() -> Pair:
    """Both sealed the first package; the second is here."""
    pair = Pair()
    pair.seal(level=Level.PARTLY)
    pair.move_to(TWO)
    return pair


def values(merged: Merged) -> dict[str, str]:
    return dict(merged.effective_values)


def test_one_package_is_one_round_about_everything() -> None:
    pair = Pair()
    pair.seal()
    rounds = plan_rounds(pair.made(), (ONE,))
    assert [(one.package, one.items) for one in rounds.rounds] == [(ONE, None)]
    assert (rounds.newest, rounds.waiting, rounds.reopenable) == (None, False, False)
    assert rounds.last.reopens("V.1.3")
    assert values(merged_of(pair.made(), (ONE,))) == values(
        merge(small_framework(), small_procedure(), pair.made(), findings={})
    )


def test_what_one_sealed_alone_is_replaced_with_its_package() -> None:
    pair = Pair()
    pair.one.seal(sheet_of(pair.one))
    rounds = plan_rounds(pair.made(), (ONE, TWO))
    assert rounds.replica.records == ()
    assert rounds.last.package == TWO
    pair.move_to(TWO)
    pair.seal()
    assert set(merged_of(pair.made()).sheets) == {"1001", "1002"}


def test_a_newer_package_waits_until_both_agree(sealed: Pair) -> None:
    merged = merged_of(sealed.made())
    assert (merged.rounds.waiting, merged.rounds.reopenable) == (True, True)
    assert open_before_talk(merged)[0].lack is Lack.REOPENING_MISSING
    assert values(merged)["V.1.3"] == Level.PARTLY
    proposal = sealed.one.reopen(*ITEMS)
    assert merged_of(sealed.made()).rounds.waiting
    sealed.one.accept(proposal)
    assert merged_of(sealed.made()).rounds.waiting  # nobody agrees with oneself
    sealed.other.accept(proposal)
    merged = merged_of(sealed.made())
    assert (merged.rounds.waiting, merged.rounds.reopenable) == (False, True)
    assert merged.rounds.last.items == frozenset(ITEMS)


def test_a_round_is_about_its_items_alone(sealed: Pair) -> None:
    before = values(merged_of(sealed.made()))
    agreement = sealed.agree(*ITEMS)
    open_ = merged_of(sealed.made())
    assert values(open_) == {key: one for key, one in before.items() if key not in ITEMS}
    assert open_.sheets == {}
    sealed.one.seal(sheet_of(sealed.one, agreement))
    half = merged_of(sealed.made())
    assert set(half.sheets) == {"1001"}
    assert not half.rounds.reopenable
    assert half.view("V.1.3").individual == {"1001": "shown"}
    assert half.view("V.1.3").effective is None
    assert half.view("V.1.1").individual == {"1001": "shown", "1002": "shown"}
    sealed.other.seal(sheet_of(sealed.other, agreement))
    done = merged_of(sealed.made())
    assert values(done) == {**before, "V.1.3": "shown"}
    given = done.sheets["1001"]
    assert set(given.sheet.judgements) == {"H.1.1", "V.1.1", "V.1.2", "V.1.3"}
    assert given.sheet.reopening == agreement.hash
    assert len(given.records) == 2


def test_a_sheet_without_the_agreement_belongs_to_no_round(sealed: Pair) -> None:
    agreement = sealed.agree(*ITEMS)
    sealed.one.seal(sheet_of(sealed.one))  # whole, about the second package
    sealed.other.seal(sheet_of(sealed.other, agreement).model_copy(update={"reopening": "0" * 128}))
    merged = merged_of(sealed.made())
    assert merged.sheets == {}
    assert len(merged.replica.of(RecordKind.SEAL)) == 2  # those of the first round
    assert merged.rounds.last.replica.disputed == ()


def test_two_sheets_under_one_agreement_are_disputed(sealed: Pair) -> None:
    agreement = sealed.agree(*ITEMS)
    for level in (Level.SHOWN, Level.PARTLY):
        sealed.one.seal(sheet_of(sealed.one, agreement, level))
    merged = merged_of(sealed.made())
    assert merged.rounds.last.replica.disputed == ("1001",)
    assert set(merged.rounds.rounds[0].replica.sheets) == {"1001", "1002"}


def test_proposals_of_a_round_do_not_reach_back_and_older_ones_do_not_reach_in() -> None:
    pair = Pair()
    pair.seal(level=Level.PARTLY)
    older = [pair.one.settle("V.1.3", "partly"), pair.one.settle("V.1.1", "partly")]
    pair.other.accept(*older)
    pair.move_to(TWO)
    agreement = pair.agree(*ITEMS)
    pair.seal(agreement)
    merged = merged_of(pair.made())
    assert values(merged)["V.1.3"] == "shown"
    assert values(merged)["V.1.1"] == "partly"
    assert merged.view("V.1.3").consensus == ()
    later = pair.one.settle("V.1.1", "shown", supersedes=older[1:])
    pair.other.accept(later)
    assert values(merged_of(pair.made()))["V.1.1"] == "shown"


def test_nothing_reopened_leaves_everything_as_it_was(sealed: Pair) -> None:
    sealed.one.package = ONE
    advice = AdviceBody(outcome=AdviceOutcome.POSITIVE, motivation="Zo.")
    given_before = sealed.one.issue(RecordKind.ADVICE, advice)
    sealed.one.package = TWO
    before = merged_of(sealed.made())
    sealed.agree()
    merged = merged_of(sealed.made())
    assert len(merged.rounds.rounds) == 1
    assert not merged.rounds.waiting
    assert merged.rounds.reopenable
    assert values(merged) == values(before)
    assert merged.advice.live == (given_before,)
    assert set(before.basis) < set(merged.basis)


def test_the_advice_is_about_the_last_round(sealed: Pair) -> None:
    sealed.one.package = ONE
    advice = AdviceBody(outcome=AdviceOutcome.POSITIVE, motivation="Zo.")
    sealed.one.issue(RecordKind.ADVICE, advice)
    sealed.one.initial({"route": "full"})
    sealed.one.package = TWO
    sealed.agree(*ITEMS)
    merged = merged_of(sealed.made())
    assert (merged.advice.live, merged.initials) == ((), {})
    assert len(merged.replica.of(RecordKind.ADVICE)) == 1


def test_two_proposals_that_differ_agree_on_nothing(sealed: Pair) -> None:
    one, other = sealed.one.reopen(*ITEMS), sealed.other.reopen("H.1")
    sealed.one.accept(other)
    sealed.other.accept(one)
    merged = merged_of(sealed.made())
    newest = merged.rounds.newest
    assert newest is not None
    assert newest.conflict
    assert merged.rounds.waiting
    assert not newest.proposes(ITEMS)
    third = sealed.one.reopen("H.1", supersedes=(one, other))
    sealed.other.accept(third)
    assert merged_of(sealed.made()).rounds.last.items == frozenset({"H.1"})


def test_a_round_overtaken_before_both_sealed_it_never_began(sealed: Pair) -> None:
    agreement = sealed.agree(*ITEMS)
    sealed.one.seal(sheet_of(sealed.one, agreement))
    sealed.move_to(THREE)
    merged = merged_of(sealed.made(), CHAIN)
    assert len(merged.rounds.rounds) == 1
    assert values(merged)["V.1.3"] == "partly"
    assert not merged.replica.of(RecordKind.REOPENING)
    assert len(merged.replica.of(RecordKind.SEAL)) == 2


def test_rounds_follow_each_other(sealed: Pair) -> None:
    first = sealed.agree(*ITEMS)
    sealed.seal(first)
    sealed.move_to(THREE)
    second = sealed.agree("H.1")
    merged = merged_of(sealed.made(), CHAIN)
    assert [one.package for one in merged.rounds.rounds] == [ONE, TWO, THREE]
    assert [package for package, _ in merged.rounds.agreements] == [TWO, THREE]
    assert values(merged)["V.1.3"] == "shown"
    assert "H.1" not in values(merged)
    sealed.seal(second)
    assert values(merged_of(sealed.made(), CHAIN))["H.1"] == "sufficient"


def test_a_reopened_route_is_judged_with_everything_there_is(sealed: Pair) -> None:
    everything = closed_items(small_framework(), ("route",))
    agreement = sealed.agree(*everything)
    for laptop in sealed.both:
        exempt = RouteChoice(route=Route.EXEMPT, rationale="Toch een diploma.")
        sheet = sheet_of(laptop, agreement).model_copy(update={"route": exempt})
        laptop.seal(sheet)
    merged = merged_of(sealed.made())
    assert merged.route is Route.EXEMPT
    assert "V.1.3" not in merged.index


def test_who_withdrew_seals_no_round(sealed: Pair) -> None:
    sealed.other.withdraw("1002")
    rounds = plan_rounds(sealed.made(), (ONE, TWO))
    assert (rounds.last.package, rounds.newest) == (TWO, None)
    assert rounds.replica.withdrawn == {"1002"}


def test_records_about_an_unknown_package_do_not_count(sealed: Pair) -> None:
    sealed.move_to(THREE)
    sealed.one.settle("V.1.1", "partly")
    assert merged_of(sealed.made()).view("V.1.1").consensus == ()


@pytest.mark.parametrize(
    ("asked", "closed"),
    [
        (("V.1.3",), ITEMS),
        (("H.1",), ("H.1", "H.1.1")),
        (("V.1.3", "H.1.1"), ("H.1", "H.1.1", *ITEMS)),
        ((), ()),
    ],
)
def test_what_reopening_comes_to(asked: tuple[str, ...], closed: tuple[str, ...]) -> None:
    assert closed_items(small_framework(), asked) == closed


@pytest.mark.parametrize(
    ("items", "code"),
    [
        (("V.1.3",), Code.RECORD_INVALID),  # without its section
        (("V.1", "V.1"), Code.RECORD_INVALID),
        (("V.1.3", "V.1"), Code.RECORD_INVALID),  # not sorted
        (("route",), Code.RECORD_INVALID),
        (("advice",), Code.RECORD_INVALID),
        (("X.9",), Code.ITEM_UNKNOWN),
    ],
)
def test_a_reopening_that_leaves_something_out_is_refused(
    items: tuple[str, ...], code: Code
) -> None:
    record = sign(draft(FIRST, 1, RecordKind.REOPENING, ReopeningBody(items=items)))
    with pytest.raises(RefusedError) as caught:
        require_meaning(small_framework(), small_procedure(), record)
    assert caught.value.code is code


def test_the_advice_is_not_reopened() -> None:
    with pytest.raises(RefusedError) as caught:
        closed_items(small_framework(), ("advice",))
    assert caught.value.code is Code.ITEM_UNKNOWN


def test_a_sound_reopening_means_something() -> None:
    for items in (ITEMS, (), closed_items(small_framework(), ("route", "A.2.1"))):
        record = sign(draft(FIRST, 1, RecordKind.REOPENING, ReopeningBody(items=items)))
        require_meaning(small_framework(), small_procedure(), record)
