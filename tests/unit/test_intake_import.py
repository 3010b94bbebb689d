"""A package becomes a dossier: what is in it afterwards, and what a second import does."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assessor_app.domain.values import DossierId, PackageId
from assessor_app.engine.client import Engine, EngineLimits
from assessor_app.errors import Code, RefusedError
from assessor_app.intake.actions import import_package
from assessor_app.intake.package import DOCX
from assessor_app.intake.reports import BlankPages, ImportStatus, MissingAnswer, UnreadableDocument
from assessor_app.store.package_schema import Place, PlaceKind
from assessor_app.store.workspace import Workspace
from tests.building import documents
from tests.building.docx import docx_of
from tests.building.packages import (
    DOSSIER,
    NORMS,
    OTHER_PACKAGE,
    PACKAGE,
    PLAN,
    Bag,
    document,
    plan_pdf,
    small_portfolio,
)
from tests.building.workspaces import new_workspace, running_engine, store_snapshot


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with new_workspace(tmp_path / "home") as opened:
        yield opened


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    yield from running_engine()


def _write(folder: Path, data: bytes) -> Path:
    path = folder / "proef.portfolio.zip"
    path.write_bytes(data)
    return path


def test_a_package_becomes_a_dossier(workspace: Workspace, engine: Engine, tmp_path: Path) -> None:
    path = _write(tmp_path, Bag.of().zip())
    summary = import_package(workspace, engine, path=path, norms=NORMS)
    assert summary.status is ImportStatus.IMPORTED
    assert (summary.dossier, summary.package) == (DOSSIER, PACKAGE)
    assert (summary.documents, summary.pages) == (1, 3)
    assert summary.missing_answers[0] == MissingAnswer("H.1", 2)
    with workspace.read() as reader:
        row = reader.dossier(DOSSIER)
        assert (row.reference, row.candidate) == ("K-001", "Proef Persoon")
        assert row.package.digest == summary.digest
        assert reader.framework(row.id).stem == "small-1"
        assert reader.procedure(row.id).id == "small"
        assert reader.revisions(row.id)[-1].action == "import"
    with workspace.package(PackageId(PACKAGE)) as package:
        assert package.document_bytes("plan") == plan_pdf()
        assert package.document("plan").status == "ok"
        pages = package.pages(Place(PlaceKind.DOCUMENT, "plan"))
        assert [page.text for page in pages] == [
            "Begeleidingsplan van de cliënt\nDoel: vier dagen werken",
            "Evaluatie",
        ]
        assert "cliënt" in package.pages(Place(PlaceKind.ANSWER, "H.1"))[0].text
        assert {hit.place.id for hit in package.search("client")} == {"plan", "H.1"}


def test_the_same_package_changes_nothing(
    workspace: Workspace, engine: Engine, tmp_path: Path
) -> None:
    first = import_package(workspace, engine, path=_write(tmp_path, Bag.of().zip()), norms=NORMS)
    before = store_snapshot(workspace)
    rezipped = _write(tmp_path, Bag.of().zip(prefix="map/"))
    again = import_package(workspace, engine, path=rezipped, norms=NORMS)
    assert again.status is ImportStatus.UNCHANGED
    assert (again.dossier, again.digest) == (first.dossier, first.digest)
    assert store_snapshot(workspace) == before


def test_documents_that_cannot_be_shown_are_kept(
    workspace: Workspace, engine: Engine, tmp_path: Path
) -> None:
    files = {
        "documents/slot.pdf": documents.locked(plan_pdf()),
        "documents/kapot.pdf": b"geen pdf",
        "documents/scan.png": documents.png_of(30, 20),
    }
    listed = [
        document("slot", "documents/slot.pdf"),
        document("kapot", "documents/kapot.pdf"),
        document("scan", "documents/scan.png", media_type="image/png"),
    ]
    bag = Bag.of(small_portfolio(documents=listed), files)
    summary = import_package(workspace, engine, path=_write(tmp_path, bag.zip()), norms=NORMS)
    assert summary.unreadable == (
        UnreadableDocument("slot", "password"),
        UnreadableDocument("kapot", "not_a_pdf"),
    )
    assert summary.blank_pages == (BlankPages("scan", (1,)),)
    with workspace.package(PackageId(PACKAGE)) as package:
        assert package.document("slot").status == "password"
        assert package.document_bytes("kapot") == b"geen pdf"


def test_flowing_documents_are_laid_out_and_labelled(
    workspace: Workspace, engine: Engine, tmp_path: Path
) -> None:
    files = {
        "documents/plan.docx": docx_of(["Werkplan voor de cliënt"]),
        "documents/kapot.docx": b"PK\x03\x04 half",
        "documents/notitie.txt": b"Notitie over de werkgever",
    }
    listed = [
        document("plan", "documents/plan.docx", media_type=DOCX),
        document("kapot", "documents/kapot.docx", media_type=DOCX),
        document("notitie", "documents/notitie.txt", media_type="text/plain"),
    ]
    bag = Bag.of(small_portfolio(documents=listed), files)
    summary = import_package(workspace, engine, path=_write(tmp_path, bag.zip()), norms=NORMS)
    assert summary.unreadable == (UnreadableDocument("kapot", "damaged"),)
    with workspace.package(PackageId(PACKAGE)) as package:
        assert package.document("plan").reason == "simplified"
        text = package.source_text(package.document("plan").source)
        assert text == "Werkplan voor de cliënt"


def test_no_procedure_means_the_default(
    workspace: Workspace, engine: Engine, tmp_path: Path
) -> None:
    bag = Bag.of(_register_portfolio(), {PLAN: plan_pdf()})
    import_package(workspace, engine, path=_write(tmp_path, bag.zip()))
    with workspace.read() as reader:
        procedure = reader.procedure(DossierId(DOSSIER))
        assert (procedure.id, procedure.version) == ("default", "1")


def _register() -> dict[str, str]:
    return {"id": "register-jobcoach-initial", "version": "1.3"}


def _register_portfolio() -> dict[str, Any]:
    portfolio = small_portfolio(
        framework=_register(),
        answers=[{"section": "C1.0", "question": 1, "text": "De context."}],
        documents=[document("plan", PLAN, sections=["C1.2"])],
    )
    del portfolio["procedure"]
    return portfolio


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"reference_date": "2026-03-02"}, Code.PACKAGE_DIFFERS),
        ({"package_id": OTHER_PACKAGE}, Code.PACKAGE_SUCCEEDS),
        (
            {"package_id": OTHER_PACKAGE, "supersedes": PACKAGE, "dossier_id": OTHER_PACKAGE},
            Code.PACKAGE_OTHER_DOSSIER,
        ),
        ({"dossier_id": OTHER_PACKAGE}, Code.PACKAGE_DIFFERS),
    ],
)
def test_what_does_not_fit_what_is_here(
    workspace: Workspace, engine: Engine, tmp_path: Path, changed: dict[str, Any], code: Code
) -> None:
    import_package(workspace, engine, path=_write(tmp_path, Bag.of().zip()), norms=NORMS)
    before = store_snapshot(workspace)
    other = _write(tmp_path, Bag.of(small_portfolio(**changed)).zip())
    with pytest.raises(RefusedError) as refusal:
        import_package(workspace, engine, path=other, norms=NORMS)
    assert refusal.value.code is code
    assert store_snapshot(workspace) == before


def test_a_package_whose_successor_is_here(
    workspace: Workspace, engine: Engine, tmp_path: Path
) -> None:
    newer = small_portfolio(package_id=OTHER_PACKAGE, supersedes=PACKAGE)
    imported = import_package(
        workspace, engine, path=_write(tmp_path, Bag.of(newer).zip()), norms=NORMS
    )
    assert imported.status is ImportStatus.IMPORTED
    with pytest.raises(RefusedError) as refusal:
        import_package(workspace, engine, path=_write(tmp_path, Bag.of().zip()), norms=NORMS)
    assert refusal.value.code is Code.PACKAGE_SUPERSEDED


def test_a_page_that_stalls_the_engine_costs_that_page_only(
    workspace: Workspace, tmp_path: Path
) -> None:
    bag = Bag.of(files={PLAN: documents.echo_bomb(depth=9)})
    with Engine(EngineLimits(page_seconds=2.0)) as patient:
        summary = import_package(workspace, patient, path=_write(tmp_path, bag.zip()), norms=NORMS)
    assert summary.unreadable == ()
    assert summary.blank_pages == (BlankPages("plan", (2,)),)
    with workspace.package(PackageId(PACKAGE)) as package:
        assert (package.document("plan").status, package.document("plan").reason) == (
            "ok",
            "broken_pages page:2",
        )


def test_a_failure_half_way_leaves_nothing(workspace: Workspace, tmp_path: Path) -> None:
    before = store_snapshot(workspace)
    with Engine(EngineLimits(page_seconds=1e-9)) as hasty, pytest.raises(RefusedError) as refusal:
        import_package(workspace, hasty, path=_write(tmp_path, Bag.of().zip()), norms=NORMS)
    assert refusal.value.code is Code.ENGINE_FAILED
    assert store_snapshot(workspace) == before
