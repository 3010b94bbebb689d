"""Verbs of the workspace: identity, cards, dossiers, passphrase, check, journal."""

from __future__ import annotations

import datetime
import platform
from pathlib import Path
from typing import TYPE_CHECKING

from assessor_app.cli.intake import show_changes
from assessor_app.cli.secrets import ask, read_line
from assessor_app.cli.session import FOUND_WANTING, Answer, Session
from assessor_app.keeping import actions

if TYPE_CHECKING:
    from assessor_app.cli.parser import Verbs


def add_verbs(verbs: Verbs) -> None:
    """Add `init`, `card`, `dossiers`, `dossier` and the care of the workspace."""
    init = verbs.add("init", create_workspace, verbs.text("cli.help.init"))
    init.add_argument("--name", required=True)
    init.add_argument("--number", required=True)
    card = verbs.group(verbs.add("card", None, verbs.text("cli.help.card")))
    export = card.add("export", export_card, card.text("cli.help.card_export"))
    export.add_argument("-o", "--output", type=Path, required=True)
    received = card.add("import", import_card, card.text("cli.help.card_import"))
    received.add_argument("file", type=Path)
    card.add("list", list_cards, card.text("cli.help.card_list"))
    verbs.add("dossiers", list_dossiers, verbs.text("cli.help.dossiers"))
    _add_dossier(verbs)
    _add_care(verbs)


def _add_dossier(verbs: Verbs) -> None:
    dossier = verbs.add("dossier", show_dossier, verbs.text("cli.help.dossier"))
    dossier.add_argument("id")
    below = verbs.group(dossier, required=False)
    declare = below.add("declare", declare_interest, below.text("cli.help.declare"))
    declare.add_argument("--tie", help=below.text("cli.help.declare_tie"))
    declare.add_argument("--decline", action="store_true", help=below.text("cli.help.decline"))
    assign = below.add("assign", assign_peer, below.text("cli.help.assign"))
    assign.add_argument("--peer", required=True)
    hold = below.add("hold", hold_dossier, below.text("cli.help.hold"))
    hold.add_argument("--reason", default="")
    hold.add_argument("--release", action="store_true", help=below.text("cli.help.release"))
    decide = below.add("decide", record_decision, below.text("cli.help.decide"))
    decide.add_argument("--date", type=datetime.date.fromisoformat, required=True)
    below.add("changes", show_changes, below.text("cli.help.changes"))


def _add_care(verbs: Verbs) -> None:
    verbs.add("check", check_workspace, verbs.text("cli.help.check"))
    change = verbs.add("passphrase", change_passphrase, verbs.text("cli.help.passphrase"))
    change.add_argument("--new-passphrase-fd", type=int)
    recover = verbs.add("recover", recover_workspace, verbs.text("cli.help.recover"))
    recover.add_argument("--code-fd", type=int)
    recover.add_argument("--new-passphrase-fd", type=int)
    journal = verbs.add("journal", show_journal, verbs.text("cli.help.journal"))
    journal.add_argument("id", nargs="?")
    verbs.add("doctor", diagnose, verbs.text("cli.help.doctor"))


def create_workspace(session: Session) -> Answer:
    arguments = session.arguments
    given = session.given_passphrase()
    created = actions.create_workspace(
        home=session.home,
        passphrase=session.new_passphrase(None) if given is None else given,
        name=arguments.name,
        number=arguments.number,
        clock=session.clock,
    )
    lines = (
        session.text("cli.workspace_created", home=session.home),
        session.text("cli.recovery_code", code=created.recovery_code),
        session.text("cli.recovery_advice"),
        session.text("cli.fingerprint", words=" ".join(created.fingerprint)),
    )
    return Answer({"home": session.home, **vars(created)}, lines)


def export_card(session: Session) -> Answer:
    output = session.arguments.output
    fingerprint = actions.export_card(session.workspace, output=output)
    lines = (
        session.text("cli.card_written", path=output),
        session.text("cli.fingerprint", words=" ".join(fingerprint)),
    )
    return Answer({"card": output, "fingerprint": list(fingerprint)}, lines)


def import_card(session: Session) -> Answer:
    peer = actions.import_card(session.workspace, path=session.arguments.file)
    lines = (
        session.text("cli.card_imported", name=peer.name, number=peer.number),
        session.text("cli.fingerprint_compare", words=" ".join(peer.fingerprint)),
    )
    return Answer({"peer": peer.number, **vars(peer)}, lines)


def list_cards(session: Session) -> Answer:
    cards = actions.list_cards(session.workspace)
    lines = tuple(
        session.text(
            "cli.card_line", name=card.name, number=card.number, words=" ".join(card.fingerprint)
        )
        for card in cards
    )
    return Answer({"cards": list(cards)}, lines)


