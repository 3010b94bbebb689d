"""What is durable at once but no change that history lists.

That is: openings, drafts, views, words read on scans, standard phrases. None of them makes a
revision or a line in the journal, and undo passes them by.
"""

from __future__ import annotations

import json
from typing import Final

from sqlalchemy import Connection, bindparam, delete, select
from sqlalchemy.dialects.sqlite import insert

from assessor_app.domain.sheet import EntryKind
from assessor_app.domain.values import DossierId
from assessor_app.store.memory import Memory
from assessor_app.store.models import (
    StoredDraft,
    StoredOpening,
    StoredPhrase,
    StoredRecognition,
    StoredView,
)
from assessor_app.store.reader import Reader
from assessor_app.store.statement import Statement
from assessor_app.store.values import RecognisedPage

_PUT_DRAFT: Final = Statement(
    (_draft := insert(StoredDraft)).on_conflict_do_update(
        index_elements=["dossier", "kind", "key", "field"],
        set_={"text": _draft.excluded.text, "at": _draft.excluded.at},
    )
)
_DRAFTED: Final = Statement(
    select(StoredDraft.field).where(
        StoredDraft.dossier == bindparam("dossier"),
        StoredDraft.kind == bindparam("kind"),
        StoredDraft.key == bindparam("key"),
    )
)
_DROP_DRAFT: Final = Statement(
    delete(StoredDraft).where(
        StoredDraft.dossier == bindparam("dossier"),
        StoredDraft.kind == bindparam("kind"),
        StoredDraft.key == bindparam("key"),
        StoredDraft.field == bindparam("field"),
    )
)


class AsideKeeper(Reader):
    """A unit's half that leaves no revision; `at` is its moment, RFC 3339."""

    def __init__(
        self, connection: Connection, memory: Memory, *, dossier: DossierId | None, at: str
    ) -> None:
        super().__init__(connection, memory)
        self._dossier = dossier
        self._at = at

    def set_opened(self, what: str, key: str) -> None:
        """Keep the fact that something was opened."""
        place = (self._require_dossier(), what, key)
        if self._session.get(StoredOpening, place) is None:
            self._session.add(StoredOpening(dossier=place[0], what=what, key=key, at=self._at))
            self._session.flush()

    def drop_opened(self, what: str, key: str) -> None:
        """Forget that something was opened: what is there now never was."""
        row = self._session.get(StoredOpening, (self._require_dossier(), what, key))
        if row is not None:
            self._session.delete(row)
            self._session.flush()

    def put_draft(self, kind: EntryKind, key: str, field: str, text: str) -> None:
        """Keep what was typed so far; a revision that changes the field removes it."""
        place = self._draft(kind, key, field)
        self._run(_PUT_DRAFT, **place, text=text, at=self._at)

    def drop_draft(self, kind: EntryKind, key: str, field: str) -> None:
        """Forget a draft; nothing happens when there is none."""
        self._run(_DROP_DRAFT, **self._draft(kind, key, field))

    def put_view(self, key: str, value: str) -> None:
        """Keep where a reader was, in the place of what was kept under the same key."""
        dossier = self._require_dossier()
        self._session.merge(StoredView(dossier=dossier, key=key, value=value))
        self._session.flush()

    def put_recognised(self, page: RecognisedPage) -> None:
        """Keep what was read on a page, in the place of what was read there before."""
        self._session.merge(
            StoredRecognition(
                dossier=self._require_dossier(),
                source=page.source,
                page=page.page,
                text=page.text,
                words=json.dumps(page.words, separators=(",", ":")),
                by=page.by,
            )
        )
        self._session.flush()

    def put_phrase(self, short: str, text: str) -> None:
        """Keep a standard phrase under its letters, in the place of an earlier one."""
        self._session.merge(StoredPhrase(short=short, text=text))
        self._session.flush()

    def drop_phrase(self, short: str) -> bool:
        """Forget a standard phrase; False when there was none."""
        row = self._session.get(StoredPhrase, short)
        if row is None:
            return False
        self._session.delete(row)
        self._session.flush()
        return True

    def _drop_overtaken(
        self, kind: EntryKind, key: str, before: str | None, after: str | None
    ) -> None:
        """Forget the drafts of fields in which two canonical values of an entry differ."""
        place = {"dossier": self._require_dossier(), "kind": str(kind), "key": key}
        drafted = self._run(_DRAFTED, **place).fetchall()
        if not drafted:
            return
        old, new = json.loads(before or "{}"), json.loads(after or "{}")
        for (field,) in drafted:
            if (old.get(field) or "") != (new.get(field) or ""):
                self._run(_DROP_DRAFT, **place, field=field)

    def _draft(self, kind: EntryKind, key: str, field: str) -> dict[str, str]:
        return {"dossier": self._require_dossier(), "kind": str(kind), "key": key, "field": field}

    def _require_dossier(self) -> DossierId:
        if self._dossier is None:
            raise ValueError("the unit is about no dossier")
        return self._dossier
