"""Units of work: all or nothing, one revision and one line each, taken back and done again."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from assessor_app.domain.bodies import RecordKind
from assessor_app.domain.sheet import (
    EntryKind,
    Hold,
    Judgement,
    Mark,
)
from assessor_app.domain.values import DossierId, Level
from assessor_app.errors import Code, RefusedError
from assessor_app.store.journal import ORIGIN, chain_line, first_broken
from assessor_app.store.models import StoredLine
from assessor_app.store.unit import UnitOfWork
from assessor_app.store.values import Changed, Reach, Revision
from assessor_app.store.workspace import Workspace
from assessor_app.vault.card import card_of, make_card
from assessor_app.vault.identity import Identity, create_identity
from tests.building.dossiers import (
    FIRST,
    SECOND,
    a_new_dossier,
    a_record,
    add_dossier,
    digest_of,
    fill,
    package_of,
)
from tests.building.norm import small_framework, small_procedure
from tests.building.workspaces import MOMENT, store_snapshot

SHOWN = Judgement(level=Level.SHOWN, rationale="Zie het plan.")
PARTLY = Judgement(level=Level.PARTLY)
HOLD = Hold(reason="Bezwaar", since=MOMENT.date())
JUDGEMENT = EntryKind.JUDGEMENT


def judge(workspace: Workspace, key: str, value: Judgement | None) -> int | None:
    with workspace.unit("judge", dossier=FIRST) as unit:
        if value is None:
            unit.remove(JUDGEMENT, key)
        else:
            unit.put(JUDGEMENT, key, value)
        return unit.commit()


def undo(workspace: Workspace) -> int | None:
    with workspace.unit("undo", dossier=FIRST) as unit:
        unit.undo()
        return unit.commit()


def revision_of(workspace: Workspace, number: int | None) -> Revision:
    assert number is not None
    with workspace.read() as reader:
        return reader.revision(number)


def judgements(workspace: Workspace) -> dict[str, Judgement]:
    with workspace.read() as reader:
        return reader.entries(FIRST, JUDGEMENT, Judgement)


def test_an_entry_is_put_replaced_and_removed(workspace: Workspace) -> None:
    judge(workspace, "H.1.1", SHOWN)
    judge(workspace, "H.1.2", SHOWN)
    judge(workspace, "H.1.1", PARTLY)
    assert judgements(workspace) == {"H.1.1": PARTLY, "H.1.2": SHOWN}
    judge(workspace, "H.1.1", None)
    with workspace.read() as reader:
        assert reader.entry(FIRST, JUDGEMENT, "H.1.1", Judgement) is None
        assert reader.entry(FIRST, JUDGEMENT, "H.1.2", Judgement) == SHOWN
        assert reader.entry(FIRST, JUDGEMENT, "H.9.9", Judgement) is None


def test_one_unit_is_one_revision_and_one_line(workspace: Workspace) -> None:
    with workspace.unit("judge_file", dossier=FIRST) as unit:
        for item in range(1, 21):
            unit.put(JUDGEMENT, f"H.1.{item}", SHOWN)
        number = unit.commit()
    revision = revision_of(workspace, number)
    assert [change.key for change in revision.changes] == [f"H.1.{n}" for n in range(1, 21)]
    assert {(change.before, change.after) for change in revision.changes} == {(None, SHOWN)}
    assert (revision.action, revision.reach) == ("judge_file", Reach.UNDOABLE)
    with workspace.read() as reader:
        last = reader.journal()[-1]
        assert (last.action, last.dossier, last.revision) == ("judge_file", FIRST, number)
        assert reader.journal_head() == last.hash
        assert reader.revisions(FIRST)[-1] == revision


def test_leaving_without_commit_changes_nothing(workspace: Workspace) -> None:
    before = store_snapshot(workspace)
    with workspace.unit("judge", dossier=FIRST) as unit:
        unit.put(JUDGEMENT, "H.1.1", SHOWN)
        unit.set_opened("document", "plan")
    with pytest.raises(TypeError), workspace.unit("judge", dossier=FIRST) as unit:
        unit.put(EntryKind.ROUTE, "route", SHOWN)
    assert store_snapshot(workspace) == before


def test_a_unit_sees_what_it_did(workspace: Workspace) -> None:
    with workspace.unit("judge", dossier=FIRST) as unit:
        unit.put(JUDGEMENT, "H.1.1", SHOWN)
        assert unit.entries(FIRST, JUDGEMENT, Judgement) == {"H.1.1": SHOWN}
        unit.remove(JUDGEMENT, "H.1.1")
        assert unit.entries(FIRST, JUDGEMENT, Judgement) == {}


def test_use_after_the_unit_fails_loudly(workspace: Workspace) -> None:
    with workspace.unit("judge", dossier=FIRST) as unit:
        unit.put(JUDGEMENT, "H.1.1", SHOWN)
        unit.commit()
        with pytest.raises(RuntimeError):
            unit.put(JUDGEMENT, "H.1.1", PARTLY)
    with pytest.raises(RuntimeError):
        unit.commit()


def test_nothing_changed_is_no_revision_and_no_line(workspace: Workspace) -> None:
    judge(workspace, "H.1.1", SHOWN)
    before = store_snapshot(workspace)
    ratchet = (workspace.home / "ratchet").read_bytes()
    assert judge(workspace, "H.1.1", SHOWN) is None
    assert judge(workspace, "H.1.2", None) is None
    with workspace.unit("judge", dossier=FIRST) as unit:
        unit.put(JUDGEMENT, "H.1.1", PARTLY)
        unit.put(JUDGEMENT, "H.1.1", SHOWN)
        assert unit.commit() is None
    assert store_snapshot(workspace) == before
    assert (workspace.home / "ratchet").read_bytes() == ratchet


def test_several_changes_of_an_entry_count_as_one(workspace: Workspace) -> None:
    with workspace.unit("judge", dossier=FIRST) as unit:
        unit.put(JUDGEMENT, "H.1.1", PARTLY)
        unit.put(JUDGEMENT, "H.1.1", SHOWN)
        number = unit.commit()
    revision = revision_of(workspace, number)
    assert [(c.before, c.after) for c in revision.changes] == [(None, SHOWN)]


def test_a_value_of_another_kind_is_a_bug(workspace: Workspace) -> None:
    with workspace.unit("judge", dossier=FIRST) as unit:
        with pytest.raises(TypeError):
            unit.put(EntryKind.MARK, "1", SHOWN)
        with pytest.raises(TypeError):
            unit.entry(FIRST, JUDGEMENT, "H.1.1", Mark)
        with pytest.raises(TypeError):
            unit.entries(FIRST, JUDGEMENT, Mark)


def test_a_unit_without_dossier_holds_no_entries(workspace: Workspace) -> None:
    with workspace.unit("judge") as unit, pytest.raises(ValueError, match="no dossier"):
        unit.put(JUDGEMENT, "H.1.1", SHOWN)


def test_history_tells_before_after_and_when(workspace: Workspace) -> None:
    judge(workspace, "H.1.1", SHOWN)
    judge(workspace, "H.1.2", SHOWN)
    judge(workspace, "H.1.1", PARTLY)
    with workspace.read() as reader:
        lines = reader.history(FIRST, JUDGEMENT, "H.1.1")
    assert [(line.before, line.after) for line in lines] == [(None, SHOWN), (SHOWN, PARTLY)]
    assert {(line.action, line.at) for line in lines} == {("judge", MOMENT)}


def test_a_record_is_kept_as_its_exact_bytes_and_once(workspace: Workspace) -> None:
    record = a_record(workspace.identity, 1)
    with workspace.unit("seal", dossier=FIRST) as unit:
        assert unit.next_sequence() == 1
        assert unit.add_record(record)
        assert unit.next_sequence() == 2
        assert not unit.add_record(record)
        number = unit.commit()
    revision = revision_of(workspace, number)
    assert [(c.what, c.key) for c in revision.changes] == [(Changed.RECORD, record.hash)]
    before = store_snapshot(workspace)
    with workspace.unit("seal", dossier=FIRST) as unit:
        assert not unit.add_record(record)
        assert unit.commit() is None
    assert store_snapshot(workspace) == before
    with workspace.read() as reader:
        assert [kept.data for kept in reader.records(FIRST)] == [record.data]


def test_received_records_may_come_in_any_order_and_fork(
    workspace: Workspace, peer: Identity
) -> None:
    third = a_record(peer, 3)
    fork = a_record(peer, 3, supersedes=["e" * 128])
    with workspace.unit("records_import", dossier=FIRST) as unit:
        assert unit.add_record(third, "RJ-2")
        assert unit.add_record(fork, received_from="RJ-2")
        assert unit.next_sequence() == 1
        unit.commit()
    with workspace.read() as reader:
        assert reader.records(FIRST) == (third, fork)


def test_own_records_come_in_sequence(workspace: Workspace) -> None:
    with workspace.unit("seal", dossier=FIRST) as unit:
        with pytest.raises(ValueError, match="sequence"):
            unit.add_record(a_record(workspace.identity, 2))
        with pytest.raises(ValueError, match="another dossier"):
            unit.add_record(a_record(workspace.identity, 1, dossier=SECOND))


def test_a_peer_is_kept_once(workspace: Workspace, peer: Identity) -> None:
    card = make_card(peer)
    with workspace.unit("card_import") as unit:
        assert unit.add_peer(card)
        assert not unit.add_peer(card)
        number = unit.commit()
    revision = revision_of(workspace, number)
    assert revision.dossier is None
    with workspace.read() as reader:
        assert reader.peers() == (card_of(peer),)
        assert reader.peer("RJ-2") == card_of(peer)
        assert reader.revisions(None) == (revision,)
        with pytest.raises(RefusedError) as caught:
            reader.peer("RJ-3")
    assert caught.value.code is Code.PEER_UNKNOWN


def test_other_keys_under_a_known_number_are_refused(workspace: Workspace, peer: Identity) -> None:
    with workspace.unit("card_import") as unit:
        unit.add_peer(make_card(peer))
        unit.commit()
    other = create_identity(name=peer.name, number=peer.number, now=MOMENT)
    with workspace.unit("card_import") as unit, pytest.raises(RefusedError) as caught:
        unit.add_peer(make_card(other))
    assert caught.value.code is Code.PEER_DIFFERS


def test_that_something_was_opened_is_no_revision(workspace: Workspace) -> None:
    with workspace.unit("open", dossier=FIRST) as unit:
        unit.set_opened("document", "plan")
        unit.set_opened("document", "plan")
        assert unit.commit() is None
    with workspace.read() as reader:
        assert reader.opened(FIRST) == {("document", "plan")}
        assert len(reader.journal()) == 1


def test_dossiers_are_found_by_prefix(workspace: Workspace) -> None:
    add_dossier(workspace, SECOND)
    with workspace.read() as reader:
        assert [row.id for row in reader.dossiers()] == [FIRST, SECOND]
        assert reader.dossier(FIRST).id == FIRST
        assert reader.dossier("6F1D9").id == SECOND
        row = reader.dossier("6f1d2")
        assert (row.reference, row.candidate, row.imported_at) == ("K-001", None, MOMENT)
        assert row.framework_sha256 == small_framework().sha256
        assert row.package.digest == digest_of(package_of(FIRST))
        assert reader.framework(FIRST) == small_framework()
        assert reader.procedure(FIRST) == small_procedure()
        for wanted, code in (
            ("6f1d", Code.DOSSIER_AMBIGUOUS),
            ("7", Code.DOSSIER_UNKNOWN),
            ("%", Code.DOSSIER_UNKNOWN),
            ("", Code.DOSSIER_UNKNOWN),
        ):
            with pytest.raises(RefusedError) as caught:
                reader.dossier(wanted)
            assert caught.value.code is code


def test_a_newer_package_becomes_the_dossiers_package(workspace: Workspace) -> None:
    first, second = package_of(FIRST), package_of(FIRST, 2)
    with workspace.stage_package() as writer:
        fill(writer)
        with workspace.unit("import", dossier=FIRST) as unit:
            row = unit.adopt_package(
                writer, package=second, digest=digest_of(second), supersedes=first
            )
            unit.commit()
    with workspace.read() as reader:
        assert [package.id for package in reader.packages(FIRST)] == [first, second]
        assert reader.dossier(FIRST).package == row == reader.find_package(second)
        assert row.supersedes == first
        assert reader.find_package(package_of(FIRST, 3)) is None


def test_a_package_that_is_not_committed_leaves_no_file(workspace: Workspace) -> None:
    before = store_snapshot(workspace)
    second = package_of(FIRST, 2)
    with workspace.stage_package() as writer:
        fill(writer)
        with workspace.unit("import", dossier=FIRST) as unit:
            unit.adopt_package(writer, package=second, digest=digest_of(second))
    with workspace.stage_package() as writer:
        fill(writer)
    assert store_snapshot(workspace) == before


def test_a_unit_about_one_dossier_adds_no_other(workspace: Workspace) -> None:
    with workspace.unit("import", dossier=FIRST) as unit, pytest.raises(ValueError, match="other"):
        unit.add_dossier(a_new_dossier(SECOND))


def test_the_journal_is_chained_from_its_first_line(workspace: Workspace) -> None:
    judge(workspace, "H.1.1", SHOWN)
    add_dossier(workspace, SECOND)
    with workspace.read() as reader:
        lines = reader.journal()
        assert [line.seq for line in lines] == [1, 2, 3]
        assert lines[0].previous == ORIGIN
        assert first_broken(lines) is None
        assert reader.journal(limit=1) == lines[-1:]
        assert reader.journal(dossier=FIRST) == lines[:2]
    changed = replace(lines[1], action="seal")
    rehashed = chain_line(
        seq=2, at=changed.at, action="seal", dossier=FIRST, revision=2, previous=changed.previous
    )
    assert first_broken((lines[0], changed, lines[2])) == 2
    assert first_broken((lines[0], rehashed, lines[2])) == 3
    assert first_broken((lines[0], lines[2])) == 3


def test_an_empty_journal_has_its_origin_as_head(empty: Workspace) -> None:
    with empty.read() as reader:
        assert reader.journal_head() == ORIGIN
        assert reader.journal() == ()
        assert reader.dossiers() == ()


def test_a_second_writer_waits_its_turn(workspace: Workspace) -> None:
    with workspace.unit("judge", dossier=FIRST) as unit:
        unit.put(JUDGEMENT, "H.1.1", SHOWN)
        with Session(workspace._engine) as session:
            assert session.get(StoredLine, 2) is None
        unit.commit()
    with Session(workspace._engine) as session:
        assert session.get(StoredLine, 2) is not None


def test_the_kinds_of_record_do_not_matter_to_the_store(
    workspace: Workspace, peer: Identity
) -> None:
    withdrawal = a_record(
        peer,
        1,
        kind=RecordKind.WITHDRAWAL,
        body={"assessor": "RJ-2", "reason": "Ziek", "later": "veld"},
    )
    with workspace.unit("records_import", dossier=FIRST) as unit:
        assert isinstance(unit, UnitOfWork)
        assert unit.add_record(withdrawal, "RJ-2")
        unit.commit()
    with workspace.read() as reader:
        assert reader.records(DossierId(FIRST))[0].data == withdrawal.data
