"""Verbs of judging alone: levels, places, verdicts, formal parts, and sealing the sheet."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import BaseModel

from assessor_app.cli.session import Answer, Session
from assessor_app.clock import rfc3339
from assessor_app.domain.facts import ConditionResult, RouteResult
from assessor_app.domain.sentence import Sentence
from assessor_app.domain.sheet import (
    Concern,
    ConditionOutcome,
    Judgement,
    RouteChoice,
    SectionVerdict,
    Vraak,
)
from assessor_app.domain.values import Level, Outcome, Route, Verdict
from assessor_app.errors import UsageError
from assessor_app.judging import actions
from assessor_app.judging.levels import Texts

if TYPE_CHECKING:
    from assessor_app.cli.parser import Verbs


def add_verbs(verbs: Verbs) -> None:
    """Add `judge`, `unset`, `verdict`, `route`, `condition`, `signal` and what surrounds them."""
    _add_judge(verbs)
    _add_formal(verbs)
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


def _add_formal(verbs: Verbs) -> None:
    route = verbs.add("route", choose_route, verbs.text("cli.help.route"))
    route.add_argument("id")
    route.add_argument("route", choices=[value.value for value in Route])
    route.add_argument("--rationale", required=True)
    condition = verbs.add("condition", set_condition, verbs.text("cli.help.condition"))
    condition.add_argument("id")
    condition.add_argument("condition")
    condition.add_argument(
        "--outcome",
        required=True,
        choices=[Outcome.MET.value, Outcome.NOT_MET.value, Outcome.NEEDS_A_LOOK.value],
    )
    condition.add_argument("--rationale", default="")
    signal = verbs.add("signal", add_signal, verbs.text("cli.help.signal"))
    signal.add_argument("id")
    signal.add_argument("--text", required=True)
    signal.add_argument(
        "--concern", choices=[value.value for value in Concern], default=Concern.OTHER.value
    )
    facts = verbs.add("facts", show_facts, verbs.text("cli.help.facts"))
    facts.add_argument("id")


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


def choose_route(session: Session) -> Answer:
    arguments = session.arguments
    route = Route(arguments.route)
    actions.choose_route(
        session.workspace, dossier=session.dossier, route=route, rationale=arguments.rationale
    )
    line = session.text("cli.route_chosen", route=session.text(f"route.{route.value}"))
    return Answer({"route": route}, (line,))


def set_condition(session: Session) -> Answer:
    arguments = session.arguments
    outcome = Outcome(arguments.outcome)
    actions.set_condition(
        session.workspace,
        dossier=session.dossier,
        condition=arguments.condition,
        outcome=outcome,
        rationale=arguments.rationale,
    )
    word = session.text(f"outcome.{outcome.value}")
    line = session.text("cli.condition_set", condition=arguments.condition, outcome=word)
    return Answer({"condition": arguments.condition, "outcome": outcome}, (line,))


def add_signal(session: Session) -> Answer:
    signal = actions.add_signal(
        session.workspace,
        dossier=session.dossier,
        text=session.arguments.text,
        concern=Concern(session.arguments.concern),
    )
    return Answer({"signal": signal}, (session.text("cli.signal_added"),))


def show_facts(session: Session) -> Answer:
    found = actions.assess_facts(session.workspace, dossier=session.dossier)
    route = session.text(f"route.{found.route.route or 'undecided'}")
    lines = [
        session.text("cli.route_found", route=route, sentence=session.say(found.route.sentence))
    ]
    for result in found.conditions:
        lines += _condition_lines(session, result)
    data = {
        "route": _said(session, found.route, found.route.sentence),
        "conditions": [_said(session, item, item.sentence) for item in found.conditions],
    }
    return Answer(data, tuple(lines))


def _said(session: Session, result: ConditionResult | RouteResult, sentence: Sentence) -> object:
    """Return a result with its sentence in words beside the key and values."""
    return {**vars(result), "text": session.say(sentence)}


def _condition_lines(session: Session, result: ConditionResult) -> list[str]:
    lines = [
        session.text(
            "cli.condition_line",
            condition=result.condition,
            outcome=session.text(f"outcome.{result.own.value}"),
            sentence=session.say(result.sentence),
        )
    ]
    if result.finding is not None:
        lines.append(
            session.text(
                "cli.condition_ci",
                date=result.finding.date,
                outcome=session.text(f"outcome.{result.finding.outcome}"),
                comparison=session.text(f"comparison.{result.comparison.value}"),
            )
        )
    return lines


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
