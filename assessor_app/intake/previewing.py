"""What a piece looks like before it is taken in: its bytes for the engine, and its pages' words.

Everything goes to the worker as bytes, as it does at an import: a PDF, a picture, a .docx and a
.txt as they are, a text of an export typeset as answers are. Nothing is written anywhere.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

from assessor_app.engine.client import Engine
from assessor_app.engine.protocol import PageText
from assessor_app.engine.rendering import Source
from assessor_app.errors import Code, RefusedError
from assessor_app.i18n import DEFAULT_LANGUAGE, Catalogue
from assessor_app.intake.files import open_files
from assessor_app.intake.kinds import PDF
from assessor_app.intake.mapping import Proposal
from assessor_app.intake.material import Piece, PieceKind
from assessor_app.intake.names import shown

AT_ONCE = 12  # pages whose words are read together


class Previews:
    """The pieces of one proposal; any thread may ask, one is answered at a time.

    Of one piece at a time bytes and words are kept.
    """

    def __init__(self, proposal: Proposal, start_engine: Callable[[], Engine]) -> None:
        self._proposal, self._start_engine = proposal, start_engine
        self._pieces = {each.piece.key: each.piece for each in proposal.proposed}
        self._engine: Engine | None = None
        self._asking = threading.Lock()
        self._reading = threading.Lock()
        self._held: tuple[str, Source] | None = None
        self._pages: dict[int, PageText] = {}
        self._of = ""
        self._closed = threading.Event()
        self._wanted: str | None = None

    def source(self, key: str) -> Source:
        """Return what the engine is to open; KeyError for no piece of these.

        Refused: PIECE_NOT_SUPPORTED, and FILE_CHANGED where the file is gone or another one.
        """
        with self._reading:
            if self._held is None or self._held[0] != key:
                self._held = (key, self._read(self._pieces[key]))
            return self._held[1]

    def page(self, key: str, number: int) -> PageText:
        """Return the words of a page, counted from 1; a page that has none is empty.

        Refused as `source`, and CANCELLED where another piece is looked at, or none.
        """
        try:
            with self._asking:
                self._require_wanted(key)
                return self._page(key, number)
        finally:
            if self._closed.is_set():  # whoever closed could not wait for this
                self.close()

    def look_at(self, key: str | None) -> None:
        """Say which piece is looked at; words of another are read no further."""
        self._wanted = key
        engine = self._engine
        if engine is not None and self._asking.locked():
            engine.interrupt()

    def close(self) -> None:
        """Let go of the worker; returns at once."""
        self._closed.set()
        self.look_at(None)
        if self._asking.acquire(blocking=False):
            try:
                if self._engine is not None:
                    self._engine.close()
                    self._engine = None
            finally:
                self._asking.release()

    def _read(self, piece: Piece) -> Source:
        if piece.kind is PieceKind.TEXT:
            return Source(_typeset(piece), PDF)
        if piece.media_type is None:
            raise RefusedError(Code.PIECE_NOT_SUPPORTED, item=shown(piece.key))
        try:
            with open_files(self._proposal.path) as files:
                if piece.name not in files.names():
                    raise RefusedError(Code.FILE_CHANGED, path=shown(piece.key))
                return Source(b"".join(files.chunks(piece.name)), piece.media_type)
        except OSError as error:
            raise RefusedError(Code.FILE_CHANGED, path=shown(piece.key)) from error

    def _page(self, key: str, number: int) -> PageText:
        if self._of != key:
            self._of, self._pages = key, {}
        if number not in self._pages:
            source = self.source(key)
            if self._engine is None:
                self._engine = self._start_engine()
            first = number - (number - 1) % AT_ONCE
            last = first + AT_ONCE - 1
            read = self._engine.extract_range(source.data, source.media_type, first, last)
            self._require_wanted(key)
            self._pages |= {each.number: each for each in read.pages}
        return self._pages.setdefault(number, PageText(number, "", (), 0, 0))

    def _require_wanted(self, key: str) -> None:
        if self._wanted != key:
            raise RefusedError(Code.CANCELLED)


def _typeset(piece: Piece) -> bytes:
    from assessor_app.typeset.answers import answer_labels, typeset_text  # brings ReportLab along

    labels = answer_labels(Catalogue(DEFAULT_LANGUAGE))
    return typeset_text(piece.text, heading=piece.title, labels=labels)
