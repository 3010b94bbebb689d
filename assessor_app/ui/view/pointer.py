"""The mouse on pages: text by letter, word and line, areas where there is no text, links, marks."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QMouseEvent

from assessor_app.reading.geometry import Point, Rect, on_page
from assessor_app.reading.selection import Selection, TextPoint, Unit, span_at
from assessor_app.ui.view.canvas import PageCanvas
from assessor_app.ui.view.drawing import brushes_of
from assessor_app.ui.view.links import PageLinks
from assessor_app.ui.view.overlays import Overlay, Role
from assessor_app.ui.view.signs import Stack, stack_signs

AREA_LAYER: Final = "area"
LEAST_AREA: Final = 60  # 1/10,000: less is a click with a trembling hand
EDGE: Final = 24
AUTOSCROLL: Final = 30  # ms

_PRESS = QEvent.Type.MouseButtonPress
_DOUBLE = QEvent.Type.MouseButtonDblClick
_MOVE = QEvent.Type.MouseMove
_RELEASE = QEvent.Type.MouseButtonRelease


class Pointer(QObject):
    """Takes the mouse events of a canvas's viewport."""

    area_selected = Signal(object, int, object)
    overlay_pressed = Signal(str)

    def __init__(self, canvas: PageCanvas, links: PageLinks) -> None:
        super().__init__(canvas)
        self._canvas, self._links = canvas, links
        self.area: tuple[int, Rect] | None = None
        self._unit: Unit | None = None
        self._area_from: tuple[int, Point] | None = None
        self._pressed = QPoint()
        self._moved = False
        self._stack_keys: tuple[str, ...] = ()
        self._turn = 0
        self._since_double = QTimer(self)
        self._since_double.setSingleShot(True)
        self._scrolling = QTimer(self)
        self._scrolling.setInterval(AUTOSCROLL)
        self._scrolling.timeout.connect(self._on_autoscroll)
        self._last = QPoint()
        canvas.viewport().installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Select, follow or leave the event."""
        if not isinstance(event, QMouseEvent) or not len(self._canvas.story):
            return False
        kind = event.type()
        if kind is _MOVE:
            self._on_move(event)
        elif event.button() is Qt.MouseButton.LeftButton:
            if kind in {_PRESS, _DOUBLE}:
                self._on_press(event)
            elif kind is _RELEASE:
                self._on_release(event)
        return event.button() is Qt.MouseButton.LeftButton or kind is _MOVE

    def clear_area(self) -> None:
        """Select no area."""
        self.area = None
        self._canvas.set_layer(AREA_LAYER, ())

    def select_in_sight(self) -> None:
        """Select as an area what is in sight of the page that is read: without a mouse."""
        canvas = self._canvas
        if not len(canvas.story):
            return
        index, window = canvas.current(), canvas.window_box()
        box, rotation = canvas.pages.box(index), canvas.rotation_of(index)
        x0, y0 = on_page(window.x, window.y, box, rotation)
        x1, y1 = on_page(window.x + window.width, window.bottom, box, rotation)
        self._show_area(index, (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))
        if self.area is not None:
            canvas.select(None)
            self.area_selected.emit(*canvas.story.place_at(index), self.area[1])

    def _on_press(self, event: QMouseEvent) -> None:
        self._canvas.setFocus(Qt.FocusReason.MouseFocusReason)
        self._pressed = self._last = event.position().toPoint()
        self._moved = False
        self.clear_area()
        index, point = self._hit(self._pressed)
        self._unit = self._unit_of(event)
        texts = self._canvas.texts.get(index)
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if shift and self._canvas.selection is not None and not alt:
            self._extend(self._pressed)
        elif alt or texts is None or not texts.near_text(*point):
            self._unit, self._area_from = None, (index, point)
            self._canvas.select(None)
        else:
            span = span_at(texts, index, texts.offset_at(*point), self._unit)
            self._canvas.select(Selection(span, span))

    def _unit_of(self, event: QMouseEvent) -> Unit:
        if event.type() is _DOUBLE:
            self._since_double.start(QGuiApplication.styleHints().mouseDoubleClickInterval())
            return Unit.WORD
        if self._since_double.isActive():
            self._since_double.stop()
            return Unit.LINE
        return Unit.LETTER

    def _on_move(self, event: QMouseEvent) -> None:
        self._last = event.position().toPoint()
        if not event.buttons() & Qt.MouseButton.LeftButton:
            self._show_cursor(event)
            return
        far = (self._last - self._pressed).manhattanLength()
        self._moved |= far >= QGuiApplication.styleHints().startDragDistance() // 2
        self._follow()
        height = self._canvas.viewport().height()
        if not EDGE <= self._last.y() <= height - EDGE:
            self._scrolling.start()
        else:
            self._scrolling.stop()

    def _follow(self) -> None:
        if not self._moved:
            return
        if self._area_from is not None:
            self._stretch_area()
        elif self._unit is not None:
            self._extend(self._last)

    def _on_autoscroll(self) -> None:
        height = self._canvas.viewport().height()
        beyond = min(0, self._last.y() - EDGE) + max(0, self._last.y() - height + EDGE)
        bar = self._canvas.verticalScrollBar()
        bar.setValue(bar.value() + self._canvas.device(max(-80, min(80, beyond))))
        self._follow()

    def _on_release(self, event: QMouseEvent) -> None:
        self._scrolling.stop()
        started, self._area_from = self._area_from, None
        self._unit = None
        if self.area is not None and started is not None:
            index, rect = self.area
            self.area_selected.emit(*self._canvas.story.place_at(index), rect)
        elif not self._moved and event.type() is _RELEASE:
            self._click(self._hit(self._pressed))

    def _click(self, hit: tuple[int, Point]) -> None:
        selection = self._canvas.selection
        if selection is not None and not selection.empty:
            return
        index, point = hit
        link = self._links.at(index, *point)
        stack = self._stack_at(index, self._pressed)
        if stack is not None and stack.keys:
            self._press_stack(stack)
            return
        if link is not None:
            self._links.follow(index, link)
            return
        pressed = [each for each in self._canvas.overlays_on(index) if _covers(each, *point)]
        if pressed and pressed[-1].key:
            self.overlay_pressed.emit(pressed[-1].key)

    def _stack_at(self, index: int, position: QPoint) -> Stack | None:
        canvas, window = self._canvas, self._canvas.window_box()
        x, y = window.x + canvas.device(position.x()), window.y + canvas.device(position.y())
        brushes = brushes_of(canvas.desk.theme, canvas.ratio)
        box, rotation = canvas.pages.box(index), canvas.rotation_of(index)
        stacks = stack_signs(canvas.overlays_on(index), box, rotation, brushes)
        return next((stack for stack in stacks if stack.holds(x, y)), None)

    def _press_stack(self, stack: Stack) -> None:
        """Tell the next of a stack with every press on it, around and around."""
        again = stack.keys == self._stack_keys
        self._turn = (self._turn + 1) % len(stack.keys) if again else 0
        self._stack_keys = stack.keys
        self.overlay_pressed.emit(stack.keys[self._turn])

    def _extend(self, position: QPoint) -> None:
        index, point = self._hit(position)
        texts, selection = self._canvas.texts.get(index), self._canvas.selection
        if texts is None or selection is None:
            return
        offset = texts.offset_at(*point)
        unit = self._unit or Unit.LETTER
        if unit is Unit.WORD and not texts.words:
            span = TextPoint(index, offset), TextPoint(index, offset)
        else:
            span = span_at(texts, index, offset, unit)
        self._canvas.select(selection.reaching(span))

    def _stretch_area(self) -> None:
        if self._area_from is None:
            return
        index, (x0, y0) = self._area_from
        x1, y1 = self._point_on(index, self._last)
        self._show_area(index, (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))

    def _show_area(self, index: int, rect: Rect) -> None:
        large = rect[2] - rect[0] >= LEAST_AREA and rect[3] - rect[1] >= LEAST_AREA
        self.area = (index, rect) if large else None
        place, page = self._canvas.story.place_at(index)
        shown = (Overlay(place, page, (rect,), Role.AREA),) if large else ()
        self._canvas.set_layer(AREA_LAYER, shown)

    def _show_cursor(self, event: QMouseEvent) -> None:
        index, point = self._hit(self._last)
        texts = self._canvas.texts.get(index)
        self._links.want(index)
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if self._links.at(index, *point) is not None or self._stack_at(index, self._last):
            shape = Qt.CursorShape.PointingHandCursor
        elif not alt and texts is not None and texts.near_text(*point):
            shape = Qt.CursorShape.IBeamCursor
        else:
            shape = Qt.CursorShape.CrossCursor
        self._canvas.viewport().setCursor(shape)

    def _hit(self, position: QPoint) -> tuple[int, Point]:
        window = self._canvas.window_box()
        index = self._canvas.pages.page_at(window.y + self._canvas.device(position.y()))
        return index, self._point_on(index, position)

    def _point_on(self, index: int, position: QPoint) -> Point:
        canvas, window = self._canvas, self._canvas.window_box()
        x, y = window.x + canvas.device(position.x()), window.y + canvas.device(position.y())
        return on_page(x, y, canvas.pages.box(index), canvas.rotation_of(index))


def _covers(overlay: Overlay, x: int, y: int) -> bool:
    return any(x0 <= x <= x1 and y0 <= y <= y1 for x0, y0, x1, y1 in overlay.rects)
