"""Typeset pages as they come out of an office scanner: grey, a little askew, without text."""

import io
import random
from collections.abc import Sequence
from dataclasses import dataclass

import pikepdf
import pypdfium2
from PIL import Image, ImageChops, ImageFilter

DPI = 150
_QUALITY = 45


@dataclass(frozen=True)
class ScanPage:
    """A JPEG, its size in pixels, and the clockwise turn a viewer must apply (0, 90, 180, 270)."""

    jpeg: bytes
    size: tuple[int, int]
    rotate: int = 0


def scan_pages(pdf: bytes, *, seed: int, sideways: bool = False) -> list[ScanPage]:
    """`sideways`: as if the sheet lay across the glass; the page is turned back by `/Rotate`."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        pictures = [page.render(scale=DPI / 72).to_pil().convert("L") for page in document]
    finally:
        document.close()
    return [
        _scan(picture, random.Random(seed + number), sideways=sideways)
        for number, picture in enumerate(pictures)
    ]


def _scan(picture: Image.Image, chance: random.Random, *, sideways: bool) -> ScanPage:
    askew = picture.rotate(
        chance.uniform(-1.1, 1.1), resample=Image.Resampling.BICUBIC, fillcolor=246
    )
    worn = _with_grain(askew.filter(ImageFilter.GaussianBlur(0.5)), chance)
    if sideways:
        worn = worn.transpose(Image.Transpose.ROTATE_90)
    target = io.BytesIO()
    worn.save(target, "JPEG", quality=_QUALITY, optimize=True)
    return ScanPage(target.getvalue(), worn.size, rotate=90 if sideways else 0)


def _with_grain(picture: Image.Image, chance: random.Random) -> Image.Image:
    """Coarse grain: fine noise would cost most of the file and look no more real."""
    small = (picture.width // 3, picture.height // 3)
    grain = Image.frombytes("L", small, chance.randbytes(small[0] * small[1]))
    spread = grain.point([value * 18 // 256 for value in range(256)])
    return ImageChops.subtract(picture, spread.resize(picture.size, Image.Resampling.BILINEAR))


def images_as_pdf(pages: Sequence[ScanPage]) -> bytes:
    target = io.BytesIO()
    with pikepdf.new() as pdf:
        for page in pages:
            _add_page(pdf, page)
        pdf.save(target, deterministic_id=True)
    return target.getvalue()


def _add_page(pdf: pikepdf.Pdf, scan: ScanPage) -> None:
    width, height = (side * 72 / DPI for side in scan.size)
    image = pdf.make_stream(
        scan.jpeg,
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=scan.size[0],
        Height=scan.size[1],
        ColorSpace=pikepdf.Name.DeviceGray,
        BitsPerComponent=8,
        Filter=pikepdf.Name.DCTDecode,
    )
    page = pdf.add_blank_page(page_size=(width, height))
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Scan=image))
    page.Contents = pdf.make_stream(f"q {width:.2f} 0 0 {height:.2f} 0 0 cm /Scan Do Q".encode())
    if scan.rotate:
        page.Rotate = scan.rotate
