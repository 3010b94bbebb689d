"""The place where pages are shown: one at a time, and none is kept that is not shown."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QStackedWidget, QWidget

from assessor_app.domain.values import DossierId
from assessor_app.ui.desk import Desk
from assessor_app.ui.panes import focus_page
from assessor_app.ui.places import Place


class PageStack(QStackedWidget):
    """Makes pages, and discards them."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.page: QWidget | None = None
        self._shown: tuple[str, DossierId | None] = ("", None)
        desk.package_replaced.connect(self._on_package_replaced)

    def show_page(self, place: Place, dossier: DossierId | None) -> None:
        """Show a page anew and give it the focus."""
        self.discard()
        page = place.load()(self._desk, dossier)
        page.setProperty("kind", "page")
        page.setAccessibleName(self._desk.catalogue.text(place.label_key))
        self.page, self._shown = page, (place.name, dossier)
        self.addWidget(page)
        self.setCurrentWidget(page)
        QTimer.singleShot(0, page, partial(focus_page, page))

    def discard(self) -> None:
        """Take away the page that is shown."""
        if self.page is not None:
            self.page.hide()
            self.removeWidget(self.page)
            self.page.deleteLater()
            self.page = None

    def _on_package_replaced(self, dossier: object) -> None:
        """Have the page of that dossier made anew: it still shows what was replaced."""
        name, shown = self._shown
        if shown is not None and shown == dossier:
            self._desk.tell(self._desk.text("ui.import.replaced"))
            self._desk.page_wanted.emit(name, shown)
