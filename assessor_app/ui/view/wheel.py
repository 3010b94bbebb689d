"""Wheel and touchpad: a wheel's notch glides, a touchpad moves by its pixels, Ctrl zooms.

One page at a time, a notch or a stroke that has nowhere left to go turns the page.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEasingCurve, QEvent, QObject, QPointF, Qt, QVariantAnimation
from PySide6.QtGui import QNativeGestureEvent, QWheelEvent
from PySide6.QtWidgets import QScrollBar

from assessor_app.reading.geometry import Point
from assessor_app.ui.view.scroller import LINE, PageScroller, zoom_by
from assessor_app.ui.view.single import is_at_edge, turn_page

NOTCH: Final = 120  # eighths of a degree times eight: one click of a usual wheel
LINES: Final = 3
ZOOM_NOTCH: Final = 1.15
GLIDE: Final = 110  # ms
STROKE: Final = 120  # device independent pixels on a touchpad that turn a page


class Glide(QVariantAnimation):
    """Moves a scroll bar smoothly to where several notches add up to."""

    def __init__(self, bar: QScrollBar) -> None:
        super().__init__(bar)
        self._bar = bar
        self.setDuration(GLIDE)
        self.setEasingCurve(QEasingCurve.Type.OutCubic)
        self.valueChanged.connect(self._on_value)
        bar.rangeChanged.connect(self.stop)  # another size, or another page: it would go astray

    def by(self, distance: float) -> None:
        """Move on by so many device pixels."""
        running = self.state() is QVariantAnimation.State.Running
        target = (self.endValue() if running else self._bar.value()) + distance
        self.stop()
        # Both of one type, or Qt finds nothing in between.
        self.setStartValue(float(self._bar.value()))
        self.setEndValue(float(max(self._bar.minimum(), min(self._bar.maximum(), target))))
        self.start()

    def _on_value(self, value: float) -> None:
        # New ends change the value of an animation that stands still; that is no movement.
        if self.state() is QVariantAnimation.State.Running:
            self._bar.setValue(round(value))


class Wheel(QObject):
    """Takes the wheel and pinch events of a scroller's viewport."""

    def __init__(self, scroller: PageScroller) -> None:
        super().__init__(scroller)
        self._scroller = scroller
        self._down = Glide(scroller.verticalScrollBar())
        self._across = Glide(scroller.horizontalScrollBar())
        self._beyond = 0.0  # in turns of a page, what was scrolled past its edge
        scroller.viewport().installEventFilter(self)

    def glide(self, distance: float) -> None:
        """Scroll down by device pixels, smoothly."""
        self._down.by(distance)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Scroll or zoom."""
        if isinstance(event, QWheelEvent):
            self._on_wheel(event)
            event.accept()
            return True
        if isinstance(event, QNativeGestureEvent):
            return self._on_gesture(event)
        return False

    def _on_wheel(self, event: QWheelEvent) -> None:
        notches = event.angleDelta()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            factor = ZOOM_NOTCH ** (notches.y() / NOTCH)
            zoom_by(self._scroller, factor, self._at(event.position()))
            return
        pixels = event.pixelDelta()
        sideways = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if not pixels.isNull():
            if not self._turns(event, pixels.y() / STROKE):
                self._move(pixels.x(), pixels.y(), sideways=sideways)
            return
        if not sideways and self._turns(event, notches.y() / NOTCH):
            return
        step = self._scroller.device(LINES * LINE) / NOTCH
        down, across = (self._across, self._down) if sideways else (self._down, self._across)
        if notches.y():
            down.by(-notches.y() * step)
        if notches.x():
            across.by(-notches.x() * step)

    def _turns(self, event: QWheelEvent, up: float) -> bool:
        """Turn the page once enough was scrolled past its edge; a glide comes to its end first."""
        by = -1 if up > 0 else 1
        still = self._down.state() is not QVariantAnimation.State.Running
        if not up or not still or not is_at_edge(self._scroller, by):
            self._beyond = 0.0
            return False
        if event.phase() is Qt.ScrollPhase.ScrollMomentum:
            return True  # the fingers are off: a page is turned by a hand
        same = self._beyond * up > 0
        self._beyond = self._beyond + up if same else up
        if abs(self._beyond) >= 1:
            self._beyond = 0.0
            turn_page(self._scroller, by)
        return True

    def _move(self, across: int, down: int, *, sideways: bool) -> None:
        if sideways:
            across, down = down, across
        box = self._scroller.window_box()
        ratio = self._scroller.ratio
        self._scroller.move_to(round(box.x - across * ratio), round(box.y - down * ratio))

    def _on_gesture(self, event: QNativeGestureEvent) -> bool:
        if event.gestureType() is not Qt.NativeGestureType.ZoomNativeGesture:
            return False
        zoom_by(self._scroller, 1 + event.value(), self._at(event.position()))
        return True

    def _at(self, position: QPointF) -> Point:
        ratio = self._scroller.ratio
        return round(position.x() * ratio), round(position.y() * ratio)
