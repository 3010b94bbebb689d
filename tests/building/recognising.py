"""A program in the place of Tesseract, and a dossier with a scan to read."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from assessor_app.domain.values import DossierId
from assessor_app.engine.client import Engine
from assessor_app.intake.actions import import_package
from assessor_app.keeping.actions import declare_interest
from tests.building.documents import pdf_of
from tests.building.packages import DOSSIER, NORMS, Bag, document, small_portfolio
from tests.building.workspaces import new_workspace

SCAN = "documents/scan.png"
LINES = ("Verslag van Joris op dinsdag", "Zijn nummer is 111222333")
HEAD = (
    "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext"
)
TABLE = "\n".join(
    [
        HEAD,
        "1\t1\t0\t0\t0\t0\t0\t0\t1000\t2000\t-1\t",
        "5\t1\t1\t1\t1\t1\t100\t200\t50\t40\t96.5\tVerslag",
        "5\t1\t1\t1\t1\t2\t160\t200\t90\t40\t91\tvan",
        "5\t1\t1\t1\t1\t3\t255\t200\t20\t40\t12\t~|",
        "5\t1\t1\t1\t2\t1\t100\t260\t200\t40\t88\t111222333",
        "",
    ]
)
_PROGRAM = """#!{python}
import sys, time
if "--list-langs" in sys.argv:
    print("List of available languages (2):", *{languages!r}, sep="\\n")
elif "--version" in sys.argv:
    print("tesseract 0.0 of a test")
else:
    assert sys.stdin.buffer.read(2) == b"P5"
    sys.stdin.buffer.read()
    time.sleep({seconds})
    print({table!r}, end="")
    sys.exit({status})
"""


def stand_in(
    folder: Path,
    *,
    table: str = TABLE,
    languages: tuple[str, ...] = ("eng", "nld"),
    seconds: float = 0.0,
    status: int = 0,
) -> Path:
    """Make a program of that name that says what it is told to; returns its folder."""
    folder.mkdir()
    program = folder / "tesseract"
    program.write_text(
        _PROGRAM.format(
            python=sys.executable, languages=languages, table=table, seconds=seconds, status=status
        ),
        encoding="utf-8",
    )
    program.chmod(0o700)
    return folder


def scanned(folder: Path) -> bytes:
    """LINES as a picture of a page, at 150 dpi."""
    (folder / "scan.pdf").write_bytes(pdf_of([LINES]))
    command = ["pdftoppm", "-png", "-r", "150", "-singlefile", "scan.pdf", "scan"]
    subprocess.run(command, cwd=folder, check=True)
    return (folder / "scan.png").read_bytes()


def make_scan_home(folder: Path) -> Path:
    """Make a workspace whose dossier has a scan beside its plan, declared; returns its folder."""
    home, package = folder / "home", folder / "scan.portfolio.zip"
    plan = pdf_of([["Begeleidingsplan"]])
    listed = [
        document("plan", "documents/plan.pdf", sections=["H.1"]),
        document("scan", SCAN, media_type="image/png"),
    ]
    files = {"documents/plan.pdf": plan, SCAN: scanned(folder)}
    package.write_bytes(Bag.of(small_portfolio(documents=listed), files).zip())
    with new_workspace(home) as workspace, Engine() as engine:
        import_package(workspace, engine, path=package, norms=NORMS)
        declare_interest(workspace, dossier=DossierId(DOSSIER), tie=None, declined=False)
    return home
