"""Is this report what two assessors signed? Every answer is a finding with a code, never a crash.

"Intact and valid" of a signature alone accepts files that were changed afterwards. Here a report
is sound only when each signature is valid PAdES over its whole revision and the last over the
whole file, there is one revision per signature and none besides, and the file as signed, object by
object, is the report that its embedded `advice.json` makes, with nothing added but signatures and
the stamps that follow from them.
"""

from __future__ import annotations

import datetime
import unicodedata
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from io import BytesIO

import pikepdf
from cryptography import x509
from pikepdf import Name, Object, Pdf, Stream
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.general import SigningError
from pyhanko.sign.validation.errors import SignatureValidationError

from assessor_app.domain.advice import (
    BYTES_LIMIT,
    AdviceDocument,
    ReportAssessor,
    advice_to_bytes,
    parse_advice,
)
from assessor_app.errors import Code, RefusedError
from assessor_app.i18n import Catalogue
from assessor_app.report.annexes import FIELDS
from assessor_app.report.archive import ATTACHMENT, archive_report
from assessor_app.report.comparison import differing_objects, differing_places
from assessor_app.report.credentials import certificate_sha256
from assessor_app.report.layout import LAYOUT
from assessor_app.report.signature_check import CheckedSignature, Slip, check_signatures
from assessor_app.report.stamp import Signer, lay_out_stamp
from assessor_app.report.trust import KnownSigner, Trust, judge_trust

LIMIT = 50_000_000
_HEADER = b"%PDF-"

# What the parsers raise on bytes that are no sound PDF. They are not ours: some checks of theirs
# are assertions and plain lookups, and none of that is a bug of this program.
UNREADABLE = (
    PdfError,
    SigningError,
    SignatureValidationError,
    pikepdf.PdfError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    NotImplementedError,
    RecursionError,
    TypeError,
    ValueError,
    zlib.error,
)


class Flaw(StrEnum):
    """What can be wrong with a report; stable codes, each with a sentence `verify.<code>`."""

    TOO_LARGE = "too_large"
    NOT_A_PDF = "not_a_pdf"
    UNREADABLE = "unreadable"
    UNSIGNED = "unsigned"
    FOREIGN_SIGNATURE = "foreign_signature"
    SIGNATURE_INVALID = "signature_invalid"
    NOT_PADES = "not_pades"
    WEAK_SIGNATURE = "weak_signature"
    NOT_COVERED = "not_covered"
    CHANGED_SINCE = "changed_since"
    ADVICE_MISSING = "advice_missing"
    ADVICE_INVALID = "advice_invalid"
    ADVICE_NEWER = "advice_newer"
    LAYOUT_UNKNOWN = "layout_unknown"
    PAGES_DIFFER = "pages_differ"
    CONTENT_DIFFERS = "content_differs"
    STAMP_DIFFERS = "stamp_differs"
    SIGNER_DIFFERS = "signer_differs"
    SIGNER_UNKNOWN = "signer_unknown"


class State(StrEnum):
    """How far a report is signed."""

    UNSIGNED = "unsigned"
    SIGNED_BY_ONE = "signed_by_one"
    SIGNED = "signed"


@dataclass(frozen=True, slots=True)
class Finding:
    """One flaw; `where` is a field's name or the path of an object, where there is one."""

    flaw: Flaw
    where: str = ""


@dataclass(frozen=True, slots=True)
class ReportSignature:
    """One signature as found; `signed_at` is the signer's own clock, as there is no time-stamp."""

    field: str
    signer: Signer
    signed_at: datetime.datetime
    certificate_sha256: str
    trust: Trust


@dataclass(frozen=True, slots=True)
class Verification:
    """The result: sound when there are no findings; amber when sound by unknown signers."""

    findings: tuple[Finding, ...]
    signatures: tuple[ReportSignature, ...] = ()
    document: AdviceDocument | None = None

    @property
    def sound(self) -> bool:
        """Whether nothing was found wanting (exit status 0, otherwise 3)."""
        return not self.findings

    @property
    def state(self) -> State:
        """How far the report is signed, whatever else was found."""
        return tuple(State)[min(len(self.signatures), 2)]

    @property
    def trust(self) -> Trust:
        """Known only when there are signers and all of them are."""
        known = [signature.trust is Trust.KNOWN for signature in self.signatures]
        return Trust.KNOWN if known and all(known) else Trust.UNKNOWN


