"""Verbs of writing beside one's judgements: places, drafts, notes, first impression, phrases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor_app.cli.session import Answer, Session
from assessor_app.domain.sheet import EntryKind
from assessor_app.domain.values import Polarity
from assessor_app.judging import actions
from assessor_app.judging.drafting import FIELDS
from assessor_app.judging.levels import Evidence

if TYPE_CHECKING:
    from assessor_app.cli.parser import Verbs


def add_verbs(verbs: Verbs) -> None:
    """Add `cite`, `uncite`, `draft`, `drafts`, `note`, `impression` and `phrases`."""
    _add_places(verbs)
    _add_drafts(verbs)
    note = verbs.add("note", add_note, verbs.text("cli.help.note"))
    note.add_argument("id")
    note.add_argument("--text", required=True)
    note.add_argument("--item")
    impression = verbs.add("impression", write_impression, verbs.text("cli.help.impression"))
    impression.add_argument("id")
    impression.add_argument("--text", required=True)
    verbs.add("phrases", list_phrases, verbs.text("cli.help.phrases"))
    phrase = verbs.group(verbs.add("phrase", None, verbs.text("cli.help.phrase")))
    added = phrase.add("add", add_phrase, phrase.text("cli.help.phrase_add"))
    added.add_argument("short")
    added.add_argument("text")
    phrase.add("remove", remove_phrase, phrase.text("cli.help.phrase_remove")).add_argument("short")


def _add_places(verbs: Verbs) -> None:
    cite = verbs.add("cite", cite_places, verbs.text("cli.help.cite"))
    cite.add_argument("id")
    cite.add_argument("items", nargs="+")
    cite.add_argument("--quote", action="append", default=[])
    cite.add_argument("--area", action="append", default=[])
    cite.add_argument("--mark", action="append", default=[])
    cite.add_argument("--polarity", choices=[polarity.value for polarity in Polarity])
    uncite = verbs.add("uncite", remove_place, verbs.text("cli.help.uncite"))
    uncite.add_argument("id")
    uncite.add_argument("item")
    uncite.add_argument("number", type=int)


def _add_drafts(verbs: Verbs) -> None:
    verbs.add("drafts", list_drafts, verbs.text("cli.help.drafts")).add_argument("id")
    draft = verbs.add("draft", write_draft, verbs.text("cli.help.draft"))
    draft.add_argument("id")
    draft.add_argument("kind", choices=[kind.value for kind in FIELDS])
    draft.add_argument("key")
    draft.add_argument("field")
    draft.add_argument("--text", help=verbs.text("cli.help.draft_text"))


def cite_places(session: Session) -> Answer:
    arguments = session.arguments
    evidence = Evidence(
        quotes=tuple(arguments.quote),
        areas=tuple(arguments.area),
        marks=tuple(arguments.mark),
        polarity=None if arguments.polarity is None else Polarity(arguments.polarity),
    )
    cited = actions.cite_places(
        session.workspace,
        dossier=session.dossier,
        items=tuple(arguments.items),
        evidence=evidence,
    )
    lines = [
        session.text("cli.cited", item=item, count=len(places)) for item, places in cited.items()
    ]
    return Answer({"cited": cited}, tuple(lines))


def remove_place(session: Session) -> Answer:
    arguments = session.arguments
    actions.remove_place(
        session.workspace,
        dossier=session.dossier,
        item=arguments.item,
        number=arguments.number,
    )
    return Answer({"item": arguments.item}, (session.text("cli.uncited", item=arguments.item),))


def list_drafts(session: Session) -> Answer:
    drafts = actions.list_drafts(session.workspace, dossier=session.dossier)
    lines = [session.text("cli.draft_line", key=one.key, text=one.text) for one in drafts]
    return Answer({"drafts": list(drafts)}, tuple(lines) or (session.text("cli.no_drafts"),))


def write_draft(session: Session) -> Answer:
    """With a text it is kept as a draft; without one the draft becomes a revision."""
    arguments = session.arguments
    kind, key, field = EntryKind(arguments.kind), arguments.key, arguments.field
    if arguments.text is None:
        changed = actions.commit_draft(
            session.workspace, dossier=session.dossier, kind=kind, key=key, field=field
        )
        line = session.text("cli.written", item=key)
        return Answer({"changed": changed}, (line if changed else session.text("cli.no_drafts"),))
    actions.save_draft(
        session.workspace,
        dossier=session.dossier,
        kind=kind,
        key=key,
        field=field,
        text=arguments.text,
    )
    return Answer({"draft": key}, (session.text("cli.draft_saved"),))


def add_note(session: Session) -> Answer:
    key = actions.add_note(
        session.workspace,
        dossier=session.dossier,
        text=session.arguments.text,
        item=session.arguments.item,
    )
    return Answer({"note": key}, (session.text("cli.note_added"),))


def write_impression(session: Session) -> Answer:
    """Write the first impression: a draft and its revision in one go."""
    dossier, kind = session.dossier, EntryKind.FIRST_IMPRESSION
    actions.save_draft(
        session.workspace,
        dossier=dossier,
        kind=kind,
        key=kind.value,
        field="text",
        text=session.arguments.text,
    )
    actions.commit_draft(
        session.workspace, dossier=dossier, kind=kind, key=kind.value, field="text"
    )
    return Answer({"impression": True}, (session.text("cli.impression_kept"),))


def list_phrases(session: Session) -> Answer:
    phrases = actions.list_phrases(session.workspace)
    lines = [
        session.text("cli.phrase_line", short=short, text=text) for short, text in phrases.items()
    ]
    return Answer({"phrases": phrases}, tuple(lines) or (session.text("cli.no_phrases"),))


def add_phrase(session: Session) -> Answer:
    short = session.arguments.short
    actions.add_phrase(session.workspace, short=short, text=session.arguments.text)
    return Answer({"phrase": short}, (session.text("cli.phrase_added", short=short),))


def remove_phrase(session: Session) -> Answer:
    short = session.arguments.short
    actions.remove_phrase(session.workspace, short=short)
    return Answer({"phrase": short}, (session.text("cli.phrase_removed", short=short),))
