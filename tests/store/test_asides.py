"""What is durable without a revision: drafts of fields, and standard phrases."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import inspect

from assessor_app.domain.sheet import EntryKind, Judgement
from assessor_app.domain.values import Level
from assessor_app.store.engine import workspace_engine
from assessor_app.store.files import create_private_file
from assessor_app.store.schema import MIGRATIONS, upgrade_schema
from assessor_app.store.values import RecognisedPage
from assessor_app.store.workspace import Workspace, open_workspace
from tests.building.dossiers import FIRST, add_dossier
from tests.building.workspaces import PASSPHRASE, fixed_clock, new_workspace

JUDGEMENT = EntryKind.JUDGEMENT
ITEM = "H.1.1"


def type_draft(workspace: Workspace, field: str, text: str) -> None:
    with workspace.unit("draft", dossier=FIRST) as unit:
        unit.put_draft(JUDGEMENT, ITEM, field, text)
        assert unit.commit() is None


def drafts(workspace: Workspace) -> dict[str, str]:
    with workspace.read() as reader:
        return {draft.field: draft.text for draft in reader.drafts(FIRST)}


def put(workspace: Workspace, judgement: Judgement) -> None:
    with workspace.unit("judge", dossier=FIRST) as unit:
        unit.put(JUDGEMENT, ITEM, judgement)
        unit.commit()


def test_a_draft_is_kept_without_revision_or_line(workspace: Workspace) -> None:
    type_draft(workspace, "rationale", "Het plan noemt d")
    type_draft(workspace, "rationale", "Het plan noemt doelen")
    assert drafts(workspace) == {"rationale": "Het plan noemt doelen"}
    with workspace.read() as reader:
        assert [revision.action for revision in reader.revisions(FIRST)] == ["import"]
        assert len(reader.journal()) == 1


def test_a_revision_of_the_field_ends_its_draft_and_no_other(workspace: Workspace) -> None:
    type_draft(workspace, "rationale", "Half")
    type_draft(workspace, "question", "Waarom")
    put(workspace, Judgement(rationale="Half af."))
    assert drafts(workspace) == {"question": "Waarom"}


def test_a_revision_of_another_field_leaves_the_draft(workspace: Workspace) -> None:
    type_draft(workspace, "rationale", "Half")
    put(workspace, Judgement(level=Level.SHOWN))
    assert drafts(workspace) == {"rationale": "Half"}


def test_removing_an_entry_ends_the_drafts_it_said_something_in(workspace: Workspace) -> None:
    put(workspace, Judgement(rationale="Eerst."))
    type_draft(workspace, "rationale", "Eerst. Toen")
    with workspace.unit("unset", dossier=FIRST) as unit:
        unit.remove(JUDGEMENT, ITEM)
        unit.commit()
    assert drafts(workspace) == {}


def test_a_draft_can_be_dropped_once_and_again(workspace: Workspace) -> None:
    type_draft(workspace, "rationale", "Weg ermee")
    for _ in range(2):
        with workspace.unit("draft", dossier=FIRST) as unit:
            unit.drop_draft(JUDGEMENT, ITEM, "rationale")
            unit.commit()
    assert drafts(workspace) == {}


def test_a_draft_needs_a_dossier(workspace: Workspace) -> None:
    with workspace.unit("draft") as unit, pytest.raises(ValueError, match="about no dossier"):
        unit.put_draft(JUDGEMENT, ITEM, "rationale", "x")


def test_phrases_are_kept_replaced_and_dropped(workspace: Workspace) -> None:
    with workspace.unit("phrase") as unit:
        unit.put_phrase("cn", "concreet en navolgbaar")
        unit.put_phrase("ab", "algemeen beschreven")
        unit.put_phrase("cn", "concreet en na te volgen")
        assert unit.commit() is None
    with workspace.read() as reader:
        assert reader.phrases() == {
            "ab": "algemeen beschreven",
            "cn": "concreet en na te volgen",
        }
    with workspace.unit("phrase") as unit:
        assert unit.drop_phrase("ab")
        assert not unit.drop_phrase("ab")
        unit.commit()
    with workspace.read() as reader:
        assert list(reader.phrases()) == ["cn"]


def test_a_view_is_kept_and_replaced_without_revision_or_line(workspace: Workspace) -> None:
    for value in ("1", "2"):
        with workspace.unit("view", dossier=FIRST) as unit:
            unit.put_view("story", value)
            unit.put_view("document:a", "0")
            assert unit.commit() is None
    with workspace.read() as reader:
        assert reader.views(FIRST) == {"story": "2", "document:a": "0"}
        assert [revision.action for revision in reader.revisions(FIRST)] == ["import"]
        assert len(reader.journal()) == 1


def test_what_was_read_on_a_scan_is_kept_and_replaced(workspace: Workspace) -> None:
    words = ((0, 3, 10, 20, 30, 40),)
    for text in ("Hef", "Het"):
        with workspace.unit("recognise", dossier=FIRST) as unit:
            unit.put_recognised(RecognisedPage("sha512:b", 2, text, words, "proef 1"))
            unit.put_recognised(RecognisedPage("sha512:a", 1, "", (), "proef 1"))
            assert unit.commit() is None
    with workspace.read() as reader:
        assert reader.recognised(FIRST) == (
            RecognisedPage("sha512:a", 1, "", (), "proef 1"),
            RecognisedPage("sha512:b", 2, "Het", words, "proef 1"),
        )
        assert len(reader.journal()) == 1


_TYPIST = """
import os, signal, sys
from pathlib import Path
from assessor_app.domain.sheet import EntryKind
from assessor_app.store.workspace import open_workspace
from tests.building.dossiers import FIRST
from tests.building.workspaces import PASSPHRASE, fixed_clock
workspace = open_workspace(Path(sys.argv[1]), passphrase=PASSPHRASE, clock=fixed_clock)
for text in ("Het", "Het plan", "Het plan noemt"):
    with workspace.unit("draft", dossier=FIRST) as unit:
        unit.put_draft(EntryKind.JUDGEMENT, "H.1.1", "rationale", text)
        unit.commit()
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_what_was_typed_survives_a_kill(home: Path) -> None:
    with new_workspace(home) as workspace:
        add_dossier(workspace)
    root = Path(__file__).resolve().parents[2]
    killed = subprocess.run([sys.executable, "-c", _TYPIST, str(home)], cwd=root, check=False)
    assert killed.returncode == -9
    with open_workspace(home, passphrase=PASSPHRASE, clock=fixed_clock) as workspace:
        assert drafts(workspace) == {"rationale": "Het plan noemt"}
        assert workspace.check() == ()


def test_a_store_of_before_drafts_is_brought_up_to_date(tmp_path: Path) -> None:
    create_private_file(tmp_path / "workspace.db")
    engine = workspace_engine(tmp_path / "workspace.db", bytes(32))
    with engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        assert "draft" not in inspect(connection).get_table_names()
    upgrade_schema(engine)
    with engine.connect() as connection:
        assert {"draft", "phrase", "recognition", "view"} <= set(
            inspect(connection).get_table_names()
        )
    engine.dispose()
