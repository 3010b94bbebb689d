"""What a newer package needs of the store: a look into what is staged, openings that go, a name."""

from __future__ import annotations

from pathlib import Path

from assessor_app.store.package_schema import NewDocument
from assessor_app.store.package_writer import PackageWriter
from assessor_app.store.workspace import Workspace
from tests.building.dossiers import FIRST


def test_a_package_is_read_before_it_is_adopted(workspace: Workspace) -> None:
    with workspace.stage_package() as writer:
        writer.add_document(NewDocument("plan", "documents/plan.txt", "Plan", "text/plain"), [b"x"])
        writer.set_portfolio(b"{}")
        for _ in range(2):
            with writer.read() as reader:
                assert reader.document_bytes("plan") == b"x"
    assert [*(workspace.home / "staging").iterdir()] == []


def test_a_look_leaves_the_file_as_it_is(tmp_path: Path) -> None:
    writer = PackageWriter(tmp_path)
    writer.set_portfolio(b"{}")
    writer.finish()
    before = (tmp_path / writer.file).read_bytes()
    with writer.read() as reader:
        assert reader.portfolio_bytes() == b"{}"
    assert (tmp_path / writer.file).read_bytes() == before
    writer.discard()


def test_what_was_opened_can_be_as_if_it_never_was(workspace: Workspace) -> None:
    with workspace.unit("open", dossier=FIRST) as unit:
        unit.set_opened("document", "plan")
        unit.set_opened("answer", "H.1")
        unit.commit()
    with workspace.unit("import", dossier=FIRST) as unit:
        unit.drop_opened("document", "plan")
        unit.drop_opened("document", "nooit geopend")
        assert unit.opened(FIRST) == {("answer", "H.1")}
        unit.commit()
    with workspace.read() as reader:
        assert reader.opened(FIRST) == {("answer", "H.1")}


def test_a_dossier_takes_the_name_of_its_newest_package(workspace: Workspace) -> None:
    with workspace.unit("import", dossier=FIRST) as unit:
        unit.set_candidate("K-002", None)
        unit.commit()
    with workspace.read() as reader:
        row = reader.dossier(FIRST)
        assert (row.reference, row.candidate) == ("K-002", None)
