"""The visible side of a signature, laid out as a page of its own that fills the field's box.

It depends on certificate, moment and language alone, so that verification can make it again.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from cryptography.x509 import Certificate
from cryptography.x509.oid import NameOID
from reportlab.lib.colors import Color
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from assessor_app.clock import rfc3339
from assessor_app.i18n import Catalogue
from assessor_app.report.wording import moment_text
from assessor_app.typeset.fonts import TEXT, TEXT_BOLD, plain, register_fonts
from assessor_app.typeset.styles import ACCENT, INK, MUTED

_LEFT = 12.0
_LEADING = 15.0


@dataclass(frozen=True, slots=True)
class Signer:
    """Who a certificate says it is of; `issuer` is empty when it is its own issuer."""

    name: str
    number: str
    issuer: str


def read_signer(certificate: Certificate) -> Signer:
    """Return whom the certificate names: common name and serial number of the subject."""
    own = certificate.subject == certificate.issuer
    issuer = certificate.issuer.rfc4514_string()
    return Signer(
        name=_attribute(certificate, NameOID.COMMON_NAME),
        number=_attribute(certificate, NameOID.SERIAL_NUMBER),
        issuer="" if own else issuer,
    )


def _attribute(certificate: Certificate, oid: object) -> str:
    found = [each.value for each in certificate.subject if each.oid == oid]
    return str(found[0]) if found else ""


def lay_out_stamp(
    signer: Signer,
    moment: datetime.datetime,
    *,
    size: tuple[int, int],
    catalogue: Catalogue,
) -> bytes:
    """Return the stamp as a PDF of one page of `size` points."""
    register_fonts()
    stream = BytesIO()
    settings: dict[str, Any] = {"initialFontName": TEXT, "invariant": 1}
    canvas = Canvas(stream, pagesize=size, **settings)
    width, height = size
    canvas.setFillColor(ACCENT)
    canvas.rect(0, 0, 3, height, stroke=0, fill=1)
    y = height - 18.0
    for text, font, points, color in _lines(signer, moment, catalogue):
        canvas.setFillColor(color)
        canvas.setFont(font, _fitting(text, font, points, width - _LEFT - 6))
        canvas.drawString(_LEFT, y, text)
        y -= _LEADING
    canvas.showPage()
    canvas.save()
    return stream.getvalue()


def _lines(
    signer: Signer, moment: datetime.datetime, catalogue: Catalogue
) -> list[tuple[str, str, float, Color]]:
    source = (
        catalogue.text("report.stamp.issued", issuer=signer.issuer)
        if signer.issuer
        else catalogue.text("report.stamp.self_signed")
    )
    lines = [
        (catalogue.text("report.stamp.title"), TEXT, 8.0, MUTED),
        (signer.name, TEXT_BOLD, 11.0, INK),
        (catalogue.text("report.register_number", number=signer.number or "–"), TEXT, 8.5, INK),
        (moment_text(rfc3339(moment), catalogue), TEXT, 8.5, INK),
        (source, TEXT, 7.5, MUTED),
    ]
    return [(plain(text), font, points, color) for text, font, points, color in lines]


def _fitting(text: str, font: str, points: float, room: float) -> float:
    width = stringWidth(text, font, points)
    return points if width <= room else round(points * room / width, 2)
