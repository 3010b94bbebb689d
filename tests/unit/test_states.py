"""The state of a dossier, and the full table of what is permitted where."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessor_app.domain.bodies import AdviceBody, InterviewFacts, RecordKind
from assessor_app.domain.merge import merge
from assessor_app.domain.sheet import InterestDeclaration
from assessor_app.domain.states import (
    PERMITTED,
    Act,
    Standing,
    State,
    StateFacts,
    derive_standing,
    derive_state,
    gather_facts,
    permitted_acts,
    require,
)
from assessor_app.domain.values import AdviceOutcome, Level, Route
from assessor_app.domain.views import Merged
from assessor_app.errors import Code, RefusedError
from tests.building.norm import default_procedure, jobcoach, small_framework, small_procedure
from tests.building.records import FIRST, SECOND, Laptop, full_sheet

STATES = list(State)

# One row per act, one column per state: from imported and declined through judging, sealed,
# exchanged, settled, interviewed, advised and signed by one to signed and closed.
TABLE = {
    Act.DECLARE: "x.x........",
    Act.ASSIGN: "x.xx.......",
    Act.READ: "..xxxxxxxxx",
    Act.MARK: "..xxxxxx...",
    Act.JUDGE: "..x........",
    Act.SEAL: "..x........",
    Act.UNSEAL: "...x.......",
    Act.EXPORT_SHEET: ".x.xxxxxxx.",
    Act.IMPORT_SHEET: "x.xxxxxxxx.",
    Act.IMPORT_PACKAGE: "x.xxxxxxxx.",
    Act.COMPARE: "....xxxxxxx",
    Act.SETTLE: "....xx.....",
    Act.ACCEPT: "....xxxx...",
    Act.REOPEN: "...........",
    Act.AGENDA: "....xxxxxx.",
    Act.INTERVIEW: ".....xxx...",
    Act.FINAL: "......xx...",
    Act.INITIAL: "......xx...",
    Act.ADVISE: "......xx...",
    Act.DISSENT: "......xx...",
    Act.BUILD_REPORT: ".......xx..",
    Act.SIGN_REPORT: ".......xx..",
    Act.RECEIVE_REPORT: ".......xxxx",
    Act.WITHDRAW: ".xxxxxxxx..",
    Act.HOLD: "xxxxxxxxxxx",
    Act.DECIDE: "........xxx",
    Act.ERASE: "xxxxxxxxxxx",
    Act.DISCLOSE: "xxxxxxxxxxx",
    Act.OBJECTION_PACK: "........xxx",
}


def test_the_table_is_about_every_act_and_every_state() -> None:
    assert set(TABLE) == set(Act)
    assert {len(row) for row in TABLE.values()} == {len(STATES)}
    assert set(PERMITTED) == set(State)


@pytest.mark.parametrize("act", list(Act))
@pytest.mark.parametrize("state", STATES)
def test_each_act_in_each_state(state: State, act: Act) -> None:
    standing = Standing(state)
    if TABLE[act][STATES.index(state)] == "x":
        require(standing, act)
        return
    with pytest.raises(RefusedError) as caught:
        require(standing, act)
    assert caught.value.code is Code.NOT_PERMITTED
    assert caught.value.details == {"state": state.value, "act": act.value}


@pytest.mark.parametrize("state", STATES)
def test_a_hold_takes_erasure_away_and_nothing_else(state: State) -> None:
    held = Standing(state, held=True)
    assert permitted_acts(Standing(state)) - permitted_acts(held) == {Act.ERASE}
    with pytest.raises(RefusedError) as caught:
        require(held, Act.ERASE)
    assert caught.value.details == {"state": "held", "act": "erase"}


@pytest.mark.parametrize("state", STATES)
def test_without_a_talk_there_is_no_agenda_and_nothing_to_write_of_it(state: State) -> None:
    left = permitted_acts(Standing(state)) - permitted_acts(Standing(state, talkless=True))
    assert left == permitted_acts(Standing(state)) & {Act.AGENDA, Act.INTERVIEW}
    with pytest.raises(RefusedError) as caught:
        require(Standing(state, talkless=True), Act.INTERVIEW)
    assert caught.value.code is Code.NOT_PERMITTED


@pytest.mark.parametrize("state", STATES)
def test_a_supplement_lets_both_agree_wherever_a_sheet_was_sealed(state: State) -> None:
    plain = permitted_acts(Standing(state))
    waiting = permitted_acts(Standing(state, supplement=True, reopenable=True))
    begun = permitted_acts(Standing(state, supplement=True))
    if state in {State.IMPORTED, State.DECLINED, State.CLOSED}:
        assert plain == waiting == begun
        return
    assert begun == plain | {Act.EXPORT_SHEET, Act.ACCEPT}
    assert waiting == begun | {Act.REOPEN}


@pytest.mark.parametrize("state", STATES)
def test_who_withdrew_keeps_the_duties_only(state: State) -> None:
    withdrawn = Standing(state, withdrawn=True)
    acts = permitted_acts(withdrawn)
    assert {Act.HOLD, Act.ERASE, Act.DISCLOSE, Act.EXPORT_SHEET} <= acts
    assert acts.isdisjoint({Act.READ, Act.JUDGE, Act.SETTLE, Act.FINAL, Act.SIGN_REPORT})
    with pytest.raises(RefusedError) as caught:
        require(withdrawn, Act.READ)
    assert caught.value.details == {"state": "withdrawn", "act": "read"}


CHAIN = (
    ("declared", State.JUDGING),
    ("sealed", State.SEALED),
    ("exchanged", State.EXCHANGED),
    ("settled", State.SETTLED),
    ("interviewed", State.INTERVIEWED),
    ("advised", State.ADVISED),
)


def test_the_chain_is_walked_step_by_step() -> None:
    facts = StateFacts()
    assert derive_state(facts) is State.IMPORTED
    for name, state in CHAIN:
        facts = dataclasses.replace(facts, **{name: True})
        assert derive_state(facts) is state
    one = dataclasses.replace(facts, signatures=1)
    assert derive_state(one) is State.SIGNED_BY_ONE
    assert derive_state(dataclasses.replace(facts, signatures=2)) is State.SIGNED
    assert derive_state(dataclasses.replace(one, decided=True)) is State.CLOSED
    assert derive_state(dataclasses.replace(one, declined=True)) is State.DECLINED


@given(st.builds(StateFacts, signatures=st.integers(0, 2)))
def test_a_step_that_is_missing_holds_up_all_after_it(facts: StateFacts) -> None:
    standing = derive_standing(facts)
    beside = (standing.held, standing.withdrawn)
    assert beside == (facts.held, facts.withdrawn)
    if standing.state not in dict(CHAIN).values():
        return
    reached = [state for _, state in CHAIN].index(standing.state)
    assert all(getattr(facts, name) for name, _ in CHAIN[: reached + 1])
    assert reached == len(CHAIN) - 1 or not getattr(facts, CHAIN[reached + 1][0])


def state_of(first: Laptop, second: Laptop, *, own: Laptop) -> State:
    merged = merge(jobcoach(), default_procedure(), first.made + second.made, findings={})
    return derive_state(facts_of(merged, own))


def facts_of(merged: Merged, own: Laptop) -> StateFacts:
    declaration = InterestDeclaration(tie=False)
    return gather_facts(default_procedure(), merged, own=own.author.number, declaration=declaration)


TALK = InterviewFacts.model_validate(
    {"date": "2026-03-27", "place": "Utrecht", "present": ("kandidaat", "beide assessoren")}
)
ADVICE = AdviceBody(outcome=AdviceOutcome.POSITIVE, motivation="Alles is aangetoond.")


def test_a_dossier_walks_from_judging_to_advised_on_its_records() -> None:
    first, second = Laptop(FIRST), Laptop(SECOND)
    assert state_of(first, second, own=first) is State.JUDGING
    first.seal(full_sheet(jobcoach(), FIRST, levels={"C1.0.7": Level.UNCLEAR}))
    assert state_of(first, second, own=first) is State.SEALED
    assert state_of(first, second, own=second) is State.JUDGING
    second.seal(full_sheet(jobcoach(), SECOND))
    assert state_of(first, second, own=second) is State.EXCHANGED
    proposal = first.settle("C1.0.7", Level.UNCLEAR)
    assert state_of(first, second, own=first) is State.EXCHANGED
    second.accept(proposal)
    assert state_of(first, second, own=first) is State.SETTLED
    first.issue(RecordKind.ANSWER, TALK, item="interview")
    assert state_of(first, second, own=second) is State.INTERVIEWED
    second.accept(first.final("C1.0.7", Level.SHOWN))
    merged = merge(jobcoach(), default_procedure(), first.made + second.made, findings={})
    first.initial(merged.effective_values)
    second.initial(merged.effective_values)
    advice = first.issue(RecordKind.ADVICE, ADVICE)
    assert state_of(first, second, own=first) is State.INTERVIEWED
    second.accept(advice)
    assert state_of(first, second, own=first) is State.ADVISED
    second.final("C1.0.7", Level.PARTLY)
    assert state_of(first, second, own=second) is State.INTERVIEWED


def test_the_exempt_route_has_no_talk_to_wait_for() -> None:
    first, second = Laptop(FIRST), Laptop(SECOND)
    for laptop in (first, second):
        laptop.seal(full_sheet(jobcoach(), laptop.author, route=Route.EXEMPT))
    assert state_of(first, second, own=first) is State.INTERVIEWED
    merged = merge(jobcoach(), default_procedure(), first.made + second.made, findings={})
    assert derive_standing(facts_of(merged, first)).talkless


def test_a_norm_may_want_the_talk_on_the_exempt_route_too() -> None:
    first, second = Laptop(FIRST), Laptop(SECOND)
    for laptop in (first, second):
        sheet = full_sheet(small_framework(), laptop.author)
        route = sheet.route.model_copy(update={"route": Route.EXEMPT})
        laptop.seal(sheet.model_copy(update={"route": route}))
    records = first.made + second.made
    merged = merge(small_framework(), small_procedure(), records, findings={})
    assert merged.route is Route.EXEMPT
    assert derive_standing(facts_of(merged, first)) == Standing(State.SETTLED)


def test_a_withdrawal_stands_beside_the_state() -> None:
    first = Laptop(FIRST)
    first.seal(full_sheet(jobcoach(), FIRST))
    first.withdraw(FIRST.number)
    merged = merge(jobcoach(), default_procedure(), first.made, findings={})
    facts = gather_facts(
        default_procedure(),
        merged,
        own=FIRST.number,
        declaration=None,
        signatures=1,
        decided=True,
        held=True,
    )
    standing = derive_standing(facts)
    assert standing == Standing(State.IMPORTED, held=True, withdrawn=True)


def test_a_declaration_that_declines_ends_it() -> None:
    merged = merge(jobcoach(), default_procedure(), (), findings={})
    facts = gather_facts(
        default_procedure(),
        merged,
        own=FIRST.number,
        declaration=InterestDeclaration(tie=True, text="Oud-collega.", declined=True),
    )
    assert derive_state(facts) is State.DECLINED
