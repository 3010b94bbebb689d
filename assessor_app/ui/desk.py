"""What every page and panel is given: the open workspace, the words, the look, the task runner."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QIcon

from assessor_app.clock import Clock
from assessor_app.domain.sentence import Sentence
from assessor_app.domain.values import DossierId
from assessor_app.engine.client import Engine
from assessor_app.errors import RefusedError
from assessor_app.i18n import Catalogue
from assessor_app.logs import write_bug_report
from assessor_app.ui.icons import icon
from assessor_app.ui.preferences import Preferences, write_preferences
from assessor_app.ui.tasks import TaskRunner
from assessor_app.ui.theme import Theme, theme_of

if TYPE_CHECKING:
    from assessor_app.store.workspace import Workspace

CLIPBOARD_MILLISECONDS: Final = 60_000
DRAWN: Final = frozenset({"language", "appearance", "scale"})
KEYED: Final = frozenset({"single_keys", "keys"})
EngineFactory = Callable[[], Engine]


@dataclass(frozen=True)
class Notice:
    """A sentence for the banner; `tone` is `good`, `neutral`, `partly` or `bad`."""

    text: str
    tone: str = "neutral"
    code: str | None = None


class Desk(QObject):
    """One person at work in one workspace; everything lives on the GUI thread.

    `page_wanted` asks the window for a page by its name, of a dossier or of none. `locking` comes
    while the workspace is still open, for drafts to be committed; after `locked` it is closed.
    `dossier_changed` says that something of a dossier is not what a page last read;
    `package_replaced` that none of it is.
    """

    opened = Signal()
    locking = Signal()
    locked = Signal()
    appearance_changed = Signal()
    keys_changed = Signal()
    preferred = Signal()
    page_wanted = Signal(str, object)
    noticed = Signal(object)
    dossier_changed = Signal(object)
    package_replaced = Signal(object)

    def __init__(
        self,
        home: Path,
        *,
        clock: Clock,
        preferences: Preferences,
        engine: EngineFactory = Engine,
    ) -> None:
        super().__init__()
        self.home, self.clock, self.engine = home, clock, engine
        self.preferences = preferences
        self.catalogue = Catalogue(preferences.language)
        self.theme: Theme = theme_of(preferences.appearance, scale=preferences.scale)
        self.tasks = TaskRunner(clock=clock, reports=home)
        self.search_words = ""
        self.recent_searches: dict[DossierId, tuple[str, ...]] = {}  # gone at lock
        self.wanted_item: tuple[str, str] | None = None  # a section and what in it to judge
        self.wanted_place: tuple[str, str, int] | None = None  # kind and id of a place, its page
        self.first_run_step = 0
        self.settings_part = ""  # shown last
        self.sample_wanted = False
        self.wanted_conversion: Path | None = None  # what is to be mapped and made a package
        self._copied = ""
        self._forgetting = QTimer(self)
        self._forgetting.setSingleShot(True)
        self._forgetting.timeout.connect(self.forget_copied)
        self._workspace: Workspace | None = None
        self.tasks.refused.connect(self._on_refused)
        self.tasks.broken.connect(self._on_broken)

    @property
    def workspace(self) -> Workspace:
        """The unlocked workspace; RuntimeError while it is locked."""
        if self._workspace is None:
            raise RuntimeError("the workspace is locked")
        return self._workspace

    @property
    def is_open(self) -> bool:
        """Whether the workspace is unlocked."""
        return self._workspace is not None

    def open(self, workspace: Workspace) -> None:
        """Take an unlocked workspace; the desk closes it."""
        self._workspace = workspace
        self.opened.emit()

    def lock(self) -> None:
        """Have drafts committed, then close the workspace behind whatever is still queued."""
        if self._workspace is None:
            return
        self.locking.emit()
        self.forget_copied()
        self.recent_searches.clear()
        self.search_words = ""
        workspace, self._workspace = self._workspace, None
        self.tasks.run(
            lambda _: workspace.close(), done=self._on_locked, label_key="ui.task.locking"
        )

    def close(self) -> None:
        """End the program's work: queued mutations first, then the threads, then the workspace."""
        if self._workspace is not None:
            self.locking.emit()
        self.forget_copied()
        self.tasks.close()
        if self._workspace is not None:
            self._workspace.close()
            self._workspace = None

    def text(self, key: str, /, **values: object) -> str:
        """Return a sentence of the catalogue."""
        return self.catalogue.text(key, **values)

    def say(self, sentence: Sentence) -> str:
        """Return a rule's sentence in words."""
        return self.catalogue.text(sentence.key, **sentence.values)

    def icon(self, name: str, *, token: str = "text") -> QIcon:
        """Return an icon in a colour of the look."""
        return icon(name, self.theme, token=token)

    def copy(self, text: str) -> None:
        """Put text on the clipboard; it leaves it after a minute, and at lock."""
        self._copied = text
        QGuiApplication.clipboard().setText(text)
        self._forgetting.start(CLIPBOARD_MILLISECONDS)

    def forget_copied(self) -> None:
        """Take what was copied here off the clipboard, unless something else is on it by now."""
        self._forgetting.stop()
        clipboard = QGuiApplication.clipboard()
        if self._copied and clipboard.text() == self._copied:
            clipboard.clear()
        self._copied = ""

    def go(self, page: str, dossier: DossierId | None = None) -> None:
        """Ask the window for a page."""
        self.page_wanted.emit(page, dossier)

    def tell(self, text: str, *, tone: str = "neutral", code: str | None = None) -> None:
        """Show a sentence in the banner."""
        self.noticed.emit(Notice(text, tone, code))

    def prefer(self, **changed: Any) -> None:
        """Change preferences and keep them; what changes the look has the window drawn anew."""
        self.preferences = replace(self.preferences, **changed)
        if self.home.is_dir():
            write_preferences(self.home, self.preferences)
        if changed.keys() & DRAWN:
            self.catalogue = Catalogue(self.preferences.language)
            self.follow_system()
        if changed.keys() & KEYED:
            self.keys_changed.emit()
        self.preferred.emit()

    def prefer_kept(self) -> None:
        """Keep the preferences of before there was a place to keep them."""
        write_preferences(self.home, self.preferences)

    def follow_system(self) -> None:
        """Take the look that preferences and desktop now ask for."""
        self.theme = theme_of(self.preferences.appearance, scale=self.preferences.scale)
        self.appearance_changed.emit()

    def report_bug(self, error: Exception) -> None:
        """Write down what broke in the window itself, and say so."""
        self._on_broken(write_bug_report(error, at=self.clock(), home=self.home))

    def _on_refused(self, error: RefusedError) -> None:
        self.tell(self.catalogue.refusal(error), tone="partly", code=error.code.value)

    def _on_broken(self, report: Path) -> None:
        self.tell(self.text("cli.bug", report=str(report)), tone="bad", code="bug")

    def _on_locked(self, _: None) -> None:
        self.locked.emit()
