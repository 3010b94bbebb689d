"""The first pages of a document come before the library knows all, and are the same pages."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pikepdf
import pymupdf
import pytest

from assessor_app.engine import worker_documents, worker_rendering
from tests.building.documents import many_pages

COUNT = 40


def sized(*, nested: bool, claimed: int) -> bytes:
    """Pages of which each is a point wider than the one before; a nested half claims a count."""
    with pikepdf.open(BytesIO(many_pages(COUNT))) as pdf:
        kids = list(pdf.Root.Pages.Kids)
        for number, kid in enumerate(kids):
            kid.MediaBox = pikepdf.Array([0, 0, 300 + number, 400])
        if nested:
            half = kids[: COUNT // 2]
            node = pikepdf.Dictionary(
                Type=pikepdf.Name.Pages, Count=claimed, Kids=half, Parent=pdf.Root.Pages
            )
            pdf.Root.Pages.Kids = pikepdf.Array([pdf.make_indirect(node), *kids[COUNT // 2 :]])
            for kid in half:
                kid.Parent = pdf.Root.Pages.Kids[0]
        target = BytesIO()
        pdf.save(target)
        return target.getvalue()


def mapped(document: Any) -> int:
    library: Any = pymupdf.mupdf
    return int(library.pdf_document_from_fz_document(document.this).m_internal.map_page_count)


def test_an_early_page_comes_without_the_map_of_all_pages_and_a_late_one_with_it() -> None:
    data = sized(nested=False, claimed=0)
    with worker_documents.open_document(data, "application/pdf") as document:
        assert worker_rendering.size_of(document, 2).width == 302_00
        assert mapped(document) == 0
        assert worker_rendering.size_of(document, COUNT - 1).width == (300 + COUNT - 1) * 100
        assert mapped(document) == COUNT
        assert worker_rendering.size_of(document, 3).width == 303_00


@pytest.mark.parametrize("claimed", [0, 1, COUNT // 2, COUNT])
def test_a_count_that_lies_does_not_make_an_early_page_another_one(claimed: int) -> None:
    data = sized(nested=True, claimed=claimed)
    with worker_documents.open_document(data, "application/pdf") as document:
        early = [worker_rendering.size_of(document, index).width for index in range(8)]
    with worker_documents.open_document(data, "application/pdf") as document:
        document[COUNT - 1]
        assert mapped(document) == COUNT
        assert early == [worker_rendering.size_of(document, index).width for index in range(8)]