def list_dossiers(session: Session) -> Answer:
    summaries = actions.list_dossiers(session.workspace)
    lines = tuple(
        session.text(
            "cli.dossier_line",
            id=summary.dossier[:8],
            reference=summary.reference,
            state=session.text(f"state.{summary.state}"),
            done=summary.levels_set,
            total=summary.levels_total,
        )
        for summary in summaries
    )
    return Answer({"dossiers": list(summaries)}, lines or (session.text("cli.no_dossiers"),))


def show_dossier(session: Session) -> Answer:
    shown = actions.show_dossier(session.workspace, dossier=session.dossier)
    day = session.catalogue.date(shown.reference_date)
    lines = [
        session.text("cli.dossier_title", reference=shown.reference, date=day),
        session.text("cli.dossier_state", state=session.text(f"state.{shown.state}")),
        session.text("cli.dossier_framework", framework=shown.framework),
        session.text("cli.dossier_documents", count=len(shown.documents)),
    ]
    lines += [
        session.text(
            "cli.document_line",
            id=document.id,
            title=document.title,
            pages=document.pages,
            status=session.text(f"document.{document.status}"),
        )
        for document in shown.documents
    ]
    return Answer(vars(shown), tuple(lines))


def declare_interest(session: Session) -> Answer:
    arguments = session.arguments
    actions.declare_interest(
        session.workspace,
        dossier=session.dossier,
        tie=arguments.tie,
        declined=arguments.decline,
    )
    key = "cli.declined" if arguments.decline else "cli.declared"
    return Answer({"declined": arguments.decline, "tie": arguments.tie}, (session.text(key),))


def assign_peer(session: Session) -> Answer:
    number = session.arguments.peer
    actions.assign_peer(session.workspace, dossier=session.dossier, number=number)
    return Answer({"peer": number}, (session.text("cli.peer_assigned", number=number),))


def hold_dossier(session: Session) -> Answer:
    arguments = session.arguments
    if arguments.release:
        actions.release_dossier(session.workspace, dossier=session.dossier)
        return Answer({"held": False}, (session.text("cli.released"),))
    actions.hold_dossier(session.workspace, dossier=session.dossier, reason=arguments.reason)
    return Answer({"held": True}, (session.text("cli.held"),))


def record_decision(session: Session) -> Answer:
    decided = actions.record_decision(
        session.workspace, dossier=session.dossier, date=session.arguments.date
    )
    line = session.text("cli.decided", date=session.catalogue.date(decided.erase_after))
    return Answer({"date": session.arguments.date, "erase_after": decided.erase_after}, (line,))


def check_workspace(session: Session) -> Answer:
    faults = actions.check_workspace(session.workspace)
    if not faults:
        return Answer({"faults": []}, (session.text("cli.check_sound"),))
    lines = tuple(session.text(f"damage.{fault.kind}", place=fault.place) for fault in faults)
    return Answer({"faults": list(faults)}, lines, FOUND_WANTING)


def change_passphrase(session: Session) -> Answer:
    passphrase = session.passphrase()
    new = session.new_passphrase(session.arguments.new_passphrase_fd)
    actions.change_passphrase(home=session.home, passphrase=passphrase, new=new)
    return Answer({"changed": True}, (session.text("cli.passphrase_changed"),))


def recover_workspace(session: Session) -> Answer:
    arguments = session.arguments
    descriptor = arguments.code_fd
    given = ask(session.text("cli.code_prompt")) if descriptor is None else read_line(descriptor)
    new = session.new_passphrase(arguments.new_passphrase_fd)
    code = actions.recover_workspace(home=session.home, recovery_code=given, new=new)
    lines = (
        session.text("cli.passphrase_changed"),
        session.text("cli.recovery_code", code=code),
        session.text("cli.recovery_advice"),
    )
    return Answer({"changed": True, "recovery_code": code}, lines)


def show_journal(session: Session) -> Answer:
    dossier = session.dossier if session.arguments.id else None
    entries = actions.list_journal(session.workspace, dossier=dossier)
    lines = tuple(
        session.text(
            "cli.journal_line",
            sequence=entry.seq,
            at=entry.at,
            action=session.text(f"action.{entry.action}"),
            dossier=(entry.dossier or "-")[:8],
        )
        for entry in entries
    )
    return Answer({"journal": list(entries)}, lines)


def diagnose(session: Session) -> Answer:
    found = actions.diagnose(home=session.home)
    data = {**found, "python": platform.python_version(), "system": platform.system()}
    lines = tuple(f"{name}: {value}" for name, value in data.items())
    return Answer(data, lines)
