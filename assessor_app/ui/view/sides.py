"""What stands left and right of the pages: small pages or contents, and the text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QStackedWidget, QWidget

from assessor_app.ui.desk import Desk

if TYPE_CHECKING:
    from assessor_app.reading.story import Story
    from assessor_app.ui.view.canvas import PageCanvas
    from assessor_app.ui.view.outline import Outline
    from assessor_app.ui.view.text_pane import TextPane
    from assessor_app.ui.view.thumbnails import Thumbnails

WIDTHS: Final = (152, 260)  # small pages, contents
LEAST_TEXT: Final = 200


class Sides(QSplitter):
    """The canvas between its panels; of the two at its left one is shown, or none."""

    def __init__(
        self,
        desk: Desk,
        canvas: PageCanvas,
        left: tuple[Thumbnails, Outline],
        right: TextPane,
    ) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._desk, self._canvas = desk, canvas
        self.thumbnails, self.outline = left
        self.text = right
        self._left = QStackedWidget()
        for panel in left:
            self._left.addWidget(panel)
        self._left.hide()
        right.hide()
        right.left.connect(self.toggle_text)
        self.setChildrenCollapsible(False)
        for piece in (self._left, canvas, right):
            self.addWidget(piece)
        self.setStretchFactor(1, 1)

    def set_story(self, story: Story) -> None:
        """Show other documents."""
        self.thumbnails.set_story(story)
        self.outline.set_story(story)
        self.text.forget()
        if len(story):
            self.text.follow(self._canvas.current())

    def follow(self, page: int) -> None:
        """Show the page that is read in every panel."""
        self.thumbnails.follow(page)
        self.outline.follow(page)
        self.text.follow(page)

    def is_left(self, panel: QWidget) -> bool:
        """Tell whether a panel is the one at the left."""
        return not self._left.isHidden() and self._left.currentWidget() is panel

    def toggle_left(self, panel: QWidget) -> None:
        """Show a panel at the left, or none; then the pages have the focus."""
        shown = not self.is_left(panel)
        self._left.setCurrentWidget(panel)
        self._left.setVisible(shown)
        if not shown:
            self._canvas.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        width = round(WIDTHS[panel is self.outline] * self._desk.theme.scale)
        self._share_out(min(width, self.width() * 2 // 5), self.sizes()[2])
        self.outline.follow(self._canvas.current())

    def toggle_text(self) -> None:
        """Show the text, with the focus in it, or hide it."""
        shown = self.text.isHidden()
        self.text.setVisible(shown)
        if not shown:
            self.text.forget()
            self._canvas.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        left = self.sizes()[0]
        self._share_out(left, max(LEAST_TEXT, (self.width() - left) * 2 // 5))
        if len(self._canvas.story):
            self.text.follow(self._canvas.current())
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def _share_out(self, left: int, right: int) -> None:
        self.setSizes([left, max(1, self.width() - left - right), right])
