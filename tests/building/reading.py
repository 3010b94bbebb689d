"""A workspace to read in: a long document, columns with a link, a locked one and a scan."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pikepdf
from reportlab.pdfgen.canvas import Canvas

from assessor_app.domain.values import DossierId
from assessor_app.engine.client import Engine
from assessor_app.intake.actions import import_package
from assessor_app.keeping.actions import declare_interest
from tests.building.documents import locked, pdf_of, png_of
from tests.building.packages import DOSSIER, NORMS, Bag, document, small_portfolio
from tests.building.workspaces import new_workspace

READING = DossierId(DOSSIER)
LONG_PAGES = 40
LEFT = ("De jobcoach zoekt samen-", "werking met de werkgever", "en met de familie.")
RIGHT = ("Rechts staat wat de", "werkgever ervan vond.")


def make_reading_home(folder: Path) -> Path:
    """Make a workspace with the dossier READING, declared; returns its folder."""
    home = folder / "home"
    package = folder / "lezen.portfolio.zip"
    package.write_bytes(_package())
    with new_workspace(home) as workspace, Engine() as engine:
        import_package(workspace, engine, path=package, norms=NORMS)
        declare_interest(workspace, dossier=READING, tie=None, declined=False)
    return home


def _package() -> bytes:
    files = {
        "documents/lang.pdf": _long(),
        "documents/kolommen.pdf": columns_pdf(),
        "documents/slot.pdf": locked(pdf_of([["geheim"]])),
        "documents/foto.png": png_of(600, 400),
    }
    listed = [document(Path(path).stem, path) for path in files]
    listed[-1]["media_type"] = "image/png"
    listed[0]["sections"] = ["H.1"]
    return Bag.of(small_portfolio(documents=listed), files).zip()


def _long() -> bytes:
    return pdf_of(
        [
            [f"Bladzijde {page}", *(f"regel {line} van bladzijde {page}" for line in range(1, 30))]
            for page in range(1, LONG_PAGES + 1)
        ],
        title="Lang",
    )


def columns_pdf() -> bytes:
    """Two pages: two columns on the first, and a link and an outline that lead to the second."""
    target = BytesIO()
    canvas = Canvas(target, pagesize=(595, 842), invariant=1)
    for x, lines in ((60, LEFT), (320, RIGHT)):
        canvas.setFont("Helvetica", 12)
        for number, line in enumerate(lines):
            canvas.drawString(x, 760 - 15 * number, line)
    canvas.drawString(60, 500, "Zie het vervolg")
    canvas.linkRect("", "vervolg", (60, 495, 200, 515), Border="[0 0 0]")
    canvas.showPage()
    canvas.bookmarkPage("vervolg")
    canvas.addOutlineEntry("Vervolg", "vervolg", 0)
    canvas.drawString(60, 780, "Hier gaat het verder.")
    canvas.showPage()
    canvas.save()
    with pikepdf.open(BytesIO(target.getvalue())) as pdf:
        saved = BytesIO()
        pdf.save(saved, deterministic_id=True)
        return saved.getvalue()