def verify_report(
    pdf: bytes,
    *,
    cards: Sequence[KnownSigner] = (),
    roots: Sequence[x509.Certificate] | None = None,
    require_known: bool = False,
) -> Verification:
    """Return everything that is wrong with a report, and who signed it.

    With cards, roots or `require_known`, an unknown signer is a finding as well.
    """
    if len(pdf) > LIMIT:
        return Verification((Finding(Flaw.TOO_LARGE),))
    if not pdf.startswith(_HEADER):
        return Verification((Finding(Flaw.NOT_A_PDF),))
    try:
        document, flaws = _read_document(pdf)
        checked, slips = check_signatures(pdf)
    except UNREADABLE:
        return Verification((Finding(Flaw.UNREADABLE),))
    flaws += [_finding(slip) for slip in slips]
    if document is not None:
        again = _make_again(document, checked)
        try:
            flaws += _compare(pdf, again, checked)
        except UNREADABLE:
            flaws.append(Finding(Flaw.UNREADABLE))
        flaws += _compare_signers(document, checked)
    signatures = tuple(_signature(each, cards, roots or ()) for each in checked)
    if require_known or cards or roots is not None:
        flaws += _unknown(signatures)
    return Verification(tuple(dict.fromkeys(flaws)), signatures, document)


def _finding(slip: Slip) -> Finding:
    return Finding(Flaw(slip.code), slip.field)


def _unknown(signatures: Sequence[ReportSignature]) -> list[Finding]:
    return [
        Finding(Flaw.SIGNER_UNKNOWN, each.field)
        for each in signatures
        if each.trust is Trust.UNKNOWN
    ]


def _signature(
    checked: CheckedSignature,
    cards: Sequence[KnownSigner],
    roots: Sequence[x509.Certificate],
) -> ReportSignature:
    return ReportSignature(
        field=checked.field,
        signer=checked.signer,
        signed_at=checked.signed_at,
        certificate_sha256=certificate_sha256(checked.certificate),
        trust=judge_trust(
            checked.certificate, checked.others, moment=checked.signed_at, cards=cards, roots=roots
        ),
    )


def _read_document(pdf: bytes) -> tuple[AdviceDocument | None, list[Finding]]:
    """Return the embedded advice, or why there is none to rely on."""
    with Pdf.open(BytesIO(pdf), attempt_recovery=False) as opened:
        data = _attachment(opened)
    if data is None:
        return None, [Finding(Flaw.ADVICE_MISSING)]
    try:
        document = parse_advice(data)
    except RefusedError as error:
        newer = error.code is Code.ADVICE_NEWER
        return None, [Finding(Flaw.ADVICE_NEWER if newer else Flaw.ADVICE_INVALID)]
    if document.layout != LAYOUT:
        return None, [Finding(Flaw.LAYOUT_UNKNOWN)]
    return document, []


def _attachment(opened: Pdf) -> bytes | None:
    """Return the bytes of `advice.json` up to its limit; None when it is not there."""
    associated = opened.Root.get(Name.AF)
    if associated is None or len(associated) != 1:
        return None
    specification = associated[0]
    if str(specification.get(Name.UF, "")) != ATTACHMENT:
        return None
    stream = specification.EF.F
    raw = bytes(stream.read_raw_bytes())
    if Name.Filter not in stream:
        return raw
    return zlib.decompressobj().decompress(raw, BYTES_LIMIT + 1)


@dataclass(frozen=True, slots=True)
class _Again:
    """What the advice makes: the report before any signature, and the stamp of each signature."""

    report: bytes
    stamps: tuple[bytes, ...]


def _make_again(document: AdviceDocument, checked: Sequence[CheckedSignature]) -> _Again:
    """Make report and stamps; a slip in here is a bug of ours and not a finding."""
    words = Catalogue(document.language)
    report = _made_again(advice_to_bytes(document))
    with Pdf.open(BytesIO(report)) as opened:
        sizes = [_size(_field(opened, each.field)) for each in checked]
    stamps = [
        lay_out_stamp(each.signer, each.signed_at, size=size, catalogue=words)
        for each, size in zip(checked, sizes, strict=True)
    ]
    return _Again(report, tuple(stamps))


