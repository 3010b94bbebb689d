"""Starts the window: fonts, preferences, the desk, and Qt's loop until the window closes."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QApplication

from assessor_app.clock import Clock
from assessor_app.keeping import actions as keeping
from assessor_app.settings import FONT_FOLDER
from assessor_app.ui.desk import Desk
from assessor_app.ui.preferences import read_preferences
from assessor_app.ui.window import MainWindow


def start_window(
    home: Path, *, clock: Clock, language: str | None = None, passphrase: str | None = None
) -> int:
    """Show the window over the workspace in `home` until it is closed; returns 0.

    With a `passphrase` the workspace is opened at once (refused as `open_workspace` is);
    otherwise the window asks for it, or for what a first run needs.
    """
    application = prepare_application(sys.argv[:1])
    preferences = read_preferences(home)
    if language is not None:
        preferences = replace(preferences, language=language)
    desk = Desk(home, clock=clock, preferences=preferences)
    try:
        if passphrase is not None:
            desk.open(keeping.open_workspace(home=home, passphrase=passphrase, clock=clock))
        window = MainWindow(desk)
        window.start()
        window.show()
        return application.exec()
    finally:
        desk.close()


def prepare_application(arguments: list[str]) -> QApplication:
    """Return Qt's application with our fonts; the one that is there already, if any."""
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(
        Qt.HighDpiScaleFactorRoundingPolicy.PassThrough
    )
    found = QApplication.instance()
    application = found if isinstance(found, QApplication) else QApplication(arguments)
    application.setApplicationName("tweeluik")
    application.setApplicationDisplayName("Tweeluik")
    application.setStyle("Fusion")
    QLocale.setDefault(QLocale(QLocale.Language.Dutch))
    for file in sorted(FONT_FOLDER.glob("*.ttf")):
        QFontDatabase.addApplicationFont(str(file))
    return application
