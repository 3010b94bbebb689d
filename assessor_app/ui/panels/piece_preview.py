"""The chosen piece of an export or folder as it will be read, before anything is taken in.

The same page view as everywhere, fed with bytes instead of a dossier; what it cannot show says why
in words. Whoever walks through a long list opens nothing on the way.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QLabel, QStackedWidget, QWidget

from assessor_app.engine.protocol import Status
from assessor_app.errors import RefusedError
from assessor_app.reading.loose import loose_part, loose_place, loose_words, serve_sources
from assessor_app.reading.service import OpenedDocument
from assessor_app.ui.controls import column, frame, label
from assessor_app.ui.desk import Desk
from assessor_app.ui.theme import UNIT
from assessor_app.ui.view.mailbox import open_mailbox
from assessor_app.ui.view.page_view import PageView

if TYPE_CHECKING:
    from assessor_app.intake.mapping import Proposed
    from assessor_app.intake.previewing import Previews

PAUSE: Final = 150  # ms on a piece before it is opened


class PiecePreview(QStackedWidget):
    """Either pages, or words about why there are none."""

    def __init__(self, desk: Desk, previews: Previews) -> None:
        super().__init__()
        self._desk, self._previews = desk, previews
        self._service = serve_sources(previews.source)
        self.view = PageView(desk, self._service)
        bar = self.view.tool_bar
        bar.leave_out(bar.thumbnails, bar.outline, bar.single)  # a glance needs no way through it
        self.words = label("", "muted")
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.addWidget(_in_the_middle(self.words))
        self.addWidget(self.view)
        self._key: str | None = None
        self._shown: Proposed | None = None
        self._unwanted = threading.Event()
        self._opening: Future[OpenedDocument] | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self._open)
        self._post = open_mailbox(self, self._on_opened)
        self.destroyed.connect(partial(_close, self._service.close, previews.close))
        desk.locking.connect(self.close_pages)

    def close_pages(self) -> None:
        """Let go of the workers; nothing is drawn any more."""
        self._leave()
        _close(self._service.close, self._previews.close)

    def show_piece(self, proposed: Proposed) -> None:
        """Show another piece; what was under way for the one before is given up."""
        if self._key == proposed.piece.key:
            return
        self._leave()
        self._key, self._shown = proposed.piece.key, proposed
        if not proposed.piece.may_be_taken:
            self._say(self._desk.say(proposed.reason))
            return
        self._say(self._desk.text("ui.reader.opening"))
        self._pause.start()

    def _leave(self) -> None:
        self._pause.stop()
        self._unwanted.set()
        if self._opening is not None:
            self._opening.cancel()
            self._opening = None
        self._previews.look_at(None)
        self.view.show_parts((), loose_words(self._previews.page))

    def _say(self, words: str) -> None:
        self.words.setText(words)
        self.setCurrentIndex(0)

    def _open(self) -> None:
        if self._key is None:
            return
        unwanted = self._unwanted = threading.Event()
        self._previews.look_at(self._key)
        place = loose_place(self._key)
        self._opening = self._service.open(place, wanted=lambda: not unwanted.is_set())
        self._opening.add_done_callback(partial(_deliver, self._post, self._key))

    def _on_opened(self, letter: Any) -> None:
        key, opened = letter
        if key != self._key or self._shown is None:
            return
        self._opening = None
        if isinstance(opened, RefusedError):
            self._say(self._desk.catalogue.refusal(opened))
        elif opened.status is not Status.OK or not opened.pages:
            status = Status.NO_PAGES if opened.status is Status.OK else opened.status
            reason = self._desk.text(f"document.{status}")
            self._say(self._desk.text("ui.mapping.unreadable", reason=reason))
        else:
            part = loose_part(opened, title=self._shown.piece.title)
            self.view.show_parts((part,), loose_words(self._previews.page))
            self.setCurrentWidget(self.view)


def _deliver(post: Callable[[object], None], key: str, future: Future[OpenedDocument]) -> None:
    """On the service's thread: hand over what came, unless nobody waits for it."""
    if future.cancelled():
        return
    error = future.exception()
    if error is None:
        post((key, future.result()))
    elif isinstance(error, RefusedError):
        post((key, error))


def _close(*closers: Callable[[], None]) -> None:
    for close in closers:
        close()


def _in_the_middle(words: QLabel) -> QWidget:
    inner = column(words)
    inner.setContentsMargins(*(4 * [6 * UNIT]))
    inner.insertStretch(0, 1)
    inner.addStretch(2)
    return frame("well", inner)
