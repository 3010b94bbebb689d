"""Verbs of the workspace itself: identity, cards, dossiers, passphrase, check, journal."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from assessor_app.clock import Clock
from assessor_app.domain.framework import Framework
from assessor_app.domain.framework import check_framework as _check_framework
from assessor_app.domain.norm import Condition, Section
from assessor_app.domain.procedure import check_procedure as _check_procedure
from assessor_app.domain.sheet import (
    Author,
    Decision,
    EntryKind,
    Hold,
    InterestDeclaration,
    PeerAssignment,
)
from assessor_app.domain.states import Act
from assessor_app.domain.texts import is_plain_line, require_text
from assessor_app.domain.toml_source import Fault
from assessor_app.domain.values import DossierId
from assessor_app.errors import Code, RefusedError
from assessor_app.keeping.overview import DossierShown, DossierSummary, shown, summarised
from assessor_app.settings import WORDLIST
from assessor_app.store import shelf
from assessor_app.store.files import hand_out, read_limited
from assessor_app.store.integrity import Damage
from assessor_app.store.passphrase import change_passphrase as _change_passphrase
from assessor_app.store.passphrase import recover as _recover
from assessor_app.store.standing import permit
from assessor_app.store.values import JournalLine
from assessor_app.store.workspace import Workspace
from assessor_app.store.workspace import create_workspace as _create_workspace
from assessor_app.store.workspace import open_workspace as _open_workspace
from assessor_app.vault.card import Card, fingerprint, make_card, read_card
from assessor_app.vault.identity import create_identity

CARD_LIMIT = 100_000
NAME_MOST = NUMBER_MOST = 64  # UTF-8 bytes, what a certificate holds: RFC 5280, appendix A.1
_PRINTABLE = re.compile(r"[A-Za-z0-9 '()+,./:=?-]+")  # PrintableString, which a number is there


@dataclass(frozen=True)
class Created:
    """A new workspace: the recovery code is shown once and kept nowhere."""

    number: str
    recovery_code: str
    fingerprint: tuple[str, ...]


@dataclass(frozen=True)
class Peer:
    """A co-assessor as their card says, with the words to compare aloud."""

    name: str
    number: str
    fingerprint: tuple[str, ...]


@dataclass(frozen=True)
class Decided:
    """The certifying body's decision and the date from which the dossier may be erased."""

    date: datetime.date
    erase_after: datetime.date


@dataclass(frozen=True)
class ProcedureShown:
    """A procedure that is installed, or was added to the workspace."""

    id: str
    title: str
    sha256: str
    added: bool


@dataclass(frozen=True)
class ProcedureAdded:
    """A procedure `<id>-<version>` by the hash that records name it by."""

    id: str
    sha256: str
    added: bool


def create_workspace(
    *, home: Path, passphrase: str, name: str, number: str, clock: Clock
) -> Created:
    """Make a workspace with its keys and its assessor's identity.

    Refused: NAME_INVALID, NUMBER_INVALID, HOME_NOT_EMPTY, PASSPHRASE_TOO_SHORT.
    """
    if not _is_name(name):
        raise RefusedError(Code.NAME_INVALID, most=NAME_MOST)
    if not _is_number(number):
        raise RefusedError(Code.NUMBER_INVALID, most=NUMBER_MOST)
    identity = create_identity(name=name, number=number, now=clock())
    workspace, recovery_code = _create_workspace(
        home, passphrase=passphrase, identity=identity, clock=clock
    )
    with workspace:
        words = _fingerprint(read_card(make_card(workspace.identity)))
    return Created(number, recovery_code, words)


def _is_name(text: str) -> bool:
    return is_plain_line(text, most=NAME_MOST) and len(text.encode("utf-8")) <= NAME_MOST


def _is_number(text: str) -> bool:
    return is_plain_line(text, most=NUMBER_MOST) and _PRINTABLE.fullmatch(text) is not None


def open_workspace(*, home: Path, passphrase: str, clock: Clock) -> Workspace:
    """Unlock the workspace in `home`; the caller closes it."""
    return _open_workspace(home, passphrase=passphrase, clock=clock)


def change_passphrase(
    *, home: Path, passphrase: str, new: str, workspace: Workspace | None = None
) -> None:
    """Wrap the same master key under another passphrase; `workspace` where it is open here."""
    _change_passphrase(home, passphrase=passphrase, new=new, held=workspace is not None)


