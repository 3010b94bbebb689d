"""Merging as a function of the set of records: any order, any parts, nothing lost."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from assessor_app.domain.bodies import AdviceBody, DissentBody, RecordKind
from assessor_app.domain.items import ItemKind, allowed_values
from assessor_app.domain.merge import merge, union
from assessor_app.domain.open_items import open_items
from assessor_app.domain.record import Record
from assessor_app.domain.values import AdviceOutcome, Layer, Level, Verdict
from assessor_app.domain.views import Merged, Settled
from tests.building.norm import small_framework, small_procedure
from tests.building.records import FIRST, SECOND, THIRD, Laptop, full_sheet

ITEMS = ("route", "H.1", "V.1", "V.1.1", "V.1.2", "A.1.1")
AUTHORS = (FIRST, SECOND, THIRD)
PROPOSED = {RecordKind.DECISION: Layer.CONSENSUS, RecordKind.FINAL: Layer.FINAL}


def merged_of(records: tuple[Record, ...]) -> Merged:
    return merge(small_framework(), small_procedure(), records, findings={})


class Talk:
    """Draws acts of three assessors, forks included, into one heap of records."""

    def __init__(self, draw: Callable[[st.SearchStrategy[object]], object]) -> None:
        self._draw = draw
        self.laptops = [Laptop(author) for author in AUTHORS]
        self.heap: list[Record] = []

    def pick(self, *choices: object) -> object:
        return self._draw(st.sampled_from(choices))

    def some(self, *kinds: RecordKind, item: str | None = None) -> list[Record]:
        fitting = [one for one in self.heap if one.kind in kinds and one.item == item]
        if not fitting:
            return []
        chosen = self._draw(st.lists(st.sampled_from(fitting), max_size=2, unique=True))
        assert isinstance(chosen, list)
        return chosen

    def act(self) -> None:
        laptop = self.pick(*self.laptops)
        assert isinstance(laptop, Laptop)
        if self.pick(*range(12)) == 0 and laptop.made:
            laptop.made.pop()  # the next record takes its sequence number: a fork
        acts = (self.seal, self.propose, self.propose, self.accept, self.advise, self.leave)
        chosen = self.pick(*acts)
        assert callable(chosen)
        before = len(laptop.made)
        chosen(laptop)
        self.heap += laptop.made[before:]

    def seal(self, laptop: Laptop) -> None:
        level, verdict = self.pick(*Level), self.pick(*Verdict)
        assert isinstance(level, Level)
        assert isinstance(verdict, Verdict)
        framework = small_framework()
        levels, verdicts = {"V.1.1": level}, {"V.1": verdict}
        laptop.seal(full_sheet(framework, laptop.author, levels=levels, verdicts=verdicts))

    def propose(self, laptop: Laptop) -> None:
        item, kind = str(self.pick(*ITEMS)), RecordKind(str(self.pick(*PROPOSED)))
        values = allowed_values(small_framework(), small_procedure(), item, PROPOSED[kind])
        value = str(self.pick(*sorted(values)))
        make = laptop.settle if kind is RecordKind.DECISION else laptop.final
        make(item, value, supersedes=self.some(kind, item=item))

    def accept(self, laptop: Laptop) -> None:
        targets = [one for one in self.heap if one.kind in {*PROPOSED, RecordKind.ADVICE}]
        if targets:
            chosen = self.pick(*targets)
            assert isinstance(chosen, Record)
            laptop.accept(chosen)

    def advise(self, laptop: Laptop) -> None:
        outcome = AdviceOutcome(str(self.pick(*AdviceOutcome)))
        earlier = self.some(RecordKind.ADVICE)
        if earlier:
            body = DissentBody(advice=earlier[0].hash, outcome=outcome, motivation="Anders.")
            laptop.issue(RecordKind.DISSENT, body)
        else:
            laptop.issue(RecordKind.ADVICE, AdviceBody(outcome=outcome, motivation="Zo."))
            laptop.initial({"route": "full"})

    def leave(self, laptop: Laptop) -> None:
        if self.pick(*range(4)) == 0:
            author = self.pick(*AUTHORS)
            laptop.withdraw(getattr(author, "number", ""))


@st.composite
def heaps(draw: Callable[[st.SearchStrategy[object]], object]) -> tuple[Record, ...]:
    talk = Talk(draw)
    for laptop in talk.laptops[:2]:
        laptop.seal(full_sheet(small_framework(), laptop.author))
        talk.heap += laptop.made
    steps = draw(st.integers(0, 12))
    assert isinstance(steps, int)
    for _ in range(steps):
        talk.act()
    return tuple(talk.heap)


def parts(records: tuple[Record, ...]) -> st.SearchStrategy[list[Record]]:
    return st.lists(st.sampled_from(records), max_size=len(records))


@given(heaps().flatmap(lambda heap: st.tuples(parts(heap), parts(heap), parts(heap))))
@settings(max_examples=30)
def test_union_is_commutative_associative_and_idempotent(
    three: tuple[list[Record], list[Record], list[Record]],
) -> None:
    a, b, c = three
    assert union(a, b) == union(b, a)
    assert union(union(a, b), c) == union(a, union(b, c)) == union(a, b, c)
    assert union(a, a) == union(a) == union(union(a))
    assert set(union(a, b)) == set(a) | set(b)


@given(heaps().flatmap(lambda heap: st.tuples(st.just(heap), st.permutations(heap))))
@settings(max_examples=30)
def test_the_order_of_receipt_never_matters(
    given_: tuple[tuple[Record, ...], list[Record]],
) -> None:
    heap, shuffled = given_
    straight = merged_of(heap)
    assert merged_of(tuple(shuffled)) == straight
    assert merged_of((*shuffled, *heap)) == straight
    assert open_items(small_procedure(), merged_of(tuple(shuffled))) == open_items(
        small_procedure(), straight
    )


@given(heaps().flatmap(lambda heap: st.tuples(st.just(heap), parts(heap), parts(heap))))
@settings(max_examples=30)
def test_two_laptops_that_exchange_everything_see_the_same(
    given_: tuple[tuple[Record, ...], list[Record], list[Record]],
) -> None:
    _, mine, yours = given_
    left = merged_of(union(mine, yours))
    right = merged_of(union(yours, mine))
    assert left == right
    assert left.basis == right.basis


@given(heaps())
@settings(max_examples=30)
def test_nothing_is_lost(heap: tuple[Record, ...]) -> None:
    merged = merged_of(heap)
    assert set(merged.replica.records) == set(heap)
    assert set(merged.basis) <= {record.hash for record in heap}
    forked = {record for fork in merged.replica.forks for record in fork}
    places = [(record.author.key, record.draft.sequence) for record in set(heap)]
    assert {(one.author.key, one.draft.sequence) for one in forked} == {
        place for place in places if places.count(place) > 1
    }


@given(heaps())
@settings(max_examples=50)
def test_what_stands_was_accepted_by_another_or_said_alike(heap: tuple[Record, ...]) -> None:
    merged = merged_of(heap)
    for view in merged.items:
        if view.effective is None:
            continue
        final = allowed_values(small_framework(), small_procedure(), view.item.id, Layer.FINAL)
        assert view.effective.value in final
        assert not view.conflict
        if view.effective.origin is Settled.PORTFOLIO:
            assert set(view.individual.values()) == {view.effective.value}
        elif view.effective.origin is Settled.RULE:
            assert view.item.kind is ItemKind.INDICATOR
            assert not view.decisive
        else:
            layer = view.final if view.effective.origin is Settled.TALK else view.consensus
            accepted = [one for one in layer if one.accepted]
            assert {one.value for one in accepted} == {view.effective.value}
            for proposal in accepted:
                accepters = {one.author.number for one in proposal.acceptances}
                assert accepters
                assert proposal.record.author.number not in accepters
