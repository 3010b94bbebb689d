"""One's own sheet as it stands in the entries, and the records that count at this moment."""

from __future__ import annotations

from assessor_app.domain.bodies import RecordKind, SealBody
from assessor_app.domain.record import Record, digest_of_sheet_record
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

UNDECLARED = InterestDeclaration(tie=False)


def assemble_sheet(reader: Reader, case: Case, author: Author, *, salt: bytes) -> Sheet:
    """Return one's sheet from the entries; a route not chosen is the full one.

    `salt` is 32 random bytes for a sheet to be sealed; any bytes of that length for a look.
    """
    dossier = case.row.id
    route = reader.entry(dossier, EntryKind.ROUTE, "route", RouteChoice)
    declared = reader.entry(dossier, EntryKind.DECLARATION, "declaration", InterestDeclaration)
    return Sheet(
        author=author,
        dossier=dossier,
        package=case.row.package.digest,
        declaration=declared or UNDECLARED,
        route=route or RouteChoice(route=Route.FULL),
        judgements=reader.entries(dossier, EntryKind.JUDGEMENT, Judgement),
        verdicts=reader.entries(dossier, EntryKind.VERDICT, SectionVerdict),
        conditions=reader.entries(dossier, EntryKind.CONDITION, ConditionOutcome),
        signals=reader.entries(dossier, EntryKind.SIGNAL, Signal),
        contradictions=reader.entries(dossier, EntryKind.CONTRADICTION, Contradiction),
        salt=salt.hex(),
    )


def counting_records(reader: Reader, case: Case) -> tuple[Record, ...]:
    """Return the dossier's records that count, as all but these do.

    An own seal that was taken back, with its sheet; what other co-assessors than the chosen one
    wrote, whose cards are here for other dossiers; and what is about a package since replaced.
    """
    others = _other_peers(reader, case)
    about = case.row.package.digest
    records = tuple(
        record
        for record in reader.records(case.row.id)
        if record.author.number not in others and record.draft.package == about
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