def recover_workspace(*, home: Path, recovery_code: str, new: str) -> str:
    """Set a new passphrase with the recovery code; returns the code that replaces it."""
    return _recover(home, recovery_code=recovery_code, new=new)


def _fingerprint(card: Card) -> tuple[str, ...]:
    return fingerprint(card, tuple(WORDLIST.read_text(encoding="utf-8").split()))


def export_card(workspace: Workspace, *, output: Path) -> tuple[str, ...]:
    """Write one's own card; returns the eight words of its fingerprint."""
    data = make_card(workspace.identity)
    hand_out(output, data, home=workspace.home)
    return _fingerprint(read_card(data))


def list_cards(workspace: Workspace) -> tuple[Peer, ...]:
    """Return one's own card, then those of the co-assessors by register number."""
    own = read_card(make_card(workspace.identity))
    with workspace.read() as reader:
        cards = (own, *reader.peers())
    return tuple(Peer(card.name, card.number, _fingerprint(card)) for card in cards)


def import_card(workspace: Workspace, *, path: Path) -> Peer:
    """Keep a co-assessor's card; a card with the same number and other keys is refused."""
    data = read_limited(path, CARD_LIMIT)
    card = read_card(data)
    if not (_is_name(card.name) and _is_number(card.number)):
        raise RefusedError(Code.CARD_INVALID)
    if card.number == workspace.identity.number:
        raise RefusedError(Code.CARD_OWN)
    with workspace.unit("card_import") as unit:
        unit.add_peer(data)
        unit.commit()
    return Peer(card.name, card.number, _fingerprint(card))


def find_dossier(workspace: Workspace, *, prefix: str) -> DossierId:
    """Return the key of the dossier meant; DOSSIER_UNKNOWN, DOSSIER_AMBIGUOUS."""
    with workspace.read() as reader:
        return reader.dossier(prefix).id


def list_dossiers(workspace: Workspace) -> tuple[DossierSummary, ...]:
    """Return every dossier with its state and progress; never a result."""
    with workspace.read() as reader:
        return tuple(summarised(workspace, reader, row.id) for row in reader.dossiers())


def show_dossier(workspace: Workspace, *, dossier: DossierId) -> DossierShown:
    """Return one dossier: its state, framework, documents and what they lack."""
    with workspace.read() as reader:
        return shown(workspace, reader, dossier)


def declare_interest(
    workspace: Workspace, *, dossier: DossierId, tie: str | None, declined: bool
) -> None:
    """Declare having no tie, or which; `declined` ends one's part in this dossier."""
    require_text(tie or "", item=EntryKind.DECLARATION.value)
    with workspace.unit("declare", dossier=dossier) as unit:
        permit(workspace, unit, dossier, Act.DECLARE)
        value = InterestDeclaration(tie=bool(tie), text=tie or "", declined=declined)
        unit.put(EntryKind.DECLARATION, "declaration", value)
        unit.commit()


def assign_peer(workspace: Workspace, *, dossier: DossierId, number: str) -> None:
    """Name the co-assessor of this dossier; their card must be here."""
    with workspace.unit("assign", dossier=dossier) as unit:
        permit(workspace, unit, dossier, Act.ASSIGN)
        card = unit.peer(number)
        peer = Author(number=card.number, key=card.signing_key.hex())
        unit.put(EntryKind.PEER, "peer", PeerAssignment(peer=peer, name=card.name))
        unit.commit()


def hold_dossier(workspace: Workspace, *, dossier: DossierId, reason: str) -> None:
    """Block erasure while an objection runs; refused without a reason: TEXT_MISSING."""
    require_text(reason, item=EntryKind.HOLD.value, needed=True)
    with workspace.unit("hold", dossier=dossier) as unit:
        permit(workspace, unit, dossier, Act.HOLD)
        unit.put(EntryKind.HOLD, "hold", Hold(reason=reason, since=workspace.clock().date()))
        unit.commit()


def release_dossier(workspace: Workspace, *, dossier: DossierId) -> None:
    """End the hold."""
    with workspace.unit("release", dossier=dossier) as unit:
        permit(workspace, unit, dossier, Act.HOLD)
        unit.remove(EntryKind.HOLD, "hold")
        unit.commit()


