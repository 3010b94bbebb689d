"""Small documents for tests, good ones with ReportLab and bad ones by hand."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

import pikepdf
from reportlab.pdfgen.canvas import Canvas


def pdf_of(pages: Sequence[Sequence[str]], *, title: str = "Bewijsstuk") -> bytes:
    """A PDF with one line of text per string; the same bytes every time."""
    target = BytesIO()
    canvas = Canvas(target, pagesize=(595, 842), invariant=1)
    canvas.setTitle(title)
    for lines in pages:
        canvas.setFont("Helvetica", 12)
        for number, line in enumerate(lines):
            canvas.drawString(72, 770 - 16 * number, line)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def rotated(data: bytes, degrees: int) -> bytes:
    """The same PDF with every page turned clockwise."""
    with pikepdf.open(BytesIO(data)) as pdf:
        for page in pdf.pages:
            page.rotate(degrees, relative=True)
        return _saved(pdf)


def cropped(data: bytes, box: tuple[int, int, int, int]) -> bytes:
    """The same PDF of which every page shows only `box` (points, origin bottom left)."""
    with pikepdf.open(BytesIO(data)) as pdf:
        for page in pdf.pages:
            page.cropbox = pikepdf.Array(list(box))
        return _saved(pdf)


def locked(data: bytes) -> bytes:
    """The same PDF behind a password."""
    with pikepdf.open(BytesIO(data)) as pdf:
        target = BytesIO()
        pdf.save(target, encryption=pikepdf.Encryption(owner="eigenaar", user="geheim"))
        return target.getvalue()


def with_javascript(data: bytes) -> bytes:
    """The same PDF with a script that would run when it is opened."""
    with pikepdf.open(BytesIO(data)) as pdf:
        pdf.Root.OpenAction = pikepdf.Dictionary(
            S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)")
        )
        return _saved(pdf)


def acting(data: bytes, **catalog: pikepdf.Object) -> bytes:
    """The same PDF with more in its catalogue."""
    with pikepdf.open(BytesIO(data)) as pdf:
        for key, value in catalog.items():
            pdf.Root[f"/{key}"] = value
        return _saved(pdf)


def with_attachment(data: bytes) -> bytes:
    """The same PDF with a file in it."""
    with pikepdf.open(BytesIO(data)) as pdf:
        pdf.attachments["bijlage.txt"] = b"bijlage"
        return _saved(pdf)


def with_broken_stream(data: bytes) -> bytes:
    """The same PDF of which the first page's content breaks off while it is unpacked."""
    with pikepdf.open(BytesIO(data)) as pdf:
        content = zlib.compress(pdf.pages[0].Contents.read_bytes())
        half = content[: len(content) // 2]
        pdf.pages[0].Contents = pdf.make_stream(b"")
        pdf.pages[0].Contents.write(half, filter=pikepdf.Name.FlateDecode)
        target = BytesIO()
        pdf.save(
            target,
            compress_streams=False,
            stream_decode_level=pikepdf.StreamDecodeLevel.none,
            deterministic_id=True,
        )
        return target.getvalue()


def many_pages(count: int) -> bytes:
    """A PDF of `count` empty pages."""
    with pikepdf.new() as pdf:
        for _ in range(count):
            pdf.add_blank_page()
        return _saved(pdf)


def painted(size: tuple[int, int], content: bytes) -> bytes:
    """A PDF of one page of `size` points that runs `content`."""
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page()
        page.mediabox = pikepdf.Array([0, 0, *size])
        page.Contents = pdf.make_stream(content)
        return _saved(pdf)


def blended(size: tuple[int, int]) -> bytes:
    """A page of `size` points whose paint is multiplied, so that drawing it takes a second page."""
    with pikepdf.open(BytesIO(painted(size, b"/G gs 1 0 0 rg 0 0 9000 9000 re f"))) as pdf:
        state = pikepdf.Dictionary(Type=pikepdf.Name.ExtGState, BM=pikepdf.Name.Multiply)
        pdf.pages[0].Resources = pikepdf.Dictionary(ExtGState=pikepdf.Dictionary(G=state))
        return _saved(pdf)


def padded(data: bytes, size: int) -> bytes:
    """The same PDF with `size` bytes behind it in a stream that no page uses."""
    with pikepdf.open(BytesIO(data)) as pdf:
        pdf.Root.Filler = pdf.make_stream(bytes(size))
        target = BytesIO()
        pdf.save(target, compress_streams=False, deterministic_id=True)
        return target.getvalue()


def without_page_tree_type(data: bytes) -> bytes:
    """The same PDF with a slip for which MuPDF finds no pages, and pdfium does."""
    slip = data.replace(b"/Type /Pages", b"/Type       ")
    if slip == data:
        raise ValueError("the page tree is not where it was expected")
    return slip


def linked() -> bytes:
    """Two pages with an outline; on the first a link to half of the second, and one outside."""
    with pikepdf.open(BytesIO(many_pages(2))) as pdf:
        for page in pdf.pages:
            page.mediabox = pikepdf.Array([0, 0, 500, 1000])
        half = pikepdf.Array([pdf.pages[1].obj, pikepdf.Name.XYZ, 0, 500, 0])
        inside, outside = _link_at(50, 100, 150, 200), _link_at(50, 300, 150, 400)
        inside.Dest = half
        outside.A = pikepdf.Dictionary(
            S=pikepdf.Name.URI, URI=pikepdf.String("https://example.org")
        )
        pdf.pages[0].Annots = pikepdf.Array([inside, outside])
        with pdf.open_outline() as outline:
            first = pikepdf.OutlineItem("Eerste deel", 0)
            first.children.append(
                pikepdf.OutlineItem("Tweede  blad", 1, "XYZ", left=0, top=500, zoom=0)
            )
            outline.root.append(first)
        return _saved(pdf)


def _link_at(x0: int, y0: int, x1: int, y1: int) -> pikepdf.Dictionary:
    return pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name.Link,
        Rect=pikepdf.Array([x0, y0, x1, y1]),
    )


