"""The laid-out report as PDF/A-3b with `advice.json` in it and two signature fields, in memory.

Same document, same bytes: identifiers and dates follow from the content, so that verification can
make the file again. pikepdf's own `pdfa.save` is not used, since it writes plain text to the
system's temporary folder. Its validator knows no form fields: the file is validated before they
are added, and the two fields are all that is not checked here.
"""

from __future__ import annotations

import datetime
from io import BytesIO
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

from assessor_app.domain.advice import AdviceDocument, advice_to_bytes
from assessor_app.i18n import Catalogue
from assessor_app.report.annexes import FIELDS
from assessor_app.report.layout import lay_out_report
from assessor_app.settings import FONT_FOLDER
from assessor_app.typeset.pages import PRODUCER, Laid, Rect

ATTACHMENT = "advice.json"
FLAVOUR = "3b"
_PROFILE = "sRGB.icc"
_HIGHEST_SIGNATURE_FLAGS = 3  # signatures exist, append only (ISO 32000-1, table 219)
_PRINT_AND_LOCKED = 132  # ISO 32000-1, table 165: a widget that prints and is not moved


class NotArchivalError(Exception):
    """The file we made is no PDF/A: a bug of ours, with the validator's findings."""


def archive_report(
    document: AdviceDocument, catalogue: Catalogue, *, validate: bool = True
) -> bytes:
    """Return the report to sign: PDF/A-3b, `advice.json` embedded, both fields empty."""
    laid = lay_out_report(document, catalogue)
    return archive_pages(laid, document, catalogue, validate=validate)


def archive_pages(
    laid: Laid, document: AdviceDocument, catalogue: Catalogue, *, validate: bool = True
) -> bytes:
    """Return laid-out pages as the archive file; NotArchivalError when it is none.

    Validation may be left out only where the file is made to compare with, never to hand out.
    """
    with Pdf.open(BytesIO(laid.data)) as pdf:
        for page in pdf.pages:
            del page.obj[Name.Trans]  # ReportLab writes one on every page, PDF/A forbids it
        _attach(pdf, document)
        _prepare(pdf)
        _describe(pdf, document, catalogue)
        checked = _saved(pdf)
        if validate:
            _require_archival(checked)
    with Pdf.open(BytesIO(checked)) as pdf:
        for name in FIELDS:
            _add_field(pdf, name, laid.anchors[name], catalogue)
        # PAdES signatures announce themselves (ETSI EN 319 142-1, 5.1): here, not while signing,
        # so that a signature changes nothing but its own field.
        level = Dictionary(BaseVersion=Name("/1.7"), ExtensionLevel=1)
        pdf.Root[Name.Extensions] = Dictionary(ESIC=level)
        return _saved(pdf)


def _attach(pdf: Pdf, document: AdviceDocument) -> None:
    day = document.drawn_up
    data = Stream(pdf, advice_to_bytes(document))
    data[Name.Type] = Name.EmbeddedFile
    data[Name.Subtype] = Name("/application/json")
    data[Name.Params] = Dictionary(
        Size=len(advice_to_bytes(document)), ModDate=String(_pdf_date(day))
    )
    embedded = pdf.make_indirect(data)
    specification = pdf.make_indirect(
        Dictionary(
            Type=Name.Filespec,
            F=String(ATTACHMENT),
            UF=String(ATTACHMENT),
            AFRelationship=Name.Data,
            Desc=String(ATTACHMENT),
            EF=Dictionary(F=embedded, UF=embedded),
        )
    )
    tree = Dictionary(Names=Array([String(ATTACHMENT), specification]))
    pdf.Root[Name.Names] = Dictionary(EmbeddedFiles=pdf.make_indirect(tree))
    pdf.Root[Name.AF] = Array([specification])


def _pdf_date(day: datetime.date) -> str:
    return f"D:{day:%Y%m%d}000000+00'00'"


def _describe(pdf: Pdf, document: AdviceDocument, catalogue: Catalogue) -> None:
    """Write the same properties into XMP and the information dictionary.

    Last of all, since preparing writes the present time and pikepdf's version.
    """
    moment = f"{document.drawn_up.isoformat()}T00:00:00+00:00"
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=True) as metadata:
        metadata["dc:title"] = catalogue.text("report.document_title", candidate=document.candidate)
        metadata["dc:creator"] = [catalogue.text("report.author")]
        metadata["dc:language"] = [document.language]
        metadata["pdf:Producer"] = PRODUCER
        metadata["xmp:CreatorTool"] = PRODUCER
        metadata["xmp:CreateDate"] = moment
        metadata["xmp:ModifyDate"] = moment
        metadata["xmp:MetadataDate"] = moment


def _prepare(pdf: Pdf) -> None:
    from pikepdf.pdfa import prepare

    profile: Path = FONT_FOLDER / _PROFILE
    prepare(pdf, FLAVOUR, output_intent=profile.read_bytes(), output_condition_identifier="sRGB")


def _saved(pdf: Pdf) -> bytes:
    from pikepdf.pdfa import resolve_save_kwargs

    settings = resolve_save_kwargs(
        FLAVOUR,
        deterministic_id=True,
        min_version="1.7",
        # Plain objects and a plain cross-reference table: each reader sees the same file.
        object_stream_mode=pikepdf.ObjectStreamMode.disable,
    )
    stream = BytesIO()
    pdf.save(stream, **settings)
    return stream.getvalue()


def _require_archival(data: bytes) -> None:
    from pikepdf.pdfa import validate_written

    report = validate_written(BytesIO(data), FLAVOUR)
    if not report.passed:
        raise NotArchivalError("; ".join(str(finding) for finding in report.findings))


def _add_field(pdf: Pdf, name: str, rect: Rect, catalogue: Catalogue) -> None:
    """Add an empty signature field with an empty look, since PDF/A asks one of each widget."""
    page = pdf.pages[rect.page]
    box = [rect.x0, rect.y0, rect.x1, rect.y1]
    look = Stream(pdf, b"")
    look[Name.Type] = Name.XObject
    look[Name.Subtype] = Name.Form
    look[Name.BBox] = Array([0, 0, rect.x1 - rect.x0, rect.y1 - rect.y0])
    field = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Sig,
            T=String(name),
            TU=String(catalogue.text("report.field", number=FIELDS.index(name) + 1)),
            F=_PRINT_AND_LOCKED,
            Rect=Array(box),
            P=page.obj,
            AP=Dictionary(N=pdf.make_indirect(look)),
        )
    )
    if Name.AcroForm not in pdf.Root:
        pdf.Root[Name.AcroForm] = pdf.make_indirect(
            Dictionary(Fields=Array([]), SigFlags=_HIGHEST_SIGNATURE_FLAGS)
        )
    pdf.Root.AcroForm.Fields.append(field)
    if Name.Annots not in page.obj:
        page.obj[Name.Annots] = pdf.make_indirect(Array([]))
    page.obj.Annots.append(field)
