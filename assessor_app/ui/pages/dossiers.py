"""Dossiers: what is on this laptop, and the place where a portfolio package is dropped."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QCheckBox, QLineEdit, QStackedWidget, QWidget

from assessor_app.domain.values import DossierId
from assessor_app.keeping import actions as keeping
from assessor_app.ui.commands import Command, bind_command, named, shown_keys
from assessor_app.ui.controls import (
    SideBySide,
    button,
    clear,
    column,
    frame,
    label,
    mark_pane,
    picture,
    restyle,
    row,
    scrolling,
)
from assessor_app.ui.desk import Desk
from assessor_app.ui.dialogs import choose_folder, choose_package
from assessor_app.ui.pages.dossier_table import (
    ROW_ROLE,
    DossierFilter,
    DossierModel,
    make_table,
)
from assessor_app.ui.pages.importing import ImportPanel
from assessor_app.ui.pages.summary import summary_card
from assessor_app.ui.panels.delivery import dropped_path
from assessor_app.ui.panels.empty import empty_state
from assessor_app.ui.theme import UNIT

if TYPE_CHECKING:
    from assessor_app.keeping.overview import DossierSummary

NARROW: Final = 900
TOP_NARROW: Final = 640
WIDEST: Final = 1900
DROP_ICON: Final = 32
EMPTY_ICON: Final = 72


class DossiersPage(QWidget):
    """The list, beside it the chosen dossier and its next step."""

    listed = Signal(int)

    def __init__(self, desk: Desk, dossier: DossierId | None) -> None:
        super().__init__()
        self._desk = desk
        self._wanted = dossier
        self.setAcceptDrops(True)
        self._model = DossierModel(desk, self)
        self._filter = DossierFilter(self)
        self._filter.setSourceModel(self._model)
        self.table = make_table(desk, self._filter, self._model)
        self.table.sortByColumn(2, Qt.SortOrder.AscendingOrder)
        self.table.activated.connect(self._on_activated)
        self.table.selectionModel().selectionChanged.connect(self._on_selected)
        self.imports = ImportPanel(desk)
        self.imports.imported.connect(self._on_imported)
        self._words = self._filter_field()
        self._only_open = QCheckBox(desk.text("ui.dossiers.only_open"))
        self._only_open.setAccessibleName(desk.text("ui.dossiers.only_open"))
        self._only_open.toggled.connect(self._on_filter_changed)
        self._side = column(spacing=3)
        self._states = QStackedWidget()
        self._states.addWidget(self._list_view())
        self._states.addWidget(self._empty_view())
        self.imports.setContentsMargins(6 * UNIT, 5 * UNIT, 6 * UNIT, 0)
        layout = column(self.imports, self._states, spacing=0)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        self.setProperty("first_focus", self.table)
        self._add_keys()
        desk.dossier_changed.connect(self.reload)
        self.reload()
        if desk.sample_wanted:
            desk.sample_wanted = False
            self.imports.import_sample()

    def _filter_field(self) -> QLineEdit:
        field = QLineEdit()
        key = shown_keys(self._desk.preferences, Command.FILTER)
        field.setPlaceholderText(named(self._desk.text("ui.dossiers.filter"), key))
        field.setAccessibleName(self._desk.text("ui.dossiers.filter"))
        field.setMinimumWidth(round(240 * self._desk.theme.scale**0.5))
        field.setMaximumWidth(360)
        field.textChanged.connect(self._on_filter_changed)
        return field

    def _list_view(self) -> QWidget:
        desk = self._desk
        choose = button(
            desk.text("ui.import.button"),
            self.choose_package,
            kind="primary",
            icon=desk.icon("tray-arrow-down", token="on_accent"),
        )
        narrowed = row(self._words, self._only_open, None, spacing=4)
        folder = button(desk.text("ui.import.folder"), self.choose_folder)
        top = SideBySide(narrowed, row(None, folder, choose), narrow=TOP_NARROW * desk.theme.scale)
        self._none_fits = empty_state(
            desk,
            icon="filter-off-outline",
            title=desk.text("ui.dossiers.none_fits"),
            words=desk.text("ui.dossiers.none_fits.explain"),
            acts=(
                button(
                    desk.text("ui.dossiers.show_all"),
                    partial(_show_all, self._words, self._only_open),
                ),
            ),
            scrolls=False,
        )
        self._none_fits.hide()
        left = column(top, self.table, self._none_fits, self._drop_hint(), spacing=3)
        left.addStretch(1)
        side = QWidget()
        side.setLayout(self._side)
        mark_pane(side)
        both = SideBySide(left, side, narrow=NARROW * desk.theme.scale, shares=(72, 28), spacing=5)
        return scrolling(column(both), name=desk.text("ui.page.dossiers"), widest=WIDEST)

    def _drop_hint(self) -> QWidget:
        words = label(self._desk.text("ui.import.drop"), "muted")
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        icon = self._desk.icon("tray-arrow-down", token="muted")
        size = round(DROP_ICON * self._desk.theme.scale)
        sign = picture(icon, size, self._desk.text("ui.import.button"))
        sign.setAlignment(Qt.AlignmentFlag.AlignCenter)
        inner = column(sign, words, spacing=2, margin=6)
        self._drop = frame("drop", inner)
        return self._drop

    def _empty_view(self) -> QWidget:
        desk = self._desk
        icon = desk.icon("folder-open-outline", token="accent")
        sign = picture(icon, EMPTY_ICON, desk.text("ui.dossiers.empty"))
        sign.setAlignment(Qt.AlignmentFlag.AlignCenter)
        title = label(desk.text("ui.dossiers.empty"), "display")
        words = label(desk.text("ui.dossiers.empty.explain"), "muted")
        for each in (title, words):
            each.setAlignment(Qt.AlignmentFlag.AlignCenter)
        choose = button(
            desk.text("ui.import.button"),
            self.choose_package,
            kind="primary",
            icon=desk.icon("tray-arrow-down", token="on_accent"),
        )
        sample = button(desk.text("ui.dossiers.sample"), self.imports.import_sample)
        folder = button(desk.text("ui.import.folder"), self.choose_folder)
        inner = column(
            sign, title, words, row(None, choose, folder, sample, None), spacing=4, margin=10
        )
        inner.insertStretch(0, 2)
        inner.addStretch(3)
        self._empty = frame("drop", inner)
        self._empty.setProperty("first_focus", choose)
        whole = QWidget()
        around = column(self._empty)
        around.setContentsMargins(6 * UNIT, 5 * UNIT, 6 * UNIT, 6 * UNIT)
        whole.setLayout(around)
        return whole

    def _add_keys(self) -> None:
        bind_command(self._desk, self, Command.IMPORT, self.choose_package)
        bind_command(self._desk, self, Command.FILTER, self._words.setFocus)

    # the list

    def reload(self, _: object = None) -> None:
        """Read the list anew."""
        workspace = self._desk.workspace
        self._desk.tasks.run(
            lambda _: keeping.list_dossiers(workspace),
            done=self._on_listed,
            label_key="ui.task.listing",
        )

    def _on_listed(self, found: tuple[DossierSummary, ...]) -> None:
        self._model.show(found)
        self._states.setCurrentIndex(0 if found else 1)
        self._on_filter_changed()
        self._select(self._wanted)
        self.listed.emit(len(found))

    def _select(self, dossier: DossierId | None) -> None:
        for number in range(self._filter.rowCount()):
            index = self._filter.index(number, 0)
            if dossier is None or index.data(ROW_ROLE).dossier == dossier:
                self.table.setCurrentIndex(index)
                return
        self._on_selected()

    def filter_by(self, words: str) -> None:
        """Keep the dossiers that hold these words."""
        self._words.setText(words)

    def _on_filter_changed(self, _: object = None) -> None:
        self._filter.narrow(words=self._words.text(), only_open=self._only_open.isChecked())
        shown = self._filter.rowCount()
        self._none_fits.setVisible(shown == 0)
        self.table.setVisible(shown > 0)
        self.table.fit()

    def _on_selected(self, *_: object) -> None:
        clear(self._side)
        index = self.table.currentIndex()
        if not index.isValid():
            return
        one: DossierSummary = index.data(ROW_ROLE)
        self._wanted = one.dossier
        self._side.addWidget(summary_card(self._desk, one))
        self._side.addStretch(1)

    def _on_activated(self, index: QModelIndex) -> None:
        self._desk.go("overview", index.data(ROW_ROLE).dossier)

    # a package comes in

    def choose_package(self) -> None:
        """Ask for a package, then take it in."""
        choose_package(self._desk, self, self.imports.import_package)

    def choose_folder(self) -> None:
        """Ask for a folder with an export, a bag or loose files, then take it in."""
        choose_folder(self._desk, self, self.imports.import_package)

    def _on_imported(self, dossier: DossierId) -> None:
        self._wanted = dossier
        self.reload()

    def dragEnterEvent(self, event: QDropEvent) -> None:
        """Welcome one package."""
        if dropped_path(event) is not None:
            event.acceptProposedAction()
            self._show_over(over=True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """It went elsewhere."""
        self._show_over(over=False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the package in."""
        self._show_over(over=False)
        path = dropped_path(event)
        if path is not None:
            event.acceptProposedAction()
            self.imports.import_package(path)

    def _show_over(self, *, over: bool) -> None:
        for each in (self._drop, self._empty):
            restyle(each, over=over)


def _show_all(words: QLineEdit, only_open: QCheckBox) -> None:
    """Narrow the list no more."""
    words.clear()
    only_open.setChecked(False)
    words.setFocus()
