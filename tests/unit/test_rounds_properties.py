"""Rounds of judging as a function of the set of records, under three packages."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from assessor_app.domain.bodies import RecordKind
from assessor_app.domain.merge import union
from assessor_app.domain.open_items import open_items
from assessor_app.domain.record import Record
from assessor_app.domain.values import Level, Verdict
from tests.building.norm import small_procedure
from tests.building.records import Laptop
from tests.building.rounds import CHAIN, ITEMS, ONE, Pair, merged_of, sheet_of

Draw = Callable[[st.SearchStrategy[object]], object]


class Course:
    """Draws what two assessors do under three packages, whichever of them each has by then."""

    def __init__(self, draw: Draw) -> None:
        self._draw = draw
        self.pair = Pair()
        self.pair.seal(level=Level.PARTLY)

    def pick(self, *choices: object) -> object:
        return self._draw(st.sampled_from(choices))

    def act(self) -> None:
        laptop = self.pick(*self.pair.both)
        assert isinstance(laptop, Laptop)
        laptop.package = str(self.pick(*CHAIN))
        made = self.pair.made()
        act = self.pick("reopen", "accept", "accept", "seal", "seal", "settle")
        agreements = [one for one in made if one.kind is RecordKind.REOPENING]
        if act == "reopen":
            items = self.pick((), ITEMS, ("H.1", "H.1.1"))
            assert isinstance(items, tuple)
            laptop.reopen(*items, supersedes=agreements if self.pick(True, False) else ())
        elif act == "settle":
            laptop.settle("V.1.3", str(self.pick("shown", "partly")))
        elif act == "seal":
            agreement = self.pick(None, *agreements)
            assert agreement is None or isinstance(agreement, Record)
            laptop.package = agreement.draft.package if agreement else laptop.package
            laptop.seal(sheet_of(laptop, agreement))
        elif proposals := [one for one in made if one.kind in {RecordKind.DECISION}] + agreements:
            chosen = self.pick(*proposals)
            assert isinstance(chosen, Record)
            laptop.accept(chosen)


@st.composite
def heaps(draw: Draw) -> tuple[Record, ...]:
    course = Course(draw)
    steps = draw(st.integers(0, 14))
    assert isinstance(steps, int)
    for _ in range(steps):
        course.act()
    return course.pair.made()


@given(heaps().flatmap(lambda heap: st.tuples(st.just(heap), st.permutations(heap))))
@settings(max_examples=40)
def test_the_order_of_receipt_never_matters(
    given_: tuple[tuple[Record, ...], list[Record]],
) -> None:
    heap, shuffled = given_
    straight, other = merged_of(heap, CHAIN), merged_of(union(shuffled[::2], shuffled), CHAIN)
    assert straight == other
    assert straight.basis == other.basis
    assert open_items(small_procedure(), straight) == open_items(small_procedure(), other)


@given(heaps())
@settings(max_examples=60)
def test_a_round_changes_nothing_but_what_was_agreed(heap: tuple[Record, ...]) -> None:
    """The first round stays whole; what no round reopened stands as it stood after the first."""
    merged = merged_of(heap, CHAIN)
    first = merged.rounds.rounds[0]
    assert first.package == ONE
    own = [record for record in heap if record.draft.package == ONE]
    alone = merged_of(own, (ONE,))
    assert first.replica.sheets == alone.rounds.last.replica.sheets
    agreed = {item for one in merged.rounds.rounds[1:] for item in one.items or ()}
    for round_ in merged.rounds.rounds[1:]:
        assert round_.reopening.agreed
        assert {one.author.number for one in round_.reopening.live} <= {"1001", "1002"}
    for item in {"route", "H.1", "H.1.1", "V.1", "V.1.1", "V.1.2"} - agreed:
        assert merged.view(item).individual == alone.view(item).individual


@given(heaps())
@settings(max_examples=60)
def test_what_reopened_stands_by_its_own_round_alone(heap: tuple[Record, ...]) -> None:
    merged = merged_of(heap, CHAIN)
    for view in merged.items:
        round_ = merged.rounds.of(view.item.id)
        assert set(view.individual) == set(round_.replica.sheets)
        start = CHAIN.index(round_.package or ONE)
        for proposal in (*view.consensus, *view.final):
            assert CHAIN.index(proposal.record.draft.package) >= start
        if round_.items is not None and view.effective is not None and not view.consensus:
            assert len(round_.replica.sheets) == 2
    verdict = merged.index.get("V.1")
    assert verdict is None or set(verdict.individual.values()) <= {Verdict.SUFFICIENT.value}