def echo_bomb(*, depth: int, width: int = 10, word: str = "echo", good_pages: int = 1) -> bytes:
    """A PDF whose last page draws `word` width**depth times through nested forms."""
    with pikepdf.open(BytesIO(pdf_of([["voor de bom"]] * good_pages))) as pdf:
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
        content = f"BT /F1 9 Tf 72 700 Td ({word} ) Tj ET".encode()
        resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=pdf.make_indirect(font)))
        for _ in range(depth):
            form = pdf.make_stream(content)
            form.Type, form.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
            form.BBox, form.Resources = pikepdf.Array([0, 0, 595, 842]), resources
            resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(X=form))
            content = b"/X Do " * width
        page = pdf.add_blank_page(page_size=(595, 842))
        page.Contents, page.Resources = pdf.make_stream(content), resources
        return _saved(pdf)


def _saved(pdf: pikepdf.Pdf) -> bytes:
    target = BytesIO()
    pdf.save(target, deterministic_id=True)
    return target.getvalue()


def png_of(width: int, height: int) -> bytes:
    """A white grey-scale PNG; a large one costs next to nothing."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"\x00" + b"\xff" * width) if height == 1 else _rows(width, height)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", header)
        + _chunk(b"IDAT", rows)
        + _chunk(b"IEND", b"")
    )


def _rows(width: int, height: int) -> bytes:
    packer = zlib.compressobj()
    row = b"\x00" + b"\xff" * width
    return b"".join(packer.compress(row) for _ in range(height)) + packer.flush()


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


@dataclass(frozen=True)
class Placed:
    """Pixels (red, green, blue, `width` of them in a row) at a place of the page in points."""

    pixels: bytes
    width: int
    at: tuple[int, int, int, int]


def pictured(size: tuple[int, int], pictures: Sequence[Placed], content: bytes = b"") -> bytes:
    """A PDF of one page with pictures on it, and `content` over them."""
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=size)
        named, drawing = pikepdf.Dictionary(), b""
        for number, each in enumerate(pictures):
            left, bottom, right, top = each.at
            image = pdf.make_stream(each.pixels)
            image.Type, image.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
            image.Width, image.Height = each.width, len(each.pixels) // 3 // each.width
            image.ColorSpace, image.BitsPerComponent = pikepdf.Name.DeviceRGB, 8
            named[f"/P{number}"] = image
            matrix = f"q {right - left} 0 0 {top - bottom} {left} {bottom} cm /P{number} Do Q "
            drawing += matrix.encode()
        page.Resources = pikepdf.Dictionary(XObject=named)
        page.Contents = pdf.make_stream(drawing + content)
        return _saved(pdf)
