"""What the keys do while the pages have the focus; a key not named here is left to the page."""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType
from typing import Final

from PySide6.QtCore import QEvent, QKeyCombination, QObject, Qt
from PySide6.QtGui import QKeyEvent

from assessor_app.reading.geometry import Fit
from assessor_app.reading.selection import Selection, Step, TextMap, TextPoint, step_caret
from assessor_app.ui.view.canvas import PageCanvas
from assessor_app.ui.view.scroller import KEPT_ON_PAGING, LINE, zoom_step
from assessor_app.ui.view.single import go_to_edge, is_at_edge, turn_page
from assessor_app.ui.view.wheel import Wheel

_KEY = Qt.Key
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_CTRL = Qt.KeyboardModifier.ControlModifier
_NONE = Qt.KeyboardModifier.NoModifier
_IGNORED = Qt.KeyboardModifier.KeypadModifier

Act = Callable[[PageCanvas, Wheel], None]


def page_on(canvas: PageCanvas, wheel: Wheel, by: int) -> None:
    """Scroll by a window, a few lines of the old one kept in sight, or turn the page."""
    if is_at_edge(canvas, by):
        turn_page(canvas, by)
        return
    window = canvas.window_box()
    wheel.glide(by * max(1, window.height - canvas.device(KEPT_ON_PAGING)))


def _line(canvas: PageCanvas, wheel: Wheel, by: int) -> None:
    if is_at_edge(canvas, by):
        turn_page(canvas, by)
    else:
        wheel.glide(by * canvas.device(LINE))


def _sideways(canvas: PageCanvas, by: int) -> None:
    """Scroll sideways where there is anything to see; otherwise go to the page beside."""
    bar = canvas.horizontalScrollBar()
    if bar.minimum() < bar.maximum():
        bar.setValue(bar.value() + by * canvas.device(LINE))
    else:
        canvas.go_to(canvas.current() + by)


def extend(canvas: PageCanvas, step: Step) -> None:
    """Move the loose end of the selection; without one it begins at the first text in sight."""
    selection = canvas.selection or _first_in_sight(canvas)
    if selection is None:
        return
    point = step_caret(selection.caret, step, canvas.texts.get)
    canvas.texts.want((point.page - 1, point.page, point.page + 1))
    canvas.select(selection.reaching((point, point)))
    texts = canvas.texts.get(point.page)
    if texts is not None:
        start = max(0, point.offset - 1)
        for rect in texts.rects(start, start + 1)[:1]:
            canvas.reveal(point.page, rect)


def _first_in_sight(canvas: PageCanvas) -> Selection | None:
    window = canvas.window_box()
    for index in canvas.pages.visible(window.y, window.bottom):
        texts = canvas.texts.get(index)
        if texts is None:
            continue
        box = canvas.pages.box(index)
        top = (window.y - box.y) * 10_000 // box.height
        line = next((each for each in texts.lines if each.rect[1] >= top), None)
        if line is not None:
            point = TextPoint(index, texts.words[line.first][0])
            return Selection((point, point), (point, point))
    return None


def select_document(canvas: PageCanvas) -> None:
    """Select all text of the document that is read."""
    if not len(canvas.story):
        return
    pages = canvas.story.pages_of(canvas.story.part_at(canvas.current()))

    def select(found: dict[int, TextMap]) -> None:
        start = TextPoint(pages[0], 0)
        end = TextPoint(pages[-1], len(found[pages[-1]].text))
        canvas.select(Selection((start, start), (end, end)))

    canvas.texts.collect((pages[-1],), select)


def _combination(key: Qt.Key, modifiers: Qt.KeyboardModifier = _NONE) -> int:
    return QKeyCombination(modifiers, key).toCombined()


