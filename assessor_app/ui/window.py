"""The one window: rail, header, activity, and the page that is shown."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from assessor_app.domain.states import State
from assessor_app.domain.values import DossierId
from assessor_app.errors import RefusedError
from assessor_app.keeping import actions as keeping
from assessor_app.ui.activity import ActivityStrip
from assessor_app.ui.controls import is_within
from assessor_app.ui.desk import Desk
from assessor_app.ui.dialogs import show_keys
from assessor_app.ui.header import HeaderBar
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
        self._page: QWidget | None = None
        self._shown: tuple[str, DossierId | None] = ("", None)
        self._dossier: DossierShown | None = None
        self._asked = 0
        self.setMinimumSize(*SMALLEST)
        self.resize(*USUAL)
        self.setWindowTitle(desk.text("ui.product"))
        self._build()
        self._add_keys()
        desk.page_wanted.connect(self.show_page)
        desk.opened.connect(self._on_opened)
        desk.locked.connect(self._on_locked)
        desk.appearance_changed.connect(self._on_appearance_changed)
        desk.dossier_changed.connect(self._on_dossier_changed)
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(self._on_system_changed)

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
        self._stack = QStackedWidget()
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        for piece in (self.header, self.activity):
            right.addWidget(piece)
        right.addWidget(self._stack, 1)
        whole = QWidget()
        whole.setProperty("kind", "page")
        around = QHBoxLayout(whole)
        around.setContentsMargins(0, 0, 0, 0)
        around.setSpacing(0)
        around.addWidget(self.rail)
        around.addLayout(right, 1)
        self.setCentralWidget(whole)

    def _add_keys(self) -> None:
        keys = (
            ("F1", self.show_all_keys),
            ("?", self.show_all_keys),
            ("Ctrl+L", self._desk.lock),
            ("Ctrl+K", self._on_search_key),
            ("F6", partial(self.move_to_pane, 1)),
            ("Shift+F6", partial(self.move_to_pane, -1)),
            ("Ctrl+Q", self.close),
        )
        for sequence, action in keys:
            shortcut = QShortcut(QKeySequence(sequence), self)
            shortcut.activated.connect(action)

    def show_all_keys(self) -> None:
        """Show every key there is."""
        show_keys(self._desk, self)

    def move_to_pane(self, step: int) -> None:
        """Move the focus to the next pane that takes it, around and around."""
        panes = [each for each in self._panes() if _first_focus(each) is not None]
        if not panes:
            return
        focus = QApplication.focusWidget()
        here = [number for number, pane in enumerate(panes) if is_within(focus, pane)]
        start = here[-1] if here else (-1 if step > 0 else 0)
        target = _first_focus(panes[(start + step) % len(panes)])
        if target is not None:
            target.setFocus(Qt.FocusReason.TabFocusReason)

    def _panes(self) -> list[QWidget]:
        """Rail, header, then the page's own panes; a page without panes is one itself."""
        marked = [
            each
            for each in self.findChildren(QWidget)
            if each.property("pane") and each.isVisible()
        ]
        if self._page is not None and not any(is_within(each, self._page) for each in marked):
            marked.append(self._page)
        return marked

    # pages

    @property
    def page(self) -> QWidget | None:
        """The page that is shown."""
        return self._page

    @property
    def page_name(self) -> str:
        """The name of the page that is shown."""
        return self._shown[0]

    def start(self) -> None:
        """Show the first page: where one left off, the lock, or the first run."""
        if self._desk.is_open:
            self._on_opened()
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
        self._discard_page()
        self._shown = (place.name, dossier)
        if shown is not None or not self._desk.is_open:
            self._dossier = shown  # kept while one looks at the list or the preferences
        self.rail.setVisible(place.reach is not Reach.LOCKED)
        self.rail.show_state(place.name, reach=_reach(self._desk, self._dossier))
        self._show_header(place, shown)
        page = place.load()(self._desk, dossier)
        page.setProperty("kind", "page")
        page.setAccessibleName(self._desk.text(place.label_key))
        self._page = page
        self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)
        QTimer.singleShot(0, self, self._focus_page)

    def _show_header(self, place: Place, shown: DossierShown | None) -> None:
        self.header.setVisible(place.reach is not Reach.LOCKED)
        self.header.show_title(self._desk.text(place.label_key))
        if shown is None:
            self.header.show_dossier(None)
            self.setWindowTitle(self._desk.text("ui.product"))
            return
        route = shown.route_chosen or shown.route.route
        self.header.show_dossier(
            shown.reference, route=route.value if route else None, state=shown.state.value
        )
        self.setWindowTitle(f"{shown.reference} – {self._desk.text('ui.product')}")

    def _focus_page(self) -> None:
        if self._page is None or is_within(QApplication.focusWidget(), self._page):
            return
        target = _first_focus(self._page)
        if target is not None:
            target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _discard_page(self) -> None:
        if self._page is not None:
            self._page.hide()
            self._stack.removeWidget(self._page)
            self._page.deleteLater()
            self._page = None

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

    def _on_opened(self) -> None:
        self.show_page("dossiers", None)

    def _on_locked(self) -> None:
        self.show_page("unlock", None)

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
            self.rail.show_state(place.name, reach=_reach(self._desk, shown))
            self._show_header(place, shown)

    def _on_appearance_changed(self) -> None:
        name, dossier = self._shown
        self._discard_page()
        self._build()
        if name:
            self.show_page(name, dossier)

    def _on_system_changed(self) -> None:
        self._desk.follow_system()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close at once: everything was saved when it was done."""
        self._discard_page()
        self._desk.close()
        event.accept()


def _reach(desk: Desk, shown: DossierShown | None) -> Reach:
    if not desk.is_open:
        return Reach.LOCKED
    if shown is None:
        return Reach.OPEN
    closed = shown.state in {State.IMPORTED, State.DECLINED}
    return Reach.DOSSIER if closed else Reach.DECLARED


def _first_focus(pane: QWidget) -> QWidget | None:
    """Return what takes the focus when a pane is entered: what it names itself, or its first."""
    wanted = pane.property("first_focus")
    if isinstance(wanted, QWidget) and wanted.isEnabled():
        return wanted
    for each in [pane, *pane.findChildren(QWidget)]:
        takes = bool(each.focusPolicy() & Qt.FocusPolicy.TabFocus)
        if takes and each.isEnabled() and each.isVisibleTo(pane):
            return each
    return None
