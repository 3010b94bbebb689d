"""One's own sheet as it stands in the entries, and the records that count at this moment."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

from assessor_app.domain.bodies import RecordKind, SealBody
from assessor_app.domain.facts import exempt_parts
from assessor_app.domain.items import judged_sections
from assessor_app.domain.norm import Condition
from assessor_app.domain.record import Record, digest_of_sheet_record
from assessor_app.domain.rounds import Round
from assessor_app.domain.sheet import (
    Author,
    ConditionOutcome,
    Contradiction,
    EntryKind,
    InterestDeclaration,
    Judgement,
    PeerAssignment,
    RouteChoice,
    SectionVerdict,
    Sheet,
    Signal,
    Unsealed,
)
from assessor_app.domain.values import Route
from assessor_app.store.case import Case
from assessor_app.store.reader import Reader

ValueT = TypeVar("ValueT")
UNDECLARED = InterestDeclaration(tie=False)


def assemble_sheet(reader: Reader, case: Case, author: Author, *, salt: bytes) -> Sheet:
    """Return one's sheet from the entries; a route not chosen is the full one.

    What the exempt route exempts from is left out, whatever was judged before it was chosen.
    `salt` is 32 random bytes for a sheet to be sealed; any bytes of that length for a look.
    `sheet_of_round` makes of it what is sealed.
    """
    dossier = case.row.id
    route = reader.entry(dossier, EntryKind.ROUTE, "route", RouteChoice)
    declared = reader.entry(dossier, EntryKind.DECLARATION, "declaration", InterestDeclaration)
    asked = _asked(case, route.route if route else Route.FULL)
    return Sheet(
        author=author,
        dossier=dossier,
        package=case.row.package.digest,
        declaration=declared or UNDECLARED,
        route=route or RouteChoice(route=Route.FULL),
        judgements=asked(reader.entries(dossier, EntryKind.JUDGEMENT, Judgement)),
        verdicts=asked(reader.entries(dossier, EntryKind.VERDICT, SectionVerdict)),
        conditions=asked(reader.entries(dossier, EntryKind.CONDITION, ConditionOutcome)),
        signals=reader.entries(dossier, EntryKind.SIGNAL, Signal),
        contradictions=reader.entries(dossier, EntryKind.CONTRADICTION, Contradiction),
        salt=salt.hex(),
    )


def sheet_of_round(sheet: Sheet, round_: Round) -> Sheet:
    """Return what of a sheet a round is about: all of it, or the items that were reopened."""
    if round_.items is None:
        return sheet
    return sheet.model_copy(
        update={
            "judgements": _named(sheet.judgements, round_),
            "verdicts": _named(sheet.verdicts, round_),
            "conditions": _named(sheet.conditions, round_),
            "reopening": round_.reopening.live_agreed[0],
        }
    )


def _named(entries: dict[str, ValueT], round_: Round) -> dict[str, ValueT]:
    return {key: value for key, value in entries.items() if round_.reopens(key)}


def _asked(case: Case, route: Route) -> Callable[[dict[str, ValueT]], dict[str, ValueT]]:
    """Return what keeps of a sheet's entries those that the route asks for."""
    if route is Route.FULL:
        return dict
    sections = judged_sections(case.framework, route)
    items = {str(one.id) for section in sections for one in section.indicators}
    items |= {str(section.id) for section in sections}
    items |= {str(one.id) for one in _conditions_asked(case)}
    return lambda entries: {key: value for key, value in entries.items() if key in items}


def _conditions_asked(case: Case) -> Iterator[Condition]:
    """The conditions of the parts that the exempt route leaves."""
    exempted = exempt_parts(case.framework, case.portfolio.facts)
    for part in (one for one in case.framework.parts if one.id not in exempted):
        yield from part.conditions
        for alternative in case.framework.alternatives_of(part.id):
            yield from alternative.conditions


def counting_records(reader: Reader, case: Case) -> tuple[Record, ...]:
    """Return the dossier's records that may count, as all but these may.

    An own seal that was taken back, with its sheet; and what other co-assessors than the chosen
    one wrote, whose cards are here for other dossiers. What is about a package since replaced is
    among them: `plan_rounds` says what becomes of it.
    """
    others = _other_peers(reader, case)
    records = tuple(
        record for record in reader.records(case.row.id) if record.author.number not in others
    )
    revoked = frozenset(reader.entries(case.row.id, EntryKind.UNSEALED, Unsealed))
    digests = {
        record.body_as(SealBody).sheet_sha512 for record in records if record.hash in revoked
    }

    def counts(record: Record) -> bool:
        if record.kind is RecordKind.SHEET:
            return digest_of_sheet_record(record) not in digests
        return record.hash not in revoked

    return tuple(record for record in records if counts(record))


def _other_peers(reader: Reader, case: Case) -> frozenset[str]:
    assigned = reader.entry(case.row.id, EntryKind.PEER, "peer", PeerAssignment)
    if assigned is None:
        return frozenset()
    return frozenset(card.number for card in reader.peers()) - {assigned.peer.number}
