"""What stands for an item: sheets, proposals, acceptance, supersession, withdrawal, the rule."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pytest

from assessor_app.domain.bodies import AcceptanceBody, RecordKind, SealBody, SheetBody
from assessor_app.domain.items import ItemKind
from assessor_app.domain.merge import merge, union
from assessor_app.domain.record import Record
from assessor_app.domain.values import Level, Outcome, Verdict
from assessor_app.domain.views import Effective, ItemView, Merged, Settled
from tests.building.norm import small_framework, small_procedure
from tests.building.records import FIRST, SECOND, THIRD, Laptop, full_sheet

NO_FINDINGS: Mapping[str, Outcome] = {}


def merged_of(
    *records: Iterable[Record],
    findings: Mapping[str, Outcome] = NO_FINDINGS,
    conditions: tuple[str, ...] = (),
) -> Merged:
    """Merged under the small framework."""
    return merge(
        small_framework(),
        small_procedure(),
        union(*records),
        findings=findings,
        conditions=conditions,
    )


def two_laptops(
    first: Mapping[str, Level | None] | None = None,
    second: Mapping[str, Level | None] | None = None,
    *,
    first_verdicts: Mapping[str, Verdict | None] | None = None,
    second_verdicts: Mapping[str, Verdict | None] | None = None,
) -> tuple[Laptop, Laptop]:
    """Two sealed and exchanged sheets under the small framework."""
    one, other = Laptop(FIRST), Laptop(SECOND)
    one.seal(full_sheet(small_framework(), FIRST, levels=first, verdicts=first_verdicts))
    other.seal(full_sheet(small_framework(), SECOND, levels=second, verdicts=second_verdicts))
    return one, other


def value_of(view: ItemView) -> tuple[str, Settled] | None:
    return (view.effective.value, view.effective.origin) if view.effective else None


def test_equal_sheets_stand_as_they_are() -> None:
    one, other = two_laptops()
    merged = merged_of(one.made, other.made)
    assert [view.item.id for view in merged.items] == [
        "route", "H.1", "H.1.1", "V.1", "V.1.1", "V.1.2", "V.1.3",
    ]  # fmt: skip
    assert {value_of(view) for view in merged.items} == {
        ("full", Settled.PORTFOLIO),
        ("sufficient", Settled.PORTFOLIO),
        ("shown", Settled.PORTFOLIO),
    }
    view = merged.view("V.1.1")
    assert view.individual == {"1001": "shown", "1002": "shown"}
    assert view.effective is not None
    assert set(view.effective.records) == {one.made[1].hash, other.made[1].hash}
    assert (view.item.kind, view.item.section) == (ItemKind.INDICATOR, "V.1")
    flags = (view.differs, view.pending, view.conflict, view.must_settle)
    assert flags == (False, False, False, False)


def test_one_sheet_alone_settles_nothing() -> None:
    one, _ = two_laptops()
    merged = merged_of(one.made)
    assert {view.effective for view in merged.items} == {None}
    assert not any(view.decisive for view in merged.items)
    assert merged.effective_values == {}


def test_without_any_record_the_items_are_there() -> None:
    merged = merged_of()
    assert len(merged.items) == 7
    assert (merged.sheets, merged.route, merged.basis) == ({}, None, ())


def test_a_sheet_counts_only_against_its_own_seal() -> None:
    one, other = two_laptops()
    unsealed = [record for record in other.made if record.kind is RecordKind.SHEET]
    assert list(merged_of(one.made, unsealed).sheets) == ["1001"]
    borrowed = Laptop(THIRD)
    borrowed.seal(full_sheet(small_framework(), SECOND))
    assert list(merged_of(one.made, borrowed.made).sheets) == ["1001"]


def test_two_different_sheets_of_one_author_do_not_count() -> None:
    one, other = two_laptops()
    other.seal(full_sheet(small_framework(), SECOND, levels={"H.1.1": Level.PARTLY}))
    merged = merged_of(one.made, other.made)
    assert list(merged.sheets) == ["1001"]
    assert merged.replica.disputed == ("1002",)


def test_the_same_sheet_given_again_at_once_says_so() -> None:
    one, other = two_laptops()
    given = other.made[1].body_as(SheetBody)
    again = given.model_copy(update={"at_once_reason": "Trein naar huis."})
    other.issue(RecordKind.SHEET, again)
    both = merged_of(one.made, other.made).sheets["1002"]
    assert (both.at_once_reason, len(both.records)) == ("Trein naar huis.", 2)
    other.issue(RecordKind.SHEET, again, supersedes=other.made[1:3])
    assert len(merged_of(one.made, other.made).sheets["1002"].records) == 1


def test_a_reason_for_going_at_once_is_not_taken_back() -> None:
    one, other = two_laptops()
    given = other.made[1].body_as(SheetBody)
    told = given.model_copy(update={"at_once_reason": "Trein naar huis."})
    told_record = other.issue(RecordKind.SHEET, told, supersedes=other.made[1:2])
    other.issue(RecordKind.SHEET, given, supersedes=(told_record,))
    sheet = merged_of(one.made, other.made).sheets["1002"]
    assert (sheet.at_once_reason, len(sheet.records)) == ("Trein naar huis.", 1)


def test_a_seal_in_the_place_of_another_is_disputed() -> None:
    one, other = two_laptops()
    seal, sheet = other.made[:2]
    second = Laptop(SECOND)
    levels = {"H.1.1": Level.PARTLY}
    again = second.seal(full_sheet(small_framework(), SECOND, levels=levels))
    other.issue(RecordKind.SEAL, again[0].body_as(SealBody), supersedes=(seal,))
    other.issue(RecordKind.SHEET, again[1].body_as(SheetBody), supersedes=(sheet,))
    merged = merged_of(one.made, other.made)
    assert (list(merged.sheets), merged.replica.disputed) == (["1001"], ("1002",))
    known = merged_of(one.made, [record for record in other.made if record is not seal])
    assert known.replica.disputed == ()


def test_nobody_withdraws_another() -> None:
    one, other = two_laptops()
    other.withdraw(FIRST.number)
    merged = merged_of(one.made, other.made)
    assert (merged.replica.withdrawn, sorted(merged.sheets)) == (frozenset(), ["1001", "1002"])


def test_a_proposal_counts_once_the_other_accepts_it() -> None:
    one, other = two_laptops({"V.1.1": Level.NOT_SHOWN})
    assert merged_of(one.made, other.made).view("V.1.1").must_settle
    proposal = one.settle("V.1.1", Level.PARTLY)
    waiting = merged_of(one.made, other.made).view("V.1.1")
    assert (waiting.pending, waiting.must_settle, waiting.conflict) == (True, True, False)
    one.accept(proposal)
    assert merged_of(one.made, other.made).view("V.1.1").effective is None
    acceptance = other.accept(proposal)
    settled = merged_of(one.made, other.made).view("V.1.1")
    hashes = tuple(sorted([proposal.hash, acceptance.hash]))
    assert settled.effective == Effective("partly", Settled.CONFERENCE, hashes)
    assert (settled.pending, settled.must_settle, settled.decisive) == (False, False, True)
    assert settled.consensus[0].reason == "Zo besproken."


def test_the_final_layer_stands_over_the_consensus_and_keeps_it() -> None:
    one, other = two_laptops({"V.1.1": Level.NOT_SHOWN})
    other.accept(one.settle("V.1.1", Level.PARTLY))
    final = other.final("V.1.1", Level.SHOWN)
    before = merged_of(one.made, other.made).view("V.1.1")
    assert value_of(before) == ("partly", Settled.CONFERENCE)
    assert before.pending
    one.accept(final)
    after = merged_of(one.made, other.made).view("V.1.1")
    assert value_of(after) == ("shown", Settled.TALK)
    assert [proposal.value for proposal in after.consensus] == ["partly"]


@pytest.mark.parametrize(("item", "value"), [("V.1.1", "unclear"), ("V.1", "discuss")])
def test_what_only_the_talk_can_settle_never_stands(item: str, value: str) -> None:
    one, other = two_laptops()
    other.accept(one.settle(item, value))
    assert merged_of(one.made, other.made).view(item).effective is None


def test_not_applicable_stands_only_where_it_may() -> None:
    one, other = two_laptops()
    other.accept(one.settle("V.1.2", "not_applicable"), one.settle("V.1.3", "not_applicable"))
    merged = merged_of(one.made, other.made)
    assert value_of(merged.view("V.1.2")) == ("not_applicable", Settled.CONFERENCE)
    assert merged.view("V.1.3").effective is None


def test_live_proposals_that_differ_are_a_conflict_until_someone_chooses() -> None:
    one, other = two_laptops({"V.1.3": Level.PARTLY})
    mine, yours = one.settle("V.1.3", Level.PARTLY), other.settle("V.1.3", Level.SHOWN)
    one.accept(yours)
    view = merged_of(one.made, other.made).view("V.1.3")
    assert (view.conflict, view.effective) == (True, None)
    choice = one.settle("V.1.3", Level.SHOWN, supersedes=(mine, yours))
    chosen = merged_of(one.made, other.made).view("V.1.3")
    assert (chosen.conflict, chosen.pending) == (False, True)
    other.accept(choice)
    settled = merged_of(one.made, other.made).view("V.1.3")
    assert value_of(settled) == ("shown", Settled.CONFERENCE)


def test_a_conflict_of_the_conference_ends_with_an_accepted_final() -> None:
    one, other = two_laptops()
    one.settle("V.1", "sufficient")
    other.settle("V.1", "insufficient")
    final = one.final("V.1", "insufficient")
    assert merged_of(one.made, other.made).view("V.1").conflict
    other.accept(final)
    view = merged_of(one.made, other.made).view("V.1")
    assert (view.conflict, value_of(view)) == (False, ("insufficient", Settled.TALK))
    other.final("V.1", "sufficient")
    assert merged_of(one.made, other.made).view("V.1").conflict


def test_proposals_of_the_same_value_are_no_conflict() -> None:
    one, other = two_laptops()
    other.accept(one.final("V.1", "insufficient"))
    other.final("V.1", "insufficient")
    view = merged_of(one.made, other.made).view("V.1")
    assert (view.conflict, view.pending) == (False, True)
    assert value_of(view) == ("insufficient", Settled.TALK)


def test_a_superseded_proposal_takes_its_acceptance_along() -> None:
    one, other = two_laptops()
    first = one.final("V.1", "insufficient")
    other.accept(first)
    one.final("V.1", "sufficient", supersedes=(first,))
    view = merged_of(one.made, other.made).view("V.1")
    assert (view.pending, value_of(view)) == (True, ("sufficient", Settled.PORTFOLIO))


def test_only_its_author_may_supersede_an_acceptance() -> None:
    one, other = two_laptops()
    proposal = one.final("V.1", "insufficient")
    acceptance = other.accept(proposal)
    unrelated = AcceptanceBody(accepts=(acceptance.hash,))
    one.issue(RecordKind.ACCEPTANCE, unrelated, supersedes=(acceptance,))
    view = merged_of(one.made, other.made).view("V.1")
    assert value_of(view) == ("insufficient", Settled.TALK)
    other.issue(RecordKind.ACCEPTANCE, unrelated, supersedes=(acceptance,))
    assert merged_of(one.made, other.made).view("V.1").pending


def test_a_record_supersedes_only_its_own_kind_and_item() -> None:
    one, other = two_laptops()
    proposal = one.settle("V.1", "insufficient")
    other.accept(proposal)
    other.settle("H.1", "sufficient", supersedes=(proposal,))
    other.final("V.1", "sufficient", supersedes=(proposal,))
    view = merged_of(one.made, other.made).view("V.1")
    assert value_of(view) == ("insufficient", Settled.CONFERENCE)


def test_superseding_works_before_the_superseded_record_arrives() -> None:
    one, other = two_laptops()
    old = one.settle("V.1", "insufficient")
    new = other.settle("V.1", "sufficient", supersedes=(old,))
    late = [record for record in one.made if record != old]
    assert merged_of(late, other.made).replica.of(RecordKind.DECISION, "V.1") == (new,)
    assert merged_of(one.made, other.made).replica.of(RecordKind.DECISION, "V.1") == (new,)


def test_a_fork_is_kept_and_listed() -> None:
    one, other = two_laptops()
    branch = Laptop(FIRST, made=one.made[:2])
    left, right = one.settle("V.1", "sufficient"), branch.settle("V.1", "insufficient")
    merged = merged_of(one.made, other.made, branch.made)
    assert [set(fork) for fork in merged.replica.forks] == [{left, right}]
    assert merged.view("V.1").conflict
    assert merged_of(one.made, other.made).replica.forks == ()


def test_nothing_of_a_withdrawn_assessor_counts() -> None:
    one, other = two_laptops({"V.1.1": Level.PARTLY})
    proposal = one.settle("V.1.1", Level.SHOWN)
    one.accept(other.settle("V.1.1", Level.SHOWN, supersedes=(proposal,)))
    other.withdraw(SECOND.number)
    merged = merged_of(one.made, other.made)
    assert merged.replica.withdrawn == {"1002"}
    assert list(merged.sheets) == ["1001"]
    assert merged.replica.of(RecordKind.DECISION, "V.1.1") == (proposal,)
    successor = Laptop(THIRD)
    successor.seal(full_sheet(small_framework(), THIRD, levels={"V.1.1": Level.PARTLY}))
    replaced = merged_of(one.made, other.made, successor.made).view("V.1.1")
    assert replaced.individual == {"1001": "partly", "1003": "partly"}


# What the certifying body found, and what the assessors looked at themselves.


def looked(first: Outcome | None, second: Outcome | None, finding: Outcome | None) -> ItemView:
    one, other = Laptop(FIRST), Laptop(SECOND)
    for laptop, outcome in ((one, first), (other, second)):
        conditions = {} if outcome is None else {"A.1.1": outcome}
        laptop.seal(full_sheet(small_framework(), laptop.author, conditions=conditions))
    findings = {} if finding is None else {"A.1.1": finding}
    return merged_of(one.made, other.made, findings=findings, conditions=("A.1.1",)).view("A.1.1")


@pytest.mark.parametrize(
    ("first", "second", "finding", "expected", "decisive"),
    [
        (Outcome.MET, Outcome.MET, None, ("met", Settled.PORTFOLIO), False),
        (Outcome.MET, Outcome.NOT_MET, None, None, True),
        (Outcome.MET, None, None, ("met", Settled.RULE), False),
        (None, Outcome.NOT_MET, None, ("not_met", Settled.RULE), False),
        (None, None, None, None, False),
        (Outcome.MET, Outcome.NOT_MET, Outcome.MET, ("met", Settled.BODY), False),
        (Outcome.MET, Outcome.MET, Outcome.NOT_MET, ("not_met", Settled.BODY), False),
        (Outcome.MET, Outcome.MET, Outcome.NEEDS_A_LOOK, ("met", Settled.PORTFOLIO), False),
    ],
)
def test_a_finding_of_the_certifying_body_stands(
    first: Outcome | None,
    second: Outcome | None,
    finding: Outcome | None,
    expected: tuple[str, Settled] | None,
    decisive: bool,
) -> None:
    view = looked(first, second, finding)
    assert (value_of(view), view.decisive, view.finding) == (expected, decisive, finding)


def test_a_proposal_does_not_overrule_the_certifying_body() -> None:
    one, other = two_laptops()
    other.accept(one.final("A.1.1", "not_met"))
    view = merged_of(one.made, other.made, findings={"A.1.1": Outcome.MET}).view("A.1.1")
    assert value_of(view) == ("met", Settled.BODY)
