"""A small Word document for tests."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from docx import Document


def docx_of(paragraphs: Sequence[str]) -> bytes:
    """A .docx with the given paragraphs."""
    document = Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    target = BytesIO()
    document.save(target)
    return target.getvalue()
