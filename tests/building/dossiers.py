"""A dossier put straight into a workspace, and records about it, without an import."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable

from assessor_app.domain.bodies import RecordKind, SealBody
from assessor_app.domain.record import Record, RecordDraft, body_value
from assessor_app.domain.sheet import Author
from assessor_app.domain.values import DossierId, PackageId
from assessor_app.store.package_schema import NewDocument, Page, Place, PlaceKind
from assessor_app.store.package_writer import PackageWriter
from assessor_app.store.values import NewDossier
from assessor_app.store.workspace import Workspace
from assessor_app.vault.identity import Identity
from assessor_app.vault.records import sign_record
from tests.building.norm import small_framework, small_procedure

FIRST = DossierId("6f1d2c3b-0a4e-4c58-9d27-5b8e1f0a7c11")
SECOND = DossierId("6f1d9999-0a4e-4c58-9d27-5b8e1f0a7c22")
PLAN = Place(PlaceKind.DOCUMENT, "plan")
TALK = Place(PlaceKind.ANSWER, "H.1")
PLAN_BYTES = bytes(range(256)) * 5_000


def a_new_dossier(dossier: DossierId) -> NewDossier:
    return NewDossier(
        id=dossier,
        reference="K-001",
        candidate=None,
        framework=small_framework().canonical,
        procedure=small_procedure().canonical,
    )


def package_of(dossier: DossierId, version: int = 1) -> PackageId:
    return PackageId(f"{dossier[:-2]}{version:02}")


def digest_of(package: PackageId) -> str:
    return hashlib.sha512(package.encode()).hexdigest()


def portfolio_bytes(dossier: DossierId) -> bytes:
    content = {
        "format": "assessor-portfolio",
        "version": 1,
        "dossier_id": dossier,
        "package_id": package_of(dossier),
        "exported_at": "2026-03-02T09:00:00+01:00",
        "exported_by": {"name": "Portaal van de proef"},
        "framework": {"id": "small", "version": "1"},
        "candidate": {"reference": "K-001"},
        "reference_date": "2026-03-01",
    }
    return json.dumps(content).encode()


def fill(writer: PackageWriter, dossier: DossierId = FIRST) -> None:
    """Two documents, one of them unreadable, and one answer."""
    plan = NewDocument("plan", "documents/plan.pdf", "Plan", "application/pdf", ("H.1",), None)
    scan = NewDocument("scan", "documents/scan.pdf", "Scan", "application/pdf", (), "A1.1")
    writer.add_document(plan, (PLAN_BYTES[at : at + 70_000] for at in range(0, 1_280_000, 70_000)))
    writer.add_document(scan, [])
    writer.set_status("plan", "readable")
    writer.set_status("scan", "unreadable", "password")
    writer.add_answer("H.1", 1, "Ik vat *samen* wat de cliënt zegt.")
    writer.add_typeset("H.1", b"%PDF-typeset")
    writer.add_page(PLAN, Page(1, "De cliëntdossiers.", ((0, 2, 0, 0, 900, 100),), 59528, 84189))
    writer.add_page(PLAN, Page(2, "Twee gesprekken gevoerd.", (), 59528, 84189))
    writer.add_page(TALK, Page(1, "Ik vat samen wat de cliënt zegt.", (), 59528, 84189))
    writer.set_portfolio(portfolio_bytes(dossier))


def add_dossier(workspace: Workspace, dossier: DossierId = FIRST) -> PackageId:
    """A dossier with its first package, committed."""
    package = package_of(dossier)
    with workspace.stage_package() as writer:
        fill(writer, dossier)
        with workspace.unit("import") as unit:
            unit.add_dossier(a_new_dossier(dossier))
            unit.adopt_package(writer, package=package, digest=digest_of(package))
            unit.commit()
    return package


def a_record(
    identity: Identity,
    sequence: int,
    *,
    kind: RecordKind = RecordKind.SEAL,
    body: dict[str, object] | None = None,
    dossier: DossierId = FIRST,
    supersedes: Iterable[str] = (),
) -> Record:
    draft = RecordDraft(
        kind=kind,
        author=Author(number=identity.number, key=identity.signing_public.hex()),
        dossier=dossier,
        package=digest_of(package_of(dossier)),
        framework=small_framework().sha256,
        procedure="c" * 64,
        sequence=sequence,
        at="2026-03-02T12:00:00Z",
        journal="0" * 128,
        supersedes=tuple(supersedes),
        body=body if body is not None else body_value(SealBody(sheet_sha512="d" * 128)),
    )
    return sign_record(identity, draft)
