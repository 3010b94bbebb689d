"""The packages a report rests on, where there is more than one: what each of them reopened."""

from __future__ import annotations

from collections.abc import Iterator

from reportlab.platypus import Flowable

from assessor_app.domain.advice import AdviceDocument, RoundRow
from assessor_app.domain.record import Record
from assessor_app.domain.replica import Replica
from assessor_app.domain.rounds import Reopening
from assessor_app.domain.views import Merged
from assessor_app.i18n import Catalogue
from assessor_app.report.wording import grouped, moment_text
from assessor_app.typeset.elements import line, prose
from assessor_app.typeset.styles import styles


def round_rows(merged: Merged) -> tuple[RoundRow, ...]:
    """Return a row for each package, the first one judged first; none where there was but one."""
    rounds = merged.rounds
    first = rounds.rounds[0].package
    if rounds.newest is None or first is None:
        return ()
    later = (_row(rounds.replica, *agreement) for agreement in rounds.agreements)
    return (RoundRow(package=first), *later)


def _row(replica: Replica, package: str, reopening: Reopening) -> RoundRow:
    agreed = [record for record in reopening.live if record.hash in reopening.agreed]
    reasons = (reopening.proposals[record.hash].reason for record in agreed)
    return RoundRow(
        package=package,
        items=reopening.items,
        reason=" ".join(dict.fromkeys(reasons)),
        agreed_at=max(_accepted_at(replica, agreed)),
    )


def _accepted_at(replica: Replica, agreed: list[Record]) -> Iterator[str]:
    for record in agreed:
        for acceptance in replica.acceptances_of(record):
            yield acceptance.draft.at


def lay_rounds(document: AdviceDocument, words: Catalogue) -> list[Flowable]:
    """Lay out which packages were judged, and what the later ones reopened."""
    if not document.rounds:
        return []
    first, *later = document.rounds
    laid: list[Flowable] = [line(words.text("report.rounds"), styles().section)]
    laid += prose(words.text("report.rounds.first", package=grouped(first.package)))
    for row in later:
        key = "report.rounds.later" if row.items else "report.rounds.nothing"
        laid += prose(
            words.text(
                key,
                package=grouped(row.package),
                moment=moment_text(row.agreed_at or "", words),
                items=", ".join(row.items or ()),
            )
        )
        laid += prose(words.text("report.rounds.reason", reason=row.reason))
    return laid
