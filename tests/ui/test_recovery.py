"""The recovery code: on paper and nowhere else, and back in with it when the passphrase is lost."""

from __future__ import annotations

from pathlib import Path

import pymupdf
import pytest
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QPdfWriter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from assessor_app.errors import Code, RefusedError
from assessor_app.keeping.actions import create_workspace, open_workspace
from assessor_app.ui.desk import Desk
from assessor_app.ui.dialogs import draw_text
from assessor_app.ui.pages.recovery import RecoveryCodePanel
from assessor_app.ui.pages.unlock import UnlockPage
from assessor_app.ui.window import MainWindow
from tests.building.workspaces import PASSPHRASE, fixed_clock
from tests.ui.conftest import LIGHT, Settle
from tests.ui.test_dossiers import press, texts

CODE = "KLMN-2345-ABCD-6789"
NEW = "een heel andere wachtzin"


def _words(pdf: bytes) -> str:
    with pymupdf.open(stream=pdf, filetype="pdf") as document:  # type: ignore[no-untyped-call]
        return " ".join("".join(page.get_text() for page in document).split())


def test_what_is_printed_is_the_code_and_what_it_is_for(desk: Desk) -> None:
    held = QBuffer()
    held.open(QIODevice.OpenModeFlag.WriteOnly)
    device = QPdfWriter(held)
    draw_text(device, desk.text("ui.first.paper", code=CODE))
    del device
    said = _words(bytes(held.data().data()))
    assert CODE in said
    assert "Tweeluik" in said


def test_printing_leaves_nothing_but_what_the_printer_got(
    desk: Desk, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = tmp_path / "held"
    held.mkdir()
    monkeypatch.setenv("TMPDIR", str(held))
    panel = RecoveryCodePanel(desk, CODE)
    qtbot.addWidget(panel)
    panel.show()
    press(panel, "Afdrukken")
    (dialog,) = panel.findChildren(QPrintDialog)
    printer = dialog.printer()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "paper.pdf"))
    before = {path for path in tmp_path.rglob("*") if path.is_file()}
    dialog.done(QPrintDialog.DialogCode.Accepted)
    assert CODE in _words((tmp_path / "paper.pdf").read_bytes())
    after = {path for path in tmp_path.rglob("*") if path.is_file()}
    assert after - before == {tmp_path / "paper.pdf"}
    assert not [
        path for path in after - {tmp_path / "paper.pdf"} if CODE.encode() in path.read_bytes()
    ]


@pytest.fixture
def locked(home: Path) -> tuple[Path, str]:
    """A workspace that is closed, and its recovery code."""
    created = create_workspace(
        home=home, passphrase=PASSPHRASE, name="Anna Assessor", number="RA-0001", clock=fixed_clock
    )
    return home, created.recovery_code


def test_the_recovery_code_opens_what_the_passphrase_does_not(
    locked: tuple[Path, str], qtbot: QtBot, settle: Settle
) -> None:
    home, code = locked
    desk = Desk(home, clock=fixed_clock, preferences=LIGHT)
    window = MainWindow(desk)
    qtbot.addWidget(window)
    window.start()
    window.show()
    page = window.page
    assert isinstance(page, UnlockPage)
    press(page, "Wachtzin vergeten?")
    settle(desk)
    recovery = page.recovery
    assert recovery is not None
    recovery.code.setText("niet de code")
    recovery.new.setText(NEW)
    recovery.again.setText(NEW)
    press(page, "Nieuwe wachtzin instellen")
    settle(desk)
    assert recovery.refusal.isVisible()
    recovery.code.setText(f" {code} ")
    recovery.recover()
    settle(desk)
    named = {each.accessibleName(): each for each in page.findChildren(QLabel)}
    assert named["Herstelcode"].text() != code
    assert page.code is not None
    page.code.tick.setChecked(True)
    press(page, "Openen")
    settle(desk)
    assert window.page_name == "dossiers"
    desk.close()
    with pytest.raises(RefusedError) as raised:
        open_workspace(home=home, passphrase=PASSPHRASE, clock=fixed_clock)
    assert raised.value.code is Code.PASSPHRASE_WRONG


def test_one_can_go_back_to_the_passphrase(
    locked: tuple[Path, str], qtbot: QtBot, settle: Settle
) -> None:
    desk = Desk(locked[0], clock=fixed_clock, preferences=LIGHT)
    window = MainWindow(desk)
    qtbot.addWidget(window)
    window.start()
    window.show()
    assert isinstance(window.page, UnlockPage)
    press(window.page, "Wachtzin vergeten?")
    settle(desk)
    press(window, "Terug")
    settle(desk)
    assert "Wachtzin" in texts(window)
    assert isinstance(window.page, UnlockPage)
    assert window.page.recovery is None
    desk.close()