def record_decision(workspace: Workspace, *, dossier: DossierId, date: datetime.date) -> Decided:
    """Record the day on which the certifying body decided; retention counts from it."""
    with workspace.unit("decide", dossier=dossier) as unit:
        permit(workspace, unit, dossier, Act.DECIDE)
        unit.put(EntryKind.DECISION, "decision", Decision(date=date))
        weeks = unit.procedure(dossier).retention.weeks_after_decision
        unit.commit()
    return Decided(date, date + datetime.timedelta(weeks=weeks))


def check_workspace(workspace: Workspace) -> tuple[Damage, ...]:
    """Verify the store: pages, references, journal chain, package files, signatures."""
    return workspace.check()


def list_journal(
    workspace: Workspace, *, dossier: DossierId | None = None
) -> tuple[JournalLine, ...]:
    """Return the journal, oldest first, of everything or of one dossier."""
    with workspace.read() as reader:
        return reader.journal(dossier=dossier)


def diagnose(*, home: Path) -> dict[str, object]:
    """Tell what a supporter needs to know; no names, no contents."""
    return {
        "home": home,
        "workspace": (home / "keys.json").is_file(),
        "frameworks": [framework.stem for framework in shelf.frameworks()],
        "procedures": [procedure.stem for procedure in shelf.procedures()],
        "procedures_added": list(shelf.added_procedures(home)),
    }


def list_frameworks() -> tuple[Framework, ...]:
    """Return every installed framework."""
    return shelf.frameworks()


def list_procedures(*, home: Path) -> tuple[ProcedureShown, ...]:
    """Return every installed procedure, then those that were added to the workspace `home`.

    Refused: PROCEDURE_INVALID for an added file that was changed since.
    """
    shipped = [ProcedureShown(one.stem, one.title, one.sha256, False) for one in shelf.procedures()]
    stems = shelf.added_procedures(home)
    added = [shelf.procedure_by_stem(stem, home=home) for stem in stems]
    return (*shipped, *(ProcedureShown(one.stem, one.title, one.sha256, True) for one in added))


def show_framework(*, stem: str) -> Framework:
    """Return the framework `<id>-<version>`; FRAMEWORK_UNKNOWN names what is installed."""
    return shelf.framework_by_stem(stem)


def framework_outline(*, framework: Framework) -> Mapping[str, object]:
    """Return parts → sections → indicators, each with id, key and text; and what a package names
    beside those: questions, alternatives and conditions."""
    return {
        "id": framework.stem,
        "title": framework.title,
        "parts": [
            {
                "id": part.id,
                "key": part.id.lower(),
                "text": part.title,
                "conditions": _conditions(part.conditions),
                "alternatives": [
                    {
                        "id": each.id,
                        "text": each.text,
                        "conditions": _conditions(each.conditions),
                    }
                    for each in framework.alternatives_of(part.id)
                ],
                "sections": [_section(section) for section in framework.sections_of(part.id)],
            }
            for part in framework.parts
        ],
    }


def _section(section: Section) -> dict[str, object]:
    return {
        "id": section.id,
        "key": section.key,
        "text": section.title,
        "statement": section.statement,
        "questions": [{"number": each.number, "text": each.text} for each in section.questions],
        "indicators": [
            {"id": item.id, "key": item.key, "text": item.text} for item in section.indicators
        ],
    }


def _conditions(conditions: tuple[Condition, ...]) -> list[dict[str, str]]:
    return [{"id": each.id, "text": each.text} for each in conditions]


def check_framework(*, path: Path) -> tuple[Fault, ...]:
    """Return every fault of a framework file, with file, line and rule."""
    return _check_framework(read_limited(path, shelf.SOURCE_LIMIT), name=path.name)


def add_procedure(*, home: Path, path: Path) -> ProcedureAdded:
    """Keep a copy of a procedure in the workspace, where the next import finds it.

    Needs no passphrase: a procedure is public. Refused: HOME_NOT_A_WORKSPACE, PROCEDURE_INVALID,
    PROCEDURE_DIFFERS.
    """
    data = read_limited(path, shelf.SOURCE_LIMIT)
    procedure, added = shelf.add_procedure(home, data, name=path.name)
    return ProcedureAdded(procedure.stem, procedure.sha256, added)


def check_procedure(*, path: Path) -> tuple[Fault, ...]:
    """Return every fault of a procedure file, with file, line and rule."""
    return _check_procedure(read_limited(path, shelf.SOURCE_LIMIT), name=path.name)
