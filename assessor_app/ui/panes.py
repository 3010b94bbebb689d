"""Panes, between which F6 moves: rail, header, and the parts of the page that is shown."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from assessor_app.ui.controls import is_within


def first_focus(pane: QWidget) -> QWidget | None:
    """Return what takes the focus when a pane is entered: what it names itself, or its first."""
    wanted = pane.property("first_focus")
    if isinstance(wanted, QWidget) and wanted.isEnabled() and wanted.isVisibleTo(pane):
        return wanted
    for each in [pane, *pane.findChildren(QWidget)]:
        takes = bool(each.focusPolicy() & Qt.FocusPolicy.TabFocus)
        if takes and each.isEnabled() and each.isVisibleTo(pane):
            return each
    return None


def focus_page(page: QWidget) -> None:
    """Put the focus into a page, unless it is there."""
    if is_within(QApplication.focusWidget(), page):
        return
    target = first_focus(page)
    if target is not None:
        target.setFocus(Qt.FocusReason.OtherFocusReason)


def move_focus(window: QWidget, page: QWidget | None, step: int) -> None:
    """Move the focus to the next pane that takes it, around and around; `step` is 1 or -1."""
    panes = [each for each in _panes(window, page) if first_focus(each) is not None]
    if not panes:
        return
    focus = QApplication.focusWidget()
    here = [number for number, pane in enumerate(panes) if is_within(focus, pane)]
    start = here[-1] if here else (-1 if step > 0 else 0)
    target = first_focus(panes[(start + step) % len(panes)])
    if target is not None:
        target.setFocus(Qt.FocusReason.TabFocusReason)


def _panes(window: QWidget, page: QWidget | None) -> list[QWidget]:
    """Return what is marked as a pane; a page without panes is one itself."""
    marked = [
        each for each in window.findChildren(QWidget) if each.property("pane") and each.isVisible()
    ]
    if page is not None and not any(is_within(each, page) for each in marked):
        marked.append(page)
    return marked
