"""Starts the window: fonts, preferences, the desk, and Qt's loop until the window closes."""

from __future__ import annotations

import gc
import signal
import sys
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Final

from PySide6.QtCore import QLocale, QObject, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QApplication

from assessor_app.clock import Clock
from assessor_app.errors import RefusedError
from assessor_app.i18n import LANGUAGES
from assessor_app.keeping import actions as keeping
from assessor_app.settings import FONT_FOLDER
from assessor_app.ui.collecting import Collector
from assessor_app.ui.desk import Desk
from assessor_app.ui.preferences import read_preferences
from assessor_app.ui.singletons import hold_singletons
from assessor_app.ui.window import MainWindow

# The store's thread comes back from SQLite a dozen times per change, and may each time have to wait
# this long for a window that is drawing itself; Python's own 5 ms add up to more than the disk.
SWITCH_SECONDS: Final = 0.001


def start_window(
    home: Path, *, clock: Clock, language: str | None = None, passphrase: str | None = None
) -> int:
    """Show the window over the workspace in `home` until it is closed; returns 0.

    With a `passphrase` that fits, the workspace is opened at once; otherwise the window asks for
    it, or for what a first run needs.
    """
    application = prepare_application(sys.argv[:1])
    preferences = read_preferences(home)
    if language in LANGUAGES:
        preferences = replace(preferences, language=language)
    desk = Desk(home, clock=clock, preferences=preferences)
    sys.excepthook = partial(_report, desk)
    # Ctrl+C in the terminal: Qt's loop would never look at it. What was done is saved already.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        refusal = _open(desk, passphrase)
        window = MainWindow(desk)
        window.start()
        window.show()
        if refusal is not None:
            desk.tasks.refused.emit(refusal)
        # A full collection over all that start-up made stalled the window for 100 ms; 26 without.
        gc.freeze()
        desk.opened.connect(gc.freeze)
        return application.exec()
    finally:
        desk.close()


def _open(desk: Desk, passphrase: str | None) -> RefusedError | None:
    if passphrase is None or not keeping.diagnose(home=desk.home)["workspace"]:
        return None
    try:
        desk.open(keeping.open_workspace(home=desk.home, passphrase=passphrase, clock=desk.clock))
    except RefusedError as error:
        return error
    return None


def _report(
    desk: Desk, kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    """Report what went wrong in the window itself, as the task runner does for its tasks."""
    if isinstance(error, Exception):
        desk.report_bug(error)
    else:
        sys.__excepthook__(kind, error, trace)


def prepare_application(arguments: list[str]) -> QApplication:
    """Return Qt's application with our fonts; the one that is there already, if any."""
    hold_singletons()
    sys.setswitchinterval(SWITCH_SECONDS)
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(
        Qt.HighDpiScaleFactorRoundingPolicy.PassThrough
    )
    found = QApplication.instance()
    application = found if isinstance(found, QApplication) else QApplication(arguments)
    application.setApplicationName("tweeluik")
    application.setApplicationDisplayName("Tweeluik")
    application.setStyle("Fusion")
    if application.findChild(Collector) is None:
        Collector(application)
        QAccessible.installFactory(_offer_interface)
    QLocale.setDefault(QLocale(QLocale.Language.Dutch))
    for file in sorted(FONT_FOLDER.glob("*.ttf")):
        QFontDatabase.addApplicationFont(str(file))
    return application


def _offer_interface(name: str, widget: QObject) -> QAccessibleInterface | None:
    if name != "PageCanvas":  # asked for every class of every widget
        return None
    from assessor_app.ui.view.spoken import CanvasInterface

    return CanvasInterface(widget)
