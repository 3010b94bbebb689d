"""Large packages to measure with: documents of text pages around bytes that no packer shrinks."""

from __future__ import annotations

import json
import random
from io import BytesIO
from pathlib import Path
from uuid import UUID

import pikepdf
from reportlab.pdfgen.canvas import Canvas

from assessor_app.intake.actions import build_package

FRAMEWORK = {"id": "register-jobcoach-initial", "version": "1.3"}
MEBIBYTE = 1024 * 1024


def large_package(folder: Path, *, documents: int, size: int, pages: int) -> Path:
    """Return a package of `documents` PDFs of `size` bytes and `pages` pages each."""
    source = folder / "source"
    (source / "documents").mkdir(parents=True)
    entries = []
    for number in range(1, documents + 1):
        path = f"documents/{number:02}.pdf"
        (source / path).write_bytes(_document(number, size=size, pages=pages))
        entries.append(_entry(number, path))
    text = json.dumps(_portfolio(entries))
    (source / "portfolio.json").write_text(text, encoding="utf-8")
    output = folder / "large.portfolio.zip"
    build_package(folder=source, output=output)
    return output


def _document(number: int, *, size: int, pages: int) -> bytes:
    drawn = BytesIO()
    canvas = Canvas(drawn, invariant=1)
    for page in range(pages):
        for line in range(40):
            words = f"Bewijsstuk {number}, bladzijde {page + 1}, regel {line + 1}: begeleiding"
            canvas.drawString(72, 770 - 16 * line, words)
        canvas.showPage()
    canvas.save()
    with pikepdf.open(drawn) as pdf:
        pdf.Root.Filler = pdf.make_stream(random.Random(number).randbytes(size))
        target = BytesIO()
        pdf.save(target)
        return target.getvalue()


def _entry(number: int, path: str) -> dict[str, object]:
    return {
        "id": f"document-{number}",
        "path": path,
        "title": f"Bewijsstuk {number}",
        "media_type": "application/pdf",
        "sections": ["C1.0"],
    }


def _portfolio(documents: list[dict[str, object]]) -> dict[str, object]:
    return {
        "format": "assessor-portfolio",
        "version": 1,
        "dossier_id": str(UUID(int=1, version=4)),
        "package_id": str(UUID(int=2, version=4)),
        "exported_at": "2026-01-12T10:00:00Z",
        "exported_by": {"name": "benchmark"},
        "framework": FRAMEWORK,
        "candidate": {"reference": "B-1"},
        "reference_date": "2026-01-12",
        "facts": {},
        "answers": [],
        "documents": documents,
    }
