"""Verbs of two sheets that meet: records out and in, compare, settle, accept, agenda."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from assessor_app.cli import judging
from assessor_app.cli.session import Answer, Session
from assessor_app.conference import actions
from assessor_app.domain.differences import Row
from assessor_app.domain.items import ItemKind
from assessor_app.domain.values import ItemValue, Level, Outcome, Route, Verdict
from assessor_app.errors import UsageError

if TYPE_CHECKING:
    from assessor_app.cli.parser import Verbs


def add_verbs(verbs: Verbs) -> None:
    """Add `sheet`, `compare`, `settle`, `accept`, `reopen` and `agenda`."""
    sheet = verbs.group(verbs.add("sheet", None, verbs.text("cli.help.sheet")))
    judging.add_sheet_form(sheet)
    export = sheet.add("export", export_records, sheet.text("cli.help.sheet_export"))
    export.add_argument("id")
    export.add_argument("-o", "--output", type=Path, required=True)
    export.add_argument("--at-once", action="store_true")
    export.add_argument("--reason")
    received = sheet.add("import", import_records, sheet.text("cli.help.sheet_import"))
    received.add_argument("file", type=Path)
    compare = verbs.add("compare", compare_sheets, verbs.text("cli.help.compare"))
    compare.add_argument("id")
    settle = verbs.add("settle", settle_item, verbs.text("cli.help.settle"))
    add_choice(settle)
    accept = verbs.add("accept", accept_items, verbs.text("cli.help.accept"))
    accept.add_argument("id")
    accept.add_argument("items", nargs="*")
    reopen = verbs.add("reopen", reopen_items, verbs.text("cli.help.reopen"))
    reopen.add_argument("id")
    reopen.add_argument("items", nargs="*", metavar="ITEM")
    reopen.add_argument(
        "--nothing", action="store_true", help=verbs.text("cli.help.reopen_nothing")
    )
    reopen.add_argument("--reason")
    agenda = verbs.add("agenda", make_agenda, verbs.text("cli.help.agenda"))
    agenda.add_argument("id")
    agenda.add_argument("-o", "--output", type=Path)


def add_choice(parser: argparse.ArgumentParser) -> None:
    """Add the arguments with which one item gets one value and a reason."""
    parser.add_argument("id")
    parser.add_argument("item")
    values = parser.add_mutually_exclusive_group(required=True)
    values.add_argument("--level", choices=[value.value for value in Level])
    values.add_argument("--verdict", choices=[value.value for value in Verdict])
    values.add_argument("--route", choices=[value.value for value in Route])
    values.add_argument("--outcome", choices=[value.value for value in Outcome])
    parser.add_argument("--reason", required=True)


def read_choice(arguments: argparse.Namespace) -> ItemValue:
    """Return the one value that `add_choice` let through."""
    if arguments.level:
        return Level(arguments.level)
    if arguments.verdict:
        return Verdict(arguments.verdict)
    return Route(arguments.route) if arguments.route else Outcome(arguments.outcome)


def choice_word(session: Session, choice: ItemValue | None) -> str:
    """Return the screen word of a level, verdict, route or outcome."""
    if choice is None:
        return "–"
    return session.text(f"{type(choice).__name__.lower()}.{choice.value}")


def export_records(session: Session) -> Answer:
    arguments = session.arguments
    if arguments.at_once != bool(arguments.reason):
        raise UsageError(session.text("cli.at_once_usage"))
    exported = actions.export_records(
        session.workspace,
        dossier=session.dossier,
        output=arguments.output,
        at_once_reason=arguments.reason,
    )
    lines = [session.text("cli.exported", path=arguments.output, count=exported.records)]
    if not exported.sheet_included:
        lines.append(session.text("cli.exported_seal_only"))
    return Answer(vars(exported) | {"output": arguments.output}, tuple(lines))


def import_records(session: Session) -> Answer:
    received = actions.import_records(session.workspace, path=session.arguments.file)
    key = "cli.records_received" if received.added else "cli.records_unchanged"
    status = "imported" if received.added else "unchanged"
    return Answer(vars(received) | {"status": status}, (session.text(key, count=received.added),))


def compare_sheets(session: Session) -> Answer:
    compared = actions.compare_sheets(session.workspace, dossier=session.dossier)
    counts = compared.indicators
    lines = [
        session.text(
            "cli.compared",
            equal=counts.equal,
            different=counts.different,
            decisive=counts.decisive,
        )
    ]
    lines += [_row_line(session, row) for row in compared.rows]
    lines += [
        session.text(
            "cli.compared_fork",
            number=fork.author,
            sequence=fork.sequence,
            records=", ".join(hash_[:16] for hash_ in fork.records),
        )
        for fork in compared.forks
    ]
    return Answer(
        {
            "indicators": compared.indicators,
            "others": compared.others,
            "rows": [_row_data(row) for row in compared.rows],
            "forks": list(compared.forks),
        },
        tuple(lines),
    )


_WORDS = {
    ItemKind.INDICATOR: "level",
    ItemKind.SECTION: "verdict",
    ItemKind.ROUTE: "route",
    ItemKind.CONDITION: "outcome",
    ItemKind.ADVICE: "adviceoutcome",
}


def _row_line(session: Session, row: Row) -> str:
    word = _WORDS[row.view.item.kind]
    said = (
        "–" if value is None else session.text(f"{word}.{value}")
        for value in row.view.individual.values()
    )
    return session.text(
        "cli.compared_row",
        number=row.number,
        item=row.view.item.id,
        values=" / ".join(said),
        mark="!" if row.view.decisive else " ",
    )


def _row_data(row: Row) -> Mapping[str, object]:
    return {
        "number": row.number,
        "item": row.view.item.id,
        "individual": dict(row.view.individual),
        "decisive": row.view.decisive,
        "settled": row.view.effective.value if row.view.effective else None,
    }


def settle_item(session: Session) -> Answer:
    arguments = session.arguments
    choice = read_choice(arguments)
    record = actions.settle_item(
        session.workspace,
        dossier=session.dossier,
        item=arguments.item,
        choice=choice,
        reason=arguments.reason,
    )
    word = choice_word(session, choice)
    line = session.text("cli.settled", item=arguments.item, value=word)
    return Answer({"item": arguments.item, "value": choice, "record": record}, (line,))


def accept_items(session: Session) -> Answer:
    accepted = actions.accept_items(
        session.workspace, dossier=session.dossier, items=tuple(session.arguments.items)
    )
    line = session.text("cli.accepted", count=len(accepted.items))
    return Answer(vars(accepted), (line,))


def reopen_items(session: Session) -> Answer:
    arguments = session.arguments
    asked = bool(arguments.items) or arguments.nothing
    if (bool(arguments.items) and arguments.nothing) or asked != bool(arguments.reason):
        raise UsageError(session.text("cli.reopen_usage"))
    if not asked:
        return _show_supplement(session)
    items = actions.propose_reopening(
        session.workspace,
        dossier=session.dossier,
        items=tuple(arguments.items),
        reason=arguments.reason,
    )
    key = "cli.reopen_proposed" if items else "cli.reopen_proposed_nothing"
    return Answer({"items": items}, (session.text(key, items=", ".join(items)),))


def _show_supplement(session: Session) -> Answer:
    found = actions.show_supplement(session.workspace, dossier=session.dossier)
    if not found.supplement:
        return Answer(vars(found), (session.text("cli.supplement_none"),))
    lines = [
        session.text(
            "cli.supplement_round",
            number=number,
            package=(one.package or "")[:16],
            items=session.text("cli.supplement_everything")
            if one.items is None
            else ", ".join(one.items),
        )
        for number, one in enumerate(found.rounds, start=1)
    ]
    if not found.agreed:
        lines.append(session.text("cli.supplement_waiting"))
    elif not any(proposal.items for proposal in found.proposals):
        lines.append(session.text("cli.supplement_nothing"))
    lines += [
        session.text(
            "cli.supplement_proposal",
            number=one.author,
            items=", ".join(one.items) or session.text("cli.supplement_no_items"),
            reason=one.reason,
        )
        for one in found.proposals
        if not one.accepted
    ]
    if found.suggested:
        items = ", ".join(found.suggested)
        lines.append(session.text("cli.supplement_suggested", items=items))
    return Answer(vars(found), tuple(lines))


def make_agenda(session: Session) -> Answer:
    agenda = actions.make_agenda(session.workspace, dossier=session.dossier)
    output = session.arguments.output
    if output is not None:
        actions.print_agenda(
            session.workspace,
            dossier=session.dossier,
            output=output,
            catalogue=session.catalogue,
        )
        line = session.text("cli.agenda_written", path=output)
        return Answer({"topics": list(agenda.topics), "output": output}, (line,))
    lines = actions.describe_agenda(
        session.workspace, dossier=session.dossier, catalogue=session.catalogue
    )
    return Answer({"topics": list(agenda.topics), "minutes": agenda.minutes}, lines)
