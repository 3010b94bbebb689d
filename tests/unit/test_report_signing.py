"""Who may sign which field of which report, with what."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from io import BytesIO

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from pikepdf import Pdf

from assessor_app.errors import Code, RefusedError
from assessor_app.i18n import Catalogue
from assessor_app.report.archive import archive_report
from assessor_app.report.credentials import (
    Credential,
    credential_from_p12,
    read_roots,
)
from assessor_app.report.signing import sign_report
from assessor_app.report.verification import State, verify_report
from tests.building.advice import exempt_advice
from tests.building.signing import (
    BEGIN,
    LATER,
    NOW,
    built,
    make_credential,
    pair,
    pkcs12_of,
    rewritten,
    signed_once,
    signed_twice,
)


def _refusal(act: Callable[[], object]) -> Code:
    with pytest.raises(RefusedError) as caught:
        act()
    return caught.value.code


def test_the_second_signature_leaves_every_byte_of_the_first() -> None:
    assert signed_twice().startswith(signed_once())
    assert signed_once().startswith(built())


def test_the_fields_may_be_signed_in_either_order() -> None:
    first = sign_report(built(), credential=pair().second, now=NOW)
    both = sign_report(first, credential=pair().first, now=LATER)
    result = verify_report(both)
    assert (result.findings, result.state) == ((), State.SIGNED)
    assert [each.field for each in result.signatures] == ["Assessor2", "Assessor1"]


def test_nobody_signs_twice() -> None:
    act = lambda: sign_report(signed_once(), credential=pair().first, now=LATER)  # noqa: E731
    assert _refusal(act) is Code.REPORT_FIELD_SIGNED


def test_a_changed_report_is_not_signed() -> None:
    changed = bytearray(signed_once())
    changed[len(built()) // 2] ^= 1
    for pdf in (bytes(changed), b"no pdf", signed_once() + b"\n"):
        act = lambda pdf=pdf: sign_report(pdf, credential=pair().second, now=LATER)  # noqa: E731
        assert _refusal(act) is Code.REPORT_CHANGED


def test_a_report_with_other_pages_is_not_signed() -> None:
    with Pdf.open(BytesIO(built())) as pdf:
        del pdf.pages[0]
        changed = rewritten(pdf)
    act = lambda: sign_report(changed, credential=pair().first, now=NOW)  # noqa: E731
    assert _refusal(act) is Code.REPORT_CHANGED


@pytest.mark.parametrize(
    ("number", "field"),
    [
        ("RJ-A-7777", None),  # no assessor of this report
        ("RJ-A-7777", "Assessor1"),  # someone else's field
        ("RJ-A-0012", None),  # the number, not the certificate that the report names
        ("RJ-A-0012", "Assessor3"),  # no such field
    ],
)
def test_someone_else_cannot_sign(number: str, field: str | None) -> None:
    other = make_credential(number=number)
    act = lambda: sign_report(built(), credential=other, now=NOW, field=field)  # noqa: E731
    assert _refusal(act) is Code.REPORT_NOT_YOURS


def test_without_named_certificates_the_number_suffices() -> None:
    pdf = archive_report(exempt_advice(), Catalogue("nl"))
    signed = sign_report(pdf, credential=make_credential(), now=NOW)
    assert verify_report(signed).state is State.SIGNED_BY_ONE


def test_an_issued_certificate_signs_the_field_it_is_told() -> None:
    root = make_credential(name="Uitgever", number=None, authority=True)
    issued = make_credential(name="A. de Wit", number=None, issuer=root)
    signed = sign_report(built(), credential=issued, now=NOW, field="Assessor1")
    (signature,) = verify_report(signed).signatures
    assert (signature.signer.name, signature.signer.number) == ("A. de Wit", "")
    act = lambda: sign_report(built(), credential=issued, now=NOW)  # noqa: E731
    assert _refusal(act) is Code.REPORT_NOT_YOURS
    act = lambda: sign_report(built(), credential=issued, now=NOW, field="Assessor2")  # noqa: E731
    assert _refusal(act) is Code.REPORT_NOT_YOURS


@pytest.mark.parametrize(
    ("credential", "now"),
    [
        (lambda: make_credential(bits=2048), NOW),
        (lambda: make_credential(usage=False), NOW),
        (lambda: pair().first, BEGIN - datetime.timedelta(days=1)),
        (lambda: pair().first, BEGIN + datetime.timedelta(days=5000)),
    ],
)
def test_an_unsuitable_certificate_is_refused(
    credential: Callable[[], Credential], now: datetime.datetime
) -> None:
    act = lambda: sign_report(built(), credential=credential(), now=now)  # noqa: E731
    assert _refusal(act) is Code.CERTIFICATE_UNSUITABLE


def test_a_pkcs12_file_signs_as_its_owner() -> None:
    data = pkcs12_of(pair().first.key, pair().first.certificate, b"geheim")
    credential = credential_from_p12(data, passphrase="geheim")
    assert credential.signer.number == "RJ-A-0012"
    assert sign_report(built(), credential=credential, now=NOW)
    assert (
        _refusal(lambda: credential_from_p12(data, passphrase="fout")) is Code.CERTIFICATE_INVALID
    )
    assert _refusal(lambda: credential_from_p12(b"x", passphrase="")) is Code.CERTIFICATE_INVALID


def test_an_elliptic_key_is_refused() -> None:
    """Such a signature would lift the report to PDF 2.0, out of PDF/A-3."""
    key = ec.generate_private_key(ec.SECP256R1())
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes

    subject = x509.Name([])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(BEGIN)
        .not_valid_after(LATER)
        .sign(key, hashes.SHA256())
    )
    data = pkcs12_of(key, certificate, b"geheim")
    act = lambda: credential_from_p12(data, passphrase="geheim")  # noqa: E731
    assert _refusal(act) is Code.CERTIFICATE_UNSUITABLE


def test_roots_that_are_none_are_refused() -> None:
    assert _refusal(lambda: read_roots(b"no certificate")) is Code.CERTIFICATE_INVALID


def test_poppler_finds_both_signatures_valid(pdfsig: Callable[[bytes], str]) -> None:
    shown = pdfsig(signed_twice())
    assert shown.count("Signature is Valid.") == 2
    assert shown.count("Signature Type: ETSI.CAdES.detached") == 2
    assert shown.count("Total document signed") == 1


@pytest.fixture
def pdfsig(tmp_path: object) -> Callable[[bytes], str]:
    """Return a function that hands a file to poppler's `pdfsig`; skips where that is absent."""
    import shutil
    import subprocess
    from pathlib import Path

    program = shutil.which("pdfsig")
    if program is None:
        pytest.skip("poppler-utils is not installed")
    file = Path(str(tmp_path)) / "report.pdf"

    def run(pdf: bytes) -> str:
        file.write_bytes(pdf)
        done = subprocess.run([program, str(file)], capture_output=True, text=True, check=True)
        return done.stdout

    return run