ACTS: Final = MappingProxyType(
    {
        _combination(_KEY.Key_PageDown): lambda canvas, wheel: page_on(canvas, wheel, 1),
        _combination(_KEY.Key_PageUp): lambda canvas, wheel: page_on(canvas, wheel, -1),
        _combination(_KEY.Key_Space): lambda canvas, wheel: page_on(canvas, wheel, 1),
        _combination(_KEY.Key_Space, _SHIFT): lambda canvas, wheel: page_on(canvas, wheel, -1),
        _combination(_KEY.Key_Down): lambda canvas, wheel: _line(canvas, wheel, 1),
        _combination(_KEY.Key_Up): lambda canvas, wheel: _line(canvas, wheel, -1),
        _combination(_KEY.Key_Right): lambda canvas, _: _sideways(canvas, 1),
        _combination(_KEY.Key_Left): lambda canvas, _: _sideways(canvas, -1),
        _combination(_KEY.Key_Home): lambda canvas, _: go_to_edge(canvas, last=False),
        _combination(_KEY.Key_End): lambda canvas, _: go_to_edge(canvas, last=True),
        _combination(_KEY.Key_Plus): lambda canvas, _: zoom_step(canvas, 1),
        _combination(_KEY.Key_Equal): lambda canvas, _: zoom_step(canvas, 1),
        _combination(_KEY.Key_Minus): lambda canvas, _: zoom_step(canvas, -1),
        _combination(_KEY.Key_0): lambda canvas, _: canvas.set_size(Fit.WIDTH),
        _combination(_KEY.Key_Plus, _CTRL): lambda canvas, _: zoom_step(canvas, 1),
        _combination(_KEY.Key_Equal, _CTRL): lambda canvas, _: zoom_step(canvas, 1),
        _combination(_KEY.Key_Minus, _CTRL): lambda canvas, _: zoom_step(canvas, -1),
        _combination(_KEY.Key_0, _CTRL): lambda canvas, _: canvas.set_size(Fit.WIDTH),
        _combination(_KEY.Key_9, _CTRL): lambda canvas, _: canvas.set_size(Fit.PAGE),
        _combination(_KEY.Key_R, _CTRL): lambda canvas, _: canvas.turn(90),
        _combination(_KEY.Key_R, _CTRL | _SHIFT): lambda canvas, _: canvas.turn(270),
        _combination(_KEY.Key_Right, _SHIFT): lambda canvas, _: extend(canvas, Step.RIGHT),
        _combination(_KEY.Key_Left, _SHIFT): lambda canvas, _: extend(canvas, Step.LEFT),
        _combination(_KEY.Key_Down, _SHIFT): lambda canvas, _: extend(canvas, Step.DOWN),
        _combination(_KEY.Key_Up, _SHIFT): lambda canvas, _: extend(canvas, Step.UP),
        _combination(_KEY.Key_Home, _SHIFT): lambda canvas, _: extend(canvas, Step.LINE_START),
        _combination(_KEY.Key_End, _SHIFT): lambda canvas, _: extend(canvas, Step.LINE_END),
        _combination(_KEY.Key_Right, _CTRL | _SHIFT): lambda canvas, _: extend(
            canvas, Step.WORD_RIGHT
        ),
        _combination(_KEY.Key_Left, _CTRL | _SHIFT): lambda canvas, _: extend(
            canvas, Step.WORD_LEFT
        ),
        _combination(_KEY.Key_A, _CTRL): lambda canvas, _: select_document(canvas),
    }
)


class Keys(QObject):
    """Takes the keys of a canvas that mean something to pages."""

    def __init__(self, canvas: PageCanvas, wheel: Wheel) -> None:
        super().__init__(canvas)
        self._canvas, self._wheel = canvas, wheel
        canvas.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Act on a key, or leave it."""
        if not isinstance(event, QKeyEvent):
            return False
        act = self._act(event)
        if act is None:
            return False
        event.accept()
        if event.type() is QEvent.Type.KeyPress:
            act(self._canvas, self._wheel)
        # An accepted ShortcutOverride keeps a window's shortcut from taking the key.
        return event.type() in {QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride}

    def _act(self, event: QKeyEvent) -> Act | None:
        modifiers = event.modifiers() & ~_IGNORED
        key = Qt.Key(event.key())
        if key in {_KEY.Key_Plus, _KEY.Key_Minus}:
            modifiers &= ~_SHIFT  # how a keyboard comes by its plus does not matter
        return ACTS.get(_combination(key, modifiers))
