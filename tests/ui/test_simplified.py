"""Word documents, texts and pictures in the reader; a layout that is not its author's says so."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pytestqt.qtbot import QtBot

from assessor_app.engine.client import Engine
from assessor_app.intake.actions import import_package
from assessor_app.keeping.actions import declare_interest
from assessor_app.ui.desk import Desk
from assessor_app.ui.pages.reading import ReadingPage
from assessor_app.ui.view.page_drawing import heading_of
from assessor_app.ui.view.spoken import page_title
from assessor_app.ui.window import MainWindow
from tests.building.documents import png_of
from tests.building.docx import docx_of
from tests.building.packages import NORMS, PLAN, Bag, document, plan_pdf, small_portfolio
from tests.ui.conftest import Settle

Show = Callable[[Desk], MainWindow]
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def test_every_kind_of_document_is_read_and_a_simplified_one_is_called_so(
    desk: Desk, show: Show, settle: Settle, tmp_path: Path, qtbot: QtBot
) -> None:
    kinds = {
        "brief": ("docx", DOCX),
        "notitie": ("txt", "text/plain"),
        "foto": ("png", "image/png"),
    }
    listed = [document("plan", PLAN, sections=["H.1"])] + [
        document(name, f"documents/{name}.{extension}", media_type=kind, sections=["H.1"])
        for name, (extension, kind) in kinds.items()
    ]
    files = {
        PLAN: plan_pdf(),
        "documents/brief.docx": docx_of(["Geachte cliënt"]),
        "documents/notitie.txt": "Een cliënt belde.".encode(),
        "documents/foto.png": png_of(40, 30),
    }
    package = tmp_path / "zaak.portfolio.zip"
    package.write_bytes(Bag.of(small_portfolio(documents=listed), files).zip())
    with Engine() as engine:
        summary = import_package(desk.workspace, engine, path=package, norms=NORMS)
    assert summary.unreadable == ()
    declare_interest(desk.workspace, dossier=summary.dossier, tie=None, declined=False)
    window = show(desk)
    window.show_page("reading", summary.dossier)
    settle(desk)
    page = window.page
    assert isinstance(page, ReadingPage)
    qtbot.waitUntil(lambda: page.reader.view is not None and bool(page.reader.parts))
    view = page.reader.view
    assert view is not None
    qtbot.waitUntil(lambda: len(view.canvas.story.parts) == 5)
    headings = {
        part.place.id: heading_of(view.canvas, number)
        for number, part in enumerate(view.canvas.story.parts)
    }
    assert headings == {
        "H.1": "H.1 Luisteren",
        "plan": "Bewijsstuk plan",
        "brief": "Bewijsstuk brief · vereenvoudigd getoond",
        "notitie": "Bewijsstuk notitie · vereenvoudigd getoond",
        "foto": "Bewijsstuk foto",
    }
    brief = [part.place.id for part in view.canvas.story.parts].index("brief")
    assert "vereenvoudigd" in page_title(view.canvas, view.canvas.story.first_of(brief))