@lru_cache(maxsize=1)
def _made_again(advice: bytes) -> bytes:
    """Return the report that this advice makes; signing looks at it before and after."""
    document = parse_advice(advice)
    return archive_report(document, Catalogue(document.language), validate=False)


def _size(field: Object) -> tuple[int, int]:
    x0, y0, x1, y1 = (int(edge) for edge in field.Rect)
    return x1 - x0, y1 - y0


def _compare(pdf: bytes, again: _Again, checked: Sequence[CheckedSignature]) -> list[Finding]:
    """Compare the file, as each signature found it and as it is, with what the advice makes."""
    if not pdf.startswith(again.report[:8]):
        return [Finding(Flaw.CONTENT_DIFFERS, "/")]
    found: list[Finding] = []
    for count, signature in enumerate(checked, 1):
        found += _compare_revision(pdf[: signature.end], again, checked[:count])
    return found or _compare_revision(pdf, again, checked)


def _compare_revision(
    pdf: bytes, again: _Again, signed: Sequence[CheckedSignature]
) -> list[Finding]:
    with (
        Pdf.open(BytesIO(pdf), attempt_recovery=False) as actual,
        Pdf.open(BytesIO(again.report)) as wanted,
    ):
        found: list[Finding] = []
        for signature, stamp in zip(signed, again.stamps, strict=False):
            if not _stamp_fits(_field(actual, signature.field), stamp):
                found.append(Finding(Flaw.STAMP_DIFFERS, signature.field))
            for side in (actual, wanted):
                _blank(_field(side, signature.field))
        return found + [_difference(path) for path in differing_places(actual, wanted)]


def _difference(path: str) -> Finding:
    paged = path.startswith("/Root/Pages")
    return Finding(Flaw.PAGES_DIFFER if paged else Flaw.CONTENT_DIFFERS, path)


def _field(pdf: Pdf, name: str) -> Object:
    return pdf.Root.AcroForm.Fields[FIELDS.index(name)]


def _blank(field: Object) -> None:
    """Take off what signing adds: the signature and its stamp, both checked by themselves."""
    for key in (Name.V, Name.AP):
        if key in field:
            del field[key]


def _stamp_fits(field: Object, stamp: bytes) -> bool:
    """Tell whether the field shows exactly the stamp that certificate and moment make."""
    appearance = field.AP
    if set(appearance.keys()) != {"/N"} or not isinstance(appearance.N, Stream):
        return False
    with Pdf.open(BytesIO(stamp)) as laid:
        page = laid.pages[0].obj
        wanted = laid.make_indirect(Stream(laid, page.Contents.read_bytes()))
        wanted[Name.Type] = Name.XObject
        wanted[Name.Subtype] = Name.Form
        wanted[Name.BBox] = page.MediaBox
        wanted[Name.Resources] = page.Resources
        return not differing_objects(appearance.N, wanted)


def _compare_signers(
    document: AdviceDocument, checked: Sequence[CheckedSignature]
) -> list[Finding]:
    """Hold certificates against the assessors of their fields."""
    found = [
        Finding(Flaw.SIGNER_DIFFERS, each.field)
        for each in checked
        if not _is_assessor(document, each)
    ]
    if len({certificate_sha256(each.certificate) for each in checked}) < len(checked):
        found.append(Finding(Flaw.SIGNER_DIFFERS))
    return found


def _is_assessor(document: AdviceDocument, checked: CheckedSignature) -> bool:
    assessor = document.assessors[FIELDS.index(checked.field)]
    if checked.signer.issuer:
        return names_assessor(checked.signer, assessor)
    named = assessor.certificate_sha256
    if named is not None and named != certificate_sha256(checked.certificate):
        return False
    return checked.signer.number == assessor.number


def names_assessor(signer: Signer, assessor: ReportAssessor) -> bool:
    """Whether an issued certificate is of this assessor: few carry a register number, and many
    have initials, so that the first letter and the last word of the name will do."""
    return signer.number == assessor.number or _short(signer.name) == _short(assessor.name)


def _short(name: str) -> tuple[str, list[str]]:
    folded = unicodedata.normalize("NFC", name).casefold().split()
    return "".join(folded)[:1], folded[-1:]
