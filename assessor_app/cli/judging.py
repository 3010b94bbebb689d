"""Verbs of judging alone: levels, places, verdicts, and sealing the sheet."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import BaseModel

from assessor_app.cli.session import Answer, Session
from assessor_app.clock import rfc3339
from assessor_app.domain.sheet import (
    ConditionOutcome,
    Judgement,
    RouteChoice,
    SectionVerdict,
    Vraak,
)
from assessor_app.domain.values import Level, Verdict
from assessor_app.errors import UsageError
from assessor_app.judging import actions
from assessor_app.judging.levels import Texts

if TYPE_CHECKING:
    from assessor_app.cli.parser import Verbs


def add_verbs(verbs: Verbs) -> None:
    """Add `judge`, `unset`, `verdict` and what surrounds them."""
    _add_judge(verbs)
    _add_overview(verbs)
    _add_sealing(verbs)


def _add_judge(verbs: Verbs) -> None:
    judge = verbs.add("judge", judge_items, verbs.text("cli.help.judge"))
    judge.add_argument("id")
    judge.add_argument("indicator", nargs="?")
    judge.add_argument("--file", type=Path)
    judge.add_argument("--level", choices=[level.value for level in Level])
    judge.add_argument("--rationale")
    judge.add_argument("--quote", action="append", default=[])
    judge.add_argument("--area", action="append", default=[])
    judge.add_argument("--absence")
    judge.add_argument("--question")
    judge.add_argument("--vraak", action="append", choices=[each.value for each in Vraak])
    judge.add_argument("--remaining", metavar="SECTION")
    unset = verbs.add("unset", unset_item, verbs.text("cli.help.unset"))
    unset.add_argument("id")
    unset.add_argument("indicator")
    verdict = verbs.add("verdict", set_verdict, verbs.text("cli.help.verdict"))
    verdict.add_argument("id")
    verdict.add_argument("section")
    verdict.add_argument("--verdict", required=True, choices=[value.value for value in Verdict])
    verdict.add_argument("--motivation", required=True)


def _add_overview(verbs: Verbs) -> None:
    progress = verbs.add("progress", show_progress, verbs.text("cli.help.progress"))
    progress.add_argument("id")
    history = verbs.add("history", show_history, verbs.text("cli.help.history"))
    history.add_argument("id")
    history.add_argument("indicator")
    for name, handler, key in (
        ("undo", undo, "cli.help.undo"),
        ("redo", redo, "cli.help.redo"),
    ):
        verbs.add(name, handler, verbs.text(key)).add_argument("id")


def _add_sealing(verbs: Verbs) -> None:
    seal = verbs.add("seal", seal_sheet, verbs.text("cli.help.seal"))
    seal.add_argument("id")
    unseal = verbs.add("unseal", unseal_sheet, verbs.text("cli.help.unseal"))
    unseal.add_argument("id")
    unseal.add_argument("--reason", required=True)


def add_sheet_form(sheet: Verbs) -> None:
    """Add `sheet show`, and `sheet form`: an empty file for `judge --file`."""
    show = sheet.add("show", show_sheet, sheet.text("cli.help.sheet_show"))
    show.add_argument("id")
    form = sheet.add("form", write_form, sheet.text("cli.help.sheet_form"))
    form.add_argument("id")
    form.add_argument("-o", "--output", type=Path, required=True)
    printed = sheet.add("print", print_sheet, sheet.text("cli.help.sheet_print"))
    printed.add_argument("id")
    printed.add_argument("-o", "--output", type=Path, required=True)
    printed.add_argument("--empty", action="store_true", help=sheet.text("cli.help.print_empty"))


def judge_items(session: Session) -> Answer:
    arguments = session.arguments
    if arguments.file is not None:
        return _judge_file(session, arguments)
    if arguments.remaining is not None:
        return _judge_remaining(session, arguments)
    if arguments.indicator is None:
        raise UsageError(session.text("cli.judge_usage"))
    if arguments.level is None:
        return _write_beside(session, arguments)
    judged = actions.judge_indicator(
        session.workspace,
        dossier=session.dossier,
        indicator=arguments.indicator,
        level=Level(arguments.level),
        rationale=arguments.rationale,
        quotes=tuple(arguments.quote),
        areas=tuple(arguments.area),
        absence=arguments.absence,
        question=arguments.question,
    )
    level = session.text(f"level.{arguments.level}")
    line = session.text("cli.judged", indicator=arguments.indicator, level=level)
    return Answer({"indicator": arguments.indicator, "judgement": judged}, (line,))


def _judge_remaining(session: Session, arguments: argparse.Namespace) -> Answer:
    if arguments.indicator is not None or arguments.level is not None:
        raise UsageError(session.text("cli.judge_usage"))
    judged = actions.judge_remaining(
        session.workspace, dossier=session.dossier, section=arguments.remaining
    )
    line = session.text("cli.judged_many", count=len(judged))
    return Answer({"judged": list(judged)}, (line,))


def _write_beside(session: Session, arguments: argparse.Namespace) -> Answer:
    """Change what stands beside a level; places are tied by `cite`."""
    vraak = None if arguments.vraak is None else tuple(Vraak(each) for each in arguments.vraak)
    texts = Texts(arguments.rationale, arguments.absence, arguments.question, vraak)
    if not texts.changed() or arguments.quote or arguments.area:
        raise UsageError(session.text("cli.judge_usage"))
    judgement = actions.write_beside(
        session.workspace, dossier=session.dossier, indicator=arguments.indicator, texts=texts
    )
    line = session.text("cli.written", item=arguments.indicator)
    return Answer({"indicator": arguments.indicator, "judgement": judgement}, (line,))


def _judge_file(session: Session, arguments: argparse.Namespace) -> Answer:
    single = (arguments.indicator, arguments.level, arguments.rationale, arguments.absence)
    if any((*single, arguments.question, arguments.quote, arguments.area)):
        raise UsageError(session.text("cli.judge_usage"))
    judged = actions.judge_file(session.workspace, dossier=session.dossier, path=arguments.file)
    line = session.text("cli.judged_many", count=len(judged))
    return Answer({"judged": list(judged)}, (line,))


def unset_item(session: Session) -> Answer:
    indicator = session.arguments.indicator
    actions.unset_indicator(session.workspace, dossier=session.dossier, indicator=indicator)
    return Answer({"indicator": indicator}, (session.text("cli.unset", indicator=indicator),))


def set_verdict(session: Session) -> Answer:
    arguments = session.arguments
    outcome = actions.set_verdict(
        session.workspace,
        dossier=session.dossier,
        section=arguments.section,
        verdict=Verdict(arguments.verdict),
        motivation=arguments.motivation,
    )
    word = session.text(f"verdict.{arguments.verdict}")
    lines = [session.text("cli.verdict_set", section=arguments.section, verdict=word)]
    if outcome.suggestion is not None:
        suggested = session.text(f"verdict.{outcome.suggestion.verdict}")
        reason = session.say(outcome.suggestion.reason)
        lines.append(session.text("cli.suggestion", verdict=suggested, reason=reason))
    return Answer({"section": arguments.section, **vars(outcome)}, tuple(lines))


def show_progress(session: Session) -> Answer:
    progress = actions.measure_progress(session.workspace, dossier=session.dossier)
    lines = [
        session.text("cli.progress", done=progress.levels_set, total=progress.levels_total),
        session.text(
            "cli.progress_verdicts", done=progress.verdicts_set, total=progress.verdicts_total
        ),
    ]
    lines += [session.text(finding.rule.value, item=finding.item) for finding in progress.blocking]
    return Answer(vars(progress), tuple(lines))


def show_history(session: Session) -> Answer:
    steps = actions.list_history(
        session.workspace, dossier=session.dossier, item=session.arguments.indicator
    )
    lines = tuple(
        session.text(
            "cli.history_line",
            at=rfc3339(step.at),
            action=session.text(f"action.{step.action}"),
            level=_value_word(session, step.after),
        )
        for step in steps
    )
    return Answer({"history": list(steps)}, lines or (session.text("cli.history_empty"),))


def _value_word(session: Session, value: BaseModel | None) -> str:
    match value:
        case Judgement(level=Level() as level):
            return session.text(f"level.{level.value}")
        case SectionVerdict(verdict=Verdict() as verdict):
            return session.text(f"verdict.{verdict.value}")
        case RouteChoice(route=route):
            return session.text(f"route.{route.value}")
        case ConditionOutcome(outcome=outcome):
            return session.text(f"outcome.{outcome.value}")
    return "–"


def undo(session: Session) -> Answer:
    undone = actions.undo_last(session.workspace, dossier=session.dossier)
    line = session.text("cli.undone", action=session.text(f"action.{undone.action}"))
    return Answer({"undone": undone.number, "action": undone.action}, (line,))


def redo(session: Session) -> Answer:
    redone = actions.redo_last(session.workspace, dossier=session.dossier)
    line = session.text("cli.redone", action=session.text(f"action.{redone.action}"))
    return Answer({"redone": redone.number, "action": redone.action}, (line,))


def seal_sheet(session: Session) -> Answer:
    sealed = actions.seal_sheet(session.workspace, dossier=session.dossier)
    lines = [session.text("cli.sealed", digest=sealed.sheet_sha512[:16])]
    lines += [session.text(finding.rule.value, item=finding.item) for finding in sealed.warnings]
    return Answer(vars(sealed), tuple(lines))


def unseal_sheet(session: Session) -> Answer:
    actions.unseal_sheet(
        session.workspace, dossier=session.dossier, reason=session.arguments.reason
    )
    return Answer({"sealed": False}, (session.text("cli.unsealed"),))


def show_sheet(session: Session) -> Answer:
    board = actions.show_sheet(session.workspace, dossier=session.dossier)
    lines = [
        session.text("cli.judged", indicator=item, level=session.text(f"level.{one.level.value}"))
        for item, one in board.sheet.judgements.items()
        if one.level is not None
    ]
    lines += [
        session.text(
            "cli.verdict_set", section=item, verdict=session.text(f"verdict.{one.verdict.value}")
        )
        for item, one in board.sheet.verdicts.items()
        if one.verdict is not None
    ]
    return Answer({"sheet": board.sheet}, tuple(lines) or (session.text("cli.sheet_empty"),))


def write_form(session: Session) -> Answer:
    output = session.arguments.output
    actions.write_form(session.workspace, dossier=session.dossier, output=output)
    return Answer({"form": output}, (session.text("cli.form_written", path=output),))


def print_sheet(session: Session) -> Answer:
    output = session.arguments.output
    actions.print_sheet(
        session.workspace,
        dossier=session.dossier,
        output=output,
        catalogue=session.catalogue,
        empty=session.arguments.empty,
    )
    return Answer({"form": output}, (session.text("cli.form_written", path=output),))
