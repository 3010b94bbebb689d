"""Verbs of the talk and what follows it: facts, answers, final values, initials."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from assessor_app.domain.bodies import (
    INTERVIEW_ITEM,
    InitialBody,
    InterviewFacts,
    ProposalBody,
    RecordKind,
    TopicAnswer,
)
from assessor_app.domain.items import require_topic, require_value
from assessor_app.domain.open_items import open_before_initials
from assessor_app.domain.states import Act
from assessor_app.domain.texts import LINE_MOST, require_text
from assessor_app.domain.values import DossierId, ItemValue, Layer
from assessor_app.errors import Code, RefusedError
from assessor_app.store.recording import issue_record
from assessor_app.store.standing import permit
from assessor_app.store.workspace import Workspace

MINUTES_MOST = 600


@dataclass(frozen=True)
class Initialled:
    """How many values one's initial stands under, and its record."""

    items: int
    record: str


def record_interview(
    workspace: Workspace,
    *,
    dossier: DossierId,
    date: datetime.date,
    place: str,
    present: tuple[str, ...],
    minutes: int | None = None,
) -> str:
    """Record when, where and with whom the talk was held; `minutes` is how long it took.

    Returns the record's hash; later facts take the place of earlier ones.
    """
    for line in (place, *present):
        require_text(line, item=INTERVIEW_ITEM, most=LINE_MOST, needed=True)
    if minutes is not None and not 1 <= minutes <= MINUTES_MOST:
        raise RefusedError(Code.VALUE_NOT_ALLOWED, item=INTERVIEW_ITEM, value=minutes)
    facts = InterviewFacts(date=date, place=place, present=present, minutes=minutes)
    with workspace.unit("interview", dossier=dossier) as unit:
        replica = permit(workspace, unit, dossier, Act.INTERVIEW).merged.replica
        record = issue_record(
            workspace,
            unit,
            dossier,
            RecordKind.ANSWER,
            facts,
            item=INTERVIEW_ITEM,
            supersedes=replica.of(RecordKind.ANSWER, INTERVIEW_ITEM),
        )
        unit.commit()
    return record.hash


def answer_topic(
    workspace: Workspace, *, dossier: DossierId, topic: str, answer: str, effect: str = ""
) -> str:
    """Record the gist of an answer; `topic` is an item or one of the procedure's fixed topics.

    Returns the record's hash; one's own earlier answer to the topic is superseded.
    """
    with workspace.unit("answer", dossier=dossier) as unit:
        joint = permit(workspace, unit, dossier, Act.INTERVIEW)
        require_topic(joint.case.framework, joint.case.procedure, topic)
        if topic == INTERVIEW_ITEM:
            raise RefusedError(Code.TOPIC_UNKNOWN, topic=topic)
        require_text(answer, item=topic, needed=True)
        require_text(effect, item=topic)
        earlier = tuple(
            record
            for record in joint.merged.replica.of(RecordKind.ANSWER, topic)
            if record.author.number == workspace.identity.number
        )
        record = issue_record(
            workspace,
            unit,
            dossier,
            RecordKind.ANSWER,
            TopicAnswer(gist=answer, effect=effect),
            item=topic,
            supersedes=earlier,
        )
        unit.commit()
    return record.hash


def decide_final(
    workspace: Workspace, *, dossier: DossierId, item: str, choice: ItemValue, reason: str
) -> str:
    """Propose the value of an item after the talk; it counts once the other accepts it.

    Returns the record's hash. Refused: ITEM_UNKNOWN, VALUE_NOT_ALLOWED, NOT_ON_ROUTE, TEXT_MISSING.
    """
    with workspace.unit("final", dossier=dossier) as unit:
        joint = permit(workspace, unit, dossier, Act.FINAL)
        require_text(reason, item=item, needed=True)
        require_value(
            joint.case.framework,
            joint.case.procedure,
            item=item,
            layer=Layer.FINAL,
            value=choice.value,
        )
        joint.merged.require_on_route(item)
        record = issue_record(
            workspace,
            unit,
            dossier,
            RecordKind.FINAL,
            ProposalBody(value=choice.value, reason=reason),
            item=item,
            supersedes=joint.merged.rounds.of(item).replica.of(RecordKind.FINAL, item),
        )
        unit.commit()
    return record.hash


def initial_finals(workspace: Workspace, *, dossier: DossierId) -> Initialled:
    """Put one's initial under every effective value; ITEMS_OPEN while one is still open."""
    with workspace.unit("initial", dossier=dossier) as unit:
        joint = permit(workspace, unit, dossier, Act.INITIAL)
        merged = joint.merged
        still_open = open_before_initials(joint.case.procedure, merged)
        if still_open:
            first = still_open[0]
            raise RefusedError(
                Code.ITEMS_OPEN, count=len(still_open), item=first.item, rule=first.lack.value
            )
        values = dict(merged.effective_values)
        own = tuple(
            record
            for record in merged.rounds.last.replica.of(RecordKind.INITIAL)
            if record.author.number == workspace.identity.number
        )
        record = issue_record(
            workspace,
            unit,
            dossier,
            RecordKind.INITIAL,
            InitialBody(finals=values),
            supersedes=own,
        )
        unit.commit()
    return Initialled(len(values), record.hash)
