"""Verbs of the formal part: the route, the requirements, contradictions, and signals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor_app.cli.session import Answer, Session
from assessor_app.domain.fact_words import fact_in_words
from assessor_app.domain.facts import ConditionResult, RouteResult
from assessor_app.domain.sentence import Sentence
from assessor_app.domain.sheet import Concern, ConditionOutcome, Contradiction
from assessor_app.domain.values import Outcome, Route
from assessor_app.errors import UsageError
from assessor_app.judging import actions
from assessor_app.judging.levels import Evidence

if TYPE_CHECKING:
    from assessor_app.cli.parser import Verbs
    from assessor_app.judging.formal import FactsFound


def add_verbs(verbs: Verbs) -> None:
    """Add `facts`, `route`, `condition`, `contradiction`, `contradictions` and `signal`."""
    facts = verbs.add("facts", show_facts, verbs.text("cli.help.facts"))
    facts.add_argument("id")
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
    signal = verbs.add("signal", keep_signals, verbs.text("cli.help.signal"))
    signal.add_argument("id")
    act = signal.add_mutually_exclusive_group()
    act.add_argument("--text")
    act.add_argument("--remove", metavar="KEY")
    signal.add_argument(
        "--concern", choices=[value.value for value in Concern], default=Concern.OTHER.value
    )
    _add_contradictions(verbs)


def _add_contradictions(verbs: Verbs) -> None:
    one = verbs.add("contradiction", record_contradiction, verbs.text("cli.help.contradiction"))
    one.add_argument("id")
    one.add_argument("fact", nargs="?")
    one.add_argument("--quote", action="append", default=[])
    one.add_argument("--area", action="append", default=[])
    one.add_argument("--mark", action="append", default=[], metavar="MARK")
    one.add_argument("--text")
    one.add_argument("--signal", action="store_true")
    one.add_argument("--remove", metavar="KEY")
    every = verbs.add("contradictions", list_contradictions, verbs.text("cli.help.contradictions"))
    every.add_argument("id")


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


def keep_signals(session: Session) -> Answer:
    """Add a signal or take one back; else list them, each with the key it is taken back by."""
    workspace, dossier, arguments = session.workspace, session.dossier, session.arguments
    if arguments.remove is not None:
        actions.remove_signal(workspace, dossier=dossier, key=arguments.remove)
        return Answer({"signal": None}, (session.text("cli.signal_removed"),))
    if arguments.text is None:
        return _list_signals(session)
    concern = Concern(arguments.concern)
    key = actions.add_signal(workspace, dossier=dossier, text=arguments.text, concern=concern)
    return Answer({"signal": key}, (session.text("cli.signal_added"),))


def _list_signals(session: Session) -> Answer:
    signals = actions.show_sheet(session.workspace, dossier=session.dossier).sheet.signals
    lines = [
        f"{key}  {session.text(f'concern.{one.concern.value}')}: {one.text}"
        for key, one in signals.items()
    ]
    return Answer({"signals": signals}, tuple(lines) or (session.text("cli.signals_none"),))


def show_facts(session: Session) -> Answer:
    found = actions.assess_facts(session.workspace, dossier=session.dossier)
    lines = [*_route_lines(session, found)]
    for result in found.conditions:
        lines += _condition_lines(session, result, found.own.get(result.condition))
    lines += [_contradiction_line(session, found, one) for one in found.contradictions.values()]
    data = {
        "route": _said(session, found.route, found.route.sentence),
        "chosen": found.chosen,
        "conditions": [_said_condition(session, found, item) for item in found.conditions],
        "contradictions": found.contradictions,
    }
    return Answer(data, tuple(lines))


def _route_lines(session: Session, found: FactsFound) -> list[str]:
    route = session.text(f"route.{found.route.route or 'undecided'}")
    sentence = session.say(found.route.sentence)
    lines = [session.text("cli.route_found", route=route, sentence=sentence)]
    if found.chosen is not None:
        chosen = session.text(f"route.{found.chosen.route}")
        why = found.chosen.rationale
        lines.append(session.text("cli.route_chosen_why", route=chosen, rationale=why))
    return lines


def _said(session: Session, result: ConditionResult | RouteResult, sentence: Sentence) -> object:
    """Return a result with its sentence in words beside the key and values."""
    return {**vars(result), "text": session.say(sentence)}


def _said_condition(session: Session, found: FactsFound, result: ConditionResult) -> object:
    margin = None if result.margin is None else session.say(result.margin)
    own = found.own.get(result.condition)
    words = {"text": session.say(result.sentence), "margin_text": margin}
    return {**vars(result), **words, "stands": result.stands, "assessor": own}


def _condition_lines(
    session: Session, result: ConditionResult, assessor: ConditionOutcome | None
) -> list[str]:
    """The certifying body's finding comes first, the own recomputation beside it."""
    lines = []
    if result.finding is not None:
        lines.append(
            session.text(
                "cli.condition_ci",
                condition=result.condition,
                date=result.finding.date,
                outcome=session.text(f"outcome.{result.finding.outcome}"),
                comparison=session.text(f"comparison.{result.comparison.value}"),
            )
        )
    lines.append(
        session.text(
            "cli.condition_line",
            condition=result.condition,
            outcome=session.text(f"outcome.{result.own.value}"),
            sentence=session.say(result.sentence),
        )
    )
    if result.margin is not None:
        lines.append(session.text("cli.condition_margin", sentence=session.say(result.margin)))
    if assessor is not None:
        word = session.text(f"outcome.{assessor.outcome.value}")
        why = assessor.rationale
        lines.append(session.text("cli.condition_own", outcome=word, rationale=why))
    return lines


