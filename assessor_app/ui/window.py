"""The one window: rail, header, activity, and the page that is shown."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QGuiApplication
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QMainWindow,
    QVBoxLayout,
    QWidget,
)

from assessor_app.domain.states import State
from assessor_app.domain.values import DossierId
from assessor_app.errors import RefusedError
from assessor_app.keeping import actions as keeping
from assessor_app.ui.activity import ActivityStrip
from assessor_app.ui.commands import Act, BoundKeys, Command
from assessor_app.ui.desk import Desk
from assessor_app.ui.dialogs import show_keys
from assessor_app.ui.header import HeaderBar
from assessor_app.ui.idle import IdleLock
from assessor_app.ui.page_stack import PageStack
from assessor_app.ui.panes import move_focus
from assessor_app.ui.places import Place, Reach, place_named
from assessor_app.ui.rail import NavigationRail

if TYPE_CHECKING:
    from assessor_app.keeping.overview import DossierShown

SMALLEST: Final = (1024, 600)
USUAL: Final = (1366, 768)


class MainWindow(QMainWindow):
    """Shows one page at a time and keeps no page that is not shown."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._shown: tuple[str, DossierId | None] = ("", None)
        self._dossier: DossierShown | None = None
        self._asked = 0
        self._keys = BoundKeys(desk, self)
        self.setMinimumSize(*SMALLEST)
        self.resize(*USUAL)
        self.setWindowTitle(desk.text("ui.product"))
        self._build()
        self._keys.bind(self._acts())
        self._idle = IdleLock(desk, self)
        desk.page_wanted.connect(self.show_page)
        desk.opened.connect(self.start)
        desk.locked.connect(self.start)
        desk.appearance_changed.connect(self._on_appearance_changed)
        desk.keys_changed.connect(self._on_keys_changed)
        desk.dossier_changed.connect(self._on_dossier_changed)
        QGuiApplication.styleHints().colorSchemeChanged.connect(desk.follow_system)

    # what is around the page

    def _build(self) -> None:
        """Make everything around the page anew, in the present words and look."""
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.setPalette(self._desk.theme.palette())
            application.setStyleSheet(self._desk.theme.style_sheet())
        self.rail = NavigationRail(self._desk)
        self.rail.chosen.connect(self._on_chosen)
        self.rail.lock_pressed.connect(self._desk.lock)
        self.header = HeaderBar(self._desk)
        self.header.keys_pressed.connect(self.show_all_keys)
        self.header.search_asked.connect(self._on_search_asked)
        self.activity = ActivityStrip(self._desk)
        self._pages = PageStack(self._desk)
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        for piece in (self.header, self.activity):
            right.addWidget(piece)
        right.addWidget(self._pages, 1)
        whole = QWidget()
        whole.setProperty("kind", "page")
        around = QHBoxLayout(whole)
        around.setContentsMargins(0, 0, 0, 0)
        around.setSpacing(0)
        around.addWidget(self.rail)
        around.addLayout(right, 1)
        self.setCentralWidget(whole)

    def _acts(self) -> Mapping[Command, Act]:
        return {
            Command.ALL_KEYS: self.show_all_keys,
            Command.LOCK: self._desk.lock,
            Command.SEARCH: self._on_search_key,
            Command.NEXT_PANE: lambda: move_focus(self, self.page, 1),
            Command.PREVIOUS_PANE: lambda: move_focus(self, self.page, -1),
            Command.QUIT: self.close,
        }

    def _on_keys_changed(self) -> None:
        """Bind the window's own keys anew; a page binds its keys when it is shown."""
        self._keys.bind(self._acts())
        self.rail.show_keys()
        self.header.show_keys()

    def show_all_keys(self) -> None:
        """Show every key there is."""
        show_keys(self._desk, self)

    # pages

    @property
    def page(self) -> QWidget | None:
        """The page that is shown."""
        return self._pages.page

    @property
    def page_name(self) -> str:
        """The name of the page that is shown."""
        return self._shown[0]

    def start(self) -> None:
        """Show the first page: the dossiers, the lock, or the first run."""
        if self._desk.is_open:
            self.show_page("dossiers", None)
        elif keeping.diagnose(home=self._desk.home)["workspace"]:
            self.show_page("unlock", None)
        else:
            self.show_page("first_run", None)

    def show_page(self, name: str, dossier: DossierId | None = None) -> None:
        """Show a page; one of a dossier first asks how that stands, and what may be seen of it."""
        place = place_named(name)
        self._asked += 1
        if dossier is None or place.reach in {Reach.OPEN, Reach.LOCKED}:
            self._present(place, None, None)
            return
        workspace = self._desk.workspace
        self._desk.tasks.run(
            lambda _: keeping.show_dossier(workspace, dossier=dossier),
            done=partial(self._on_dossier_read, self._asked, name, dossier),
            failed=self._on_dossier_refused,
            label_key="ui.task.opening",
        )

    def _on_dossier_read(
        self, asked: int, name: str, dossier: DossierId, shown: DossierShown
    ) -> None:
        if asked != self._asked or not self._desk.is_open:
            return
        place = place_named(name)
        if shown.state in {State.IMPORTED, State.DECLINED} and place.reach is Reach.DECLARED:
            place = place_named("declaration")
        self._present(place, dossier, shown)

    def _on_dossier_refused(self, error: RefusedError) -> None:
        self._desk.tasks.refused.emit(error)
        self.show_page("dossiers", None)

    def _present(self, place: Place, dossier: DossierId | None, shown: DossierShown | None) -> None:
        self._shown = (place.name, dossier)
        if shown is not None or not self._desk.is_open:
            self._dossier = shown  # kept while one looks at the list or the preferences
        self.rail.setVisible(place.reach is not Reach.LOCKED)
        self._show_around(place, shown)
        self._pages.show_page(place, dossier)

    def _show_around(self, place: Place, shown: DossierShown | None) -> None:
        self.rail.show_state(place.name, reach=_reach(self._desk, self._dossier))
        self.header.show_place(place, shown)
        product = self._desk.text("ui.product")
        self.setWindowTitle(f"{shown.reference} – {product}" if shown else product)

    # what happens

    def _on_chosen(self, name: str) -> None:
        place = place_named(name)
        within = place.reach in {Reach.DOSSIER, Reach.DECLARED}
        known = self._dossier.dossier if self._dossier is not None else None
        self.show_page(name, known if within else None)

    def _on_search_key(self) -> None:
        if self.header.search.isVisible():
            self.header.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.header.search.selectAll()

    def _on_search_asked(self, words: str) -> None:
        dossier = self._shown[1]
        if words.strip() and dossier is not None:
            self._desk.search_words = words
            self.show_page("search", dossier)

    def _on_dossier_changed(self, dossier: object) -> None:
        """Bring the header up to date; the page itself listens if it wants to."""
        name, shown = self._shown
        if shown is not None and shown == dossier:
            place, workspace = place_named(name), self._desk.workspace
            self._desk.tasks.run(
                lambda _: keeping.show_dossier(workspace, dossier=shown),
                done=partial(self._on_header_read, place),
                label_key="ui.task.opening",
            )

    def _on_header_read(self, place: Place, shown: DossierShown) -> None:
        if self._shown == (place.name, shown.dossier):
            self._dossier = shown
            self._show_around(place, shown)

    def _on_appearance_changed(self) -> None:
        name, dossier = self._shown
        self._pages.discard()
        self._build()
        if name:
            self.show_page(name, dossier)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close at once: everything was saved when it was done."""
        self._pages.discard()
        self._desk.close()
        event.accept()


def _reach(desk: Desk, shown: DossierShown | None) -> Reach:
    if not desk.is_open:
        return Reach.LOCKED
    if shown is None:
        return Reach.OPEN
    closed = shown.state in {State.IMPORTED, State.DECLINED}
    return Reach.DOSSIER if closed else Reach.DECLARED
