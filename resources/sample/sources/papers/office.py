"""Blocks as a Word document, and Word documents as PDF through LibreOffice.

LibreOffice is found on the PATH as `soffice` (Debian: libreoffice-writer-nogui, fonts-liberation);
`SOFFICE` names another one. It gets a profile of its own inside the working folder.
"""

import io
import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph

from resources.sample.sources.papers import blocks
from resources.sample.sources.papers.fixed import fix_zip

_BOLD = re.compile(r"\*\*(.+?)\*\*")
_EMPTY = "[leeg]"
_WHEN = datetime(2026, 1, 12, 10, 0, 0)  # noqa: DTZ001 - Word's dates carry no zone


class OfficeError(Exception):
    """LibreOffice is missing or made no PDF."""


def word_document(
    parsed: Sequence[blocks.Block],
    *,
    title: str,
    landscape: bool = False,
    centred: bool = False,
    font: str = "Liberation Sans",
    footer: str = "",
) -> bytes:
    document = Document()
    _set_page(document, landscape=landscape, footer=footer)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = font, Pt(11)
    for block in parsed:
        _add_block(document, block, centred=centred)
    properties = document.core_properties
    properties.title, properties.author, properties.revision = title, "Stap Verder", 1
    properties.created = properties.modified = _WHEN
    target = io.BytesIO()
    document.save(target)
    return fix_zip(target.getvalue())


def _set_page(document: WordDocument, *, landscape: bool, footer: str) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    if landscape:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.left_margin = section.right_margin = Cm(2.3)
    section.top_margin = section.bottom_margin = Cm(2.2)
    section.footer.paragraphs[0].text = footer


def _add_block(document: WordDocument, block: blocks.Block, *, centred: bool) -> None:
    match block:
        case blocks.Heading(level, text):
            _align(document.add_heading(text, level=level), centred=centred)
        case blocks.Text(text) if text == _EMPTY:
            document.add_paragraph("")
            document.add_paragraph("")
        case blocks.Text(text):
            paragraph = document.add_paragraph()
            _add_runs(paragraph, text)
            _align(paragraph, centred=centred)
        case blocks.Items(items, numbered):
            for item in items:
                style = "List Number" if numbered else "List Bullet"
                _add_runs(document.add_paragraph(style=style), item)
        case blocks.Grid(rows):
            _add_grid(document, rows)
        case blocks.PageBreak():
            document.add_page_break()  # type: ignore[no-untyped-call]


def _align(paragraph: Paragraph, *, centred: bool) -> None:
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _add_runs(paragraph: Paragraph, text: str) -> None:
    for number, part in enumerate(_BOLD.split(text)):
        paragraph.add_run(part).bold = number % 2 == 1


def _add_grid(document: WordDocument, rows: tuple[tuple[str, ...], ...]) -> None:
    table = document.add_table(rows=0, cols=len(rows[0]), style="Table Grid")
    for number, row in enumerate(rows):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.paragraphs[0].add_run(text).bold = number == 0
    document.add_paragraph("")


def convert_to_pdf(word: bytes, *, folder: Path) -> bytes:
    """Raises OfficeError. `folder` is for this call alone and holds the profile as well."""
    program = os.environ.get("SOFFICE") or shutil.which("soffice")
    if program is None:
        message = "LibreOffice (soffice) was not found: apt-get install libreoffice-writer-nogui"
        raise OfficeError(message)
    folder.mkdir(parents=True, exist_ok=True)
    source = folder / "document.docx"
    source.write_bytes(word)
    profile = f"-env:UserInstallation={(folder / 'profile').resolve().as_uri()}"
    command = [program, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    done = subprocess.run([*command, str(source)], capture_output=True, text=True, check=False)
    made = folder / "document.pdf"
    if not made.is_file():
        raise OfficeError(done.stderr)
    return made.read_bytes()