def record_contradiction(session: Session) -> Answer:
    arguments = session.arguments
    workspace, dossier = session.workspace, session.dossier
    if arguments.remove is not None:
        actions.remove_contradiction(workspace, dossier=dossier, key=arguments.remove)
        return Answer({"contradiction": None}, (session.text("cli.contradiction_removed"),))
    if arguments.fact is None:
        raise UsageError(session.text("cli.contradiction_usage"))
    evidence = Evidence(tuple(arguments.quote), tuple(arguments.area), (), tuple(arguments.mark))
    key = actions.record_contradiction(
        workspace,
        dossier=dossier,
        fact=arguments.fact,
        text=arguments.text or _default_text(session, arguments.fact),
        evidence=evidence,
        signal=arguments.signal,
    )
    return Answer({"contradiction": key}, (session.text("cli.contradiction_recorded"),))


def _default_text(session: Session, fact: str) -> str:
    """What a contradiction says when nobody wrote anything: what was declared."""
    found = actions.assess_facts(session.workspace, dossier=session.dossier)
    named = {one.id: one for one in found.facts}.get(fact)
    said = fact if named is None else fact_in_words(session.catalogue, named)
    return session.text("facts.contradiction", fact=said)


def list_contradictions(session: Session) -> Answer:
    workspace, dossier = session.workspace, session.dossier
    found = actions.assess_facts(workspace, dossier=dossier)
    proposals = actions.propose_contradictions(workspace, dossier=dossier)
    lines = [fact_in_words(session.catalogue, one) + f" ({one.id})" for one in found.facts]
    lines += [
        f"{key}  {_contradiction_line(session, found, one)}"  # the key is what takes it back
        for key, one in found.contradictions.items()
    ]
    lines += [
        session.text(
            "cli.contradiction_proposed",
            fact=fact_in_words(session.catalogue, one.fact),
            quote=one.quote,
            place=one.title,
            page=one.page,
        )
        for one in proposals
    ]
    facts = [{"id": one.id, "value": one.value, "about": one.about} for one in found.facts]
    proposed = [{**vars(one), "fact": one.fact.id} for one in proposals]
    data = {"facts": facts, "contradictions": found.contradictions, "proposals": proposed}
    return Answer(data, tuple(lines))


def _contradiction_line(session: Session, found: FactsFound, one: Contradiction) -> str:
    named = {fact.id: fact for fact in found.facts}.get(one.fact)
    said = one.fact if named is None else fact_in_words(session.catalogue, named)
    quotes = "; ".join(f"‘{passage.quote}’" for passage in one.passages if passage.quote)
    return session.text("cli.contradiction_line", fact=said, text=one.text, quotes=quotes or "–")
