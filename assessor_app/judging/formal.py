"""The formal part of a sheet: what the facts lead to, and what passages say against them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import uuid4

from assessor_app.domain.contradictions import (
    DeclaredFact,
    FactValue,
    Proposal,
    Text,
    declared_facts,
    fact_named,
    propose_contradictions,
)
from assessor_app.domain.facts import ConditionResult, RouteResult
from assessor_app.domain.passage import Passage
from assessor_app.domain.quoting import PAGE_BREAK
from assessor_app.domain.sheet import (
    Concern,
    ConditionOutcome,
    Contradiction,
    EntryKind,
    RouteChoice,
    Signal,
)
from assessor_app.domain.texts import require_text
from assessor_app.domain.values import DossierId, Polarity, Route
from assessor_app.errors import Code, RefusedError
from assessor_app.judging.levels import Evidence, find_places
from assessor_app.store.case import Case
from assessor_app.store.package_reader import PackageReader
from assessor_app.store.reader import Reader
from assessor_app.store.unit import UnitOfWork
from assessor_app.store.workspace import Workspace


@dataclass(frozen=True)
class FactsFound:
    """The route and every formal condition on it, recomputed beside the certifying body's
    findings; `chosen` and `own` are what the assessor found, `facts` what was declared."""

    route: RouteResult
    conditions: tuple[ConditionResult, ...]
    chosen: RouteChoice | None
    own: Mapping[str, ConditionOutcome]
    facts: tuple[DeclaredFact, ...]
    contradictions: Mapping[str, Contradiction]


@dataclass(frozen=True)
class Proposed:
    """A place that a plain rule proposes to look at; `place` is a document's id or a section,
    `page` counts from 1 and is 1 for an answer."""

    fact: DeclaredFact
    quote: str
    place: str
    title: str
    page: int


def facts_found(reader: Reader, case: Case) -> FactsFound:
    """Return the formal part as it stands."""
    dossier = case.row.id
    chosen = reader.entry(dossier, EntryKind.ROUTE, "route", RouteChoice)
    derived = case.route()
    route = chosen.route if chosen else derived.route
    return FactsFound(
        route=derived,
        conditions=case.conditions(route or Route.FULL),
        chosen=chosen,
        own=reader.entries(dossier, EntryKind.CONDITION, ConditionOutcome),
        facts=declared_facts(case.portfolio.facts),
        contradictions=reader.entries(dossier, EntryKind.CONTRADICTION, Contradiction),
    )


def put_contradiction(
    workspace: Workspace,
    unit: UnitOfWork,
    case: Case,
    fact: str,
    text: str,
    evidence: Evidence,
    *,
    signal: bool,
) -> str:
    """Record a contradiction, and a signal with the same words and places where wanted."""
    require_text(text, item=EntryKind.CONTRADICTION.value, needed=True)
    declared = fact_named(case.portfolio.facts, fact)
    proof = declared.document or ""  # where else a quote stands that is in it says less
    cited = find_places(workspace, unit, case.row.id, proof, evidence, Polarity.CONTRADICTS)
    if not cited:
        raise RefusedError(Code.PASSAGE_NEEDED)
    passages = tuple(Passage(**one.model_dump(exclude={"polarity"})) for one in cited)
    key, sent = str(uuid4()), None
    if signal:
        concern = concern_of(declared.value)
        sent = put_signal(unit, Signal(text=text, concern=concern, passages=passages))
    found = Contradiction(fact=fact, text=text, passages=passages, signal=sent)
    unit.put(EntryKind.CONTRADICTION, key, found)
    return key


def drop_contradiction(unit: UnitOfWork, dossier: DossierId, key: str) -> None:
    """Take a contradiction back, with the signal it gave; refused: CONTRADICTION_UNKNOWN."""
    found = unit.entry(dossier, EntryKind.CONTRADICTION, key, Contradiction)
    if found is None:
        raise RefusedError(Code.CONTRADICTION_UNKNOWN)
    if found.signal is not None:
        unit.remove(EntryKind.SIGNAL, found.signal)
    unit.remove(EntryKind.CONTRADICTION, key)


def put_signal(unit: UnitOfWork, signal: Signal) -> str:
    """Keep a signal under a key of its own, which is returned."""
    key = str(uuid4())
    unit.put(EntryKind.SIGNAL, key, signal)
    return key


def drop_signal(unit: UnitOfWork, dossier: DossierId, key: str) -> None:
    """Take a signal back; refused: SIGNAL_UNKNOWN, SIGNAL_OF_CONTRADICTION.

    A signal that a contradiction gave says what that says, so neither stands without the other.
    """
    if unit.entry(dossier, EntryKind.SIGNAL, key, Signal) is None:
        raise RefusedError(Code.SIGNAL_UNKNOWN)
    given = unit.entries(dossier, EntryKind.CONTRADICTION, Contradiction).values()
    if any(one.signal == key for one in given):
        raise RefusedError(Code.SIGNAL_OF_CONTRADICTION)
    unit.remove(EntryKind.SIGNAL, key)


def concern_of(value: FactValue) -> Concern:
    """A date is a concern of its own; anything else is not."""
    plain = isinstance(value, str | int)
    return Concern.OTHER if plain else Concern.DATE


def proposed(workspace: Workspace, reader: Reader, case: Case) -> tuple[Proposed, ...]:
    """Return what a plain rule proposes, less what is recorded already."""
    with workspace.package(case.row.package.id) as package:
        texts, titles = _texts(package)
    recorded = {
        (one.fact, passage.source, " ".join(passage.quote.split()))
        for one in reader.entries(case.row.id, EntryKind.CONTRADICTION, Contradiction).values()
        for passage in one.passages
    }
    found = propose_contradictions(case.framework, case.portfolio.facts, texts)
    by_source = {text.source: text for text in texts}
    shown = (_shown(one, by_source[one.source], titles[one.source]) for one in found)
    return tuple(
        each
        for one, each in zip(found, shown, strict=True)
        if (one.fact.id, one.source, each.quote) not in recorded
    )


def _shown(one: Proposal, text: Text, title: tuple[str, str]) -> Proposed:
    quote = " ".join(text.text[one.start : one.end].split())
    page = text.text.count(PAGE_BREAK, 0, one.start) + 1
    return Proposed(one.fact, quote, title[0], title[1], page)


def _texts(package: PackageReader) -> tuple[list[Text], dict[str, tuple[str, str]]]:
    """The texts to look in, documents first, and where each stands: id and title."""
    documents = package.documents()
    texts = [
        Text(each.source, package.source_text(each.source), each.id, each.condition)
        for each in documents
    ]
    titles = {each.source: (each.id, each.title) for each in documents}
    for answer in package.answers():
        texts.append(Text(answer.source, answer.text))
        titles.setdefault(answer.source, (answer.section, answer.section))
    return texts, titles
