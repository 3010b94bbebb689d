"""A newer package takes the place of the one that is here, and one's own work goes along.

Passages whose source is still there stay. Those in an answer or document that changed move when
their words are found again in one place; the others are kept as they are and told of. Levels,
verdicts and texts stay: what now rests on something else is listed for a second look.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TypeVar

from assessor_app.domain.passage import Passage
from assessor_app.domain.portfolio import Portfolio
from assessor_app.domain.portfolio_changes import (
    PortfolioChanges,
    compare_portfolios,
    pair_documents,
)
from assessor_app.domain.sheet import (
    SALT_BYTES,
    Contradiction,
    EntryKind,
    Judgement,
    Mark,
    SecondLook,
    SectionVerdict,
    Signal,
)
from assessor_app.domain.succession import Fate, Formal, second_looks, sources_of, successors
from assessor_app.domain.values import DossierId
from assessor_app.intake.identity import Arrival, arrival_of, dossier_of, package_of, predecessor_of
from assessor_app.intake.package import Package
from assessor_app.intake.reports import GonePassage, Replacement, Succession
from assessor_app.store.case import Case, open_case
from assessor_app.store.finding_again import Texts
from assessor_app.store.merging import merge_case
from assessor_app.store.package_reader import PackageReader
from assessor_app.store.package_writer import PackageWriter
from assessor_app.store.reader import Reader
from assessor_app.store.recording import author_of
from assessor_app.store.sheets import assemble_sheet
from assessor_app.store.unit import UnitOfWork
from assessor_app.store.values import PackageRow
from assessor_app.store.workspace import Workspace

PassageT = TypeVar("PassageT", bound=Passage)
Holder = Judgement | SectionVerdict | Signal | Contradiction | Mark
_HOLDERS: Mapping[EntryKind, type[Judgement | SectionVerdict | Signal | Contradiction | Mark]] = {
    EntryKind.JUDGEMENT: Judgement,
    EntryKind.VERDICT: SectionVerdict,
    EntryKind.SIGNAL: Signal,
    EntryKind.CONTRADICTION: Contradiction,
    EntryKind.MARK: Mark,
}
_PAGE = "page"
_ANSWER, _DOCUMENT = "answer", "document"


@dataclass
class _Mover:
    """Says of a passage what becomes of it; what was looked up once is not looked up again."""

    texts: Texts
    earlier: frozenset[str]
    sources: frozenset[str]
    successors: Mapping[str, tuple[str, ...]]
    known: dict[tuple[object, ...], Mapping[str, object] | None] = field(
        default_factory=dict, init=False
    )

    def move(self, passage: PassageT) -> tuple[PassageT, Fate]:
        """Return the passage as it is to be kept, and its fate."""
        if passage.source in self.sources:
            return passage, Fate.STANDS
        anchor = (passage.source, passage.start, passage.end)
        if anchor not in self.known:
            places = self.successors.get(passage.source, ())
            self.known[anchor] = self.texts.cite_again(passage, places)
        update = self.known[anchor]
        if update is None:
            return passage, Fate.GONE
        return passage.model_copy(update=dict(update)), Fate.MOVED


@dataclass(frozen=True)
class _Settled:
    """One's own entries under the newer package: what to keep anew, and what became of what."""

    changed: tuple[tuple[EntryKind, str, Holder], ...]
    fates: Mapping[str, frozenset[Fate]]
    moved: int
    gone: tuple[GonePassage, ...]


def successions(workspace: Workspace, versions: Sequence[PackageRow]) -> tuple[Succession, ...]:
    """Return what each package of a dossier changed, the first one aside."""
    portfolios = []
    for version in versions:
        with workspace.package(version.id) as reader:
            portfolios.append(reader.portfolio())
    pairs = zip(pairwise(versions), pairwise(portfolios), strict=True)
    return tuple(
        Succession(newer.id, older.id, compare_portfolios(before, after))
        for (older, newer), (before, after) in pairs
    )


def replace_package(
    workspace: Workspace, writer: PackageWriter, package: Package, action: str
) -> tuple[Arrival, Replacement | None]:
    """Take a newer package over in one unit, unless it came in meanwhile.

    Refused as `arrival_of` says: between staging and now anything may have happened.
    """
    dossier = dossier_of(package.portfolio)
    with workspace.read() as reader:
        before = open_case(workspace, reader, dossier)
    with writer.read() as newer:
        mover = _mover(newer, before.portfolio, package.portfolio)
        with workspace.read() as reader:
            _settle(reader, dossier, mover)  # looked up before the unit holds everyone else up
        with workspace.unit(action, dossier=dossier) as unit:
            arrival = arrival_of(workspace, unit, package)
            if arrival is Arrival.UNCHANGED:
                return arrival, None
            sealed = () if arrival is Arrival.SUPPLEMENTS else _sealed(workspace, unit, dossier)
            now = open_case(workspace, unit, dossier)
            if now.row.package != before.row.package:
                mover = _mover(newer, now.portfolio, package.portfolio)
            done = _replace(workspace, unit, writer, package, now, mover)
            unit.commit()
    return arrival, replace(done, seals_void=sealed)


def _sealed(workspace: Workspace, reader: Reader, dossier: DossierId) -> tuple[str, ...]:
    """Who sealed the package that is here; both, and it would not be replaced."""
    return tuple(sorted(merge_case(workspace, reader, dossier).merged.rounds.last.replica.seals))


def _mover(newer: PackageReader, before: Portfolio, after: Portfolio) -> _Mover:
    here, there = sources_of(before), sources_of(after)
    return _Mover(Texts(newer), here, there, successors(before, after))


def _replace(
    workspace: Workspace,
    unit: UnitOfWork,
    writer: PackageWriter,
    package: Package,
    before: Case,
    mover: _Mover,
) -> Replacement:
    portfolio, dossier = package.portfolio, before.row.id
    changes = compare_portfolios(before.portfolio, portfolio)
    settled = _settle(unit, dossier, mover)
    after = replace(before, portfolio=portfolio)
    looks = _looks(workspace, unit, before, after, changes, settled)
    unit.adopt_package(
        writer,
        package=package_of(portfolio),
        digest=package.digest,
        supersedes=predecessor_of(portfolio),
    )
    unit.set_candidate(portfolio.candidate.reference, portfolio.candidate.name)
    for kind, key, value in settled.changed:
        unit.put(kind, key, value)
    for item, look in looks.items():
        unit.put(EntryKind.SECOND_LOOK, item, look)
    _forget_openings(unit, before, portfolio, changes)
    return Replacement(
        replaced=before.row.package.id,
        changes=changes,
        moved=settled.moved,
        gone=settled.gone,
        second_look=tuple(looks),
    )


def _settle(reader: Reader, dossier: DossierId, mover: _Mover) -> _Settled:
    changed: list[tuple[EntryKind, str, Holder]] = []
    fates: dict[str, set[Fate]] = defaultdict(set)
    gone: list[GonePassage] = []
    moved = 0
    for kind, type_ in _HOLDERS.items():
        for key, holder in reader.entries(dossier, kind, type_).items():
            settled = _moved(holder, mover)
            if settled != holder:
                changed.append((kind, key, settled))
            for passage, fate in _fates(holder, mover):
                fates[key].add(fate)
                moved += fate is Fate.MOVED
                if fate is Fate.GONE:
                    gone.append(GonePassage(kind.value, key, passage.quote))
    return _Settled(
        changed=tuple(changed),
        fates={key: frozenset(own) for key, own in fates.items()},
        moved=moved,
        gone=tuple(gone),
    )


def _moved(holder: Holder, mover: _Mover) -> Holder:
    if isinstance(holder, Mark):
        return holder.model_copy(update={"passage": mover.move(holder.passage)[0]})
    return holder.model_copy(
        update={"passages": tuple(mover.move(passage)[0] for passage in holder.passages)}
    )


def _fates(holder: Holder, mover: _Mover) -> Iterator[tuple[Passage, Fate]]:
    """What was gone before is not told again."""
    for passage in (holder.passage,) if isinstance(holder, Mark) else holder.passages:
        if passage.source in mover.earlier:
            yield passage, mover.move(passage)[1]


def _looks(
    workspace: Workspace,
    reader: Reader,
    before: Case,
    after: Case,
    changes: PortfolioChanges,
    settled: _Settled,
) -> dict[str, SecondLook]:
    """Return what asks a second look, with what still did after an earlier package."""
    author = author_of(workspace.identity)
    sheet = assemble_sheet(reader, before, author, salt=bytes(SALT_BYTES))
    found = second_looks(before.framework, changes, sheet, settled.fates, _formal(before, after))
    waiting = reader.entries(before.row.id, EntryKind.SECOND_LOOK, SecondLook)
    return {
        item: SecondLook(because=tuple(dict.fromkeys((*waiting[item].because, *look.because))))
        if item in waiting
        else look
        for item, look in found.items()
    }


def _formal(before: Case, after: Case) -> Formal:
    old = {result.condition: result for result in before.conditions()}
    new = {result.condition: result for result in after.conditions()}
    differing = {item for item in (*old, *new) if old.get(item) != new.get(item)}
    return Formal(frozenset(differing), before.route() != after.route())


def _forget_openings(
    unit: UnitOfWork, before: Case, after: Portfolio, changes: PortfolioChanges
) -> None:
    """What is there now was not opened yet; a document under another id still was."""
    fresh = {(_ANSWER, one.section) for one in changes.answers}
    renamed: dict[tuple[str, str], str] = {}
    for was, now in pair_documents(before.portfolio.documents, after.documents):
        if was is not None and (now is None or now.sha512 != was.sha512):
            fresh.add((_DOCUMENT, was.id))
        elif was is not None and now is not None and now.id != was.id:
            renamed[_DOCUMENT, was.id] = now.id
    opened = [(_owner(what, key), what, key) for what, key in unit.opened(before.row.id)]
    for owner, what, key in opened:
        if owner in fresh or owner in renamed:
            unit.drop_opened(what, key)
    for owner, what, key in opened:
        if owner in renamed:
            unit.set_opened(what, key.removesuffix(owner[1]) + renamed[owner])


def _owner(what: str, key: str) -> tuple[str, str]:
    """Return the kind and name of what was opened: `document` plan, `page` document:3:plan."""
    if what != _PAGE:
        return what, key
    kind, _, name = key.split(":", 2)
    return kind, name
