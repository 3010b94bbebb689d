"""Package files: streamed in, immutable, read back whole, searched."""

from __future__ import annotations

import hashlib
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessor_app.errors import Code, RefusedError
from assessor_app.store.package_reader import PackageReader
from assessor_app.store.package_schema import (
    CHUNK,
    HMACS,
    NewDocument,
    Page,
    Place,
    PlaceKind,
)
from assessor_app.store.package_search import Hit, find_spans
from assessor_app.store.package_writer import PackageWriter
from assessor_app.store.search_index import fold, stem, stems
from assessor_app.store.workspace import Workspace
from tests.building.dossiers import FIRST, PLAN, PLAN_BYTES, TALK, fill, package_of, portfolio_bytes

LARGE = NewDocument("large", "documents/large.pdf", "Groot", "application/pdf")


@pytest.fixture
def reader(workspace: Workspace) -> Iterator[PackageReader]:
    with workspace.package(package_of(FIRST)) as reader:
        yield reader


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[PackageWriter]:
    (tmp_path / "staging").mkdir()
    (tmp_path / "packages").mkdir()
    writer = PackageWriter(tmp_path / "staging")
    yield writer
    writer.discard()


def finished(writer: PackageWriter, folder: Path) -> PackageReader:
    writer.finish()
    writer.move_into(folder / "packages")
    return PackageReader(folder / "packages" / writer.file, writer.key)


def searched(writer: PackageWriter, folder: Path, words: str) -> tuple[Hit, ...]:
    reader = finished(writer, folder)
    try:
        return reader.search(words)
    finally:
        reader.close()


def add_text(writer: PackageWriter, *texts: str) -> None:
    for number, text in enumerate(texts, 1):
        writer.add_page(PLAN, Page(number, text, (), 1, 1))


def test_documents_come_back_with_their_digests(reader: PackageReader) -> None:
    plan, scan = reader.documents()
    assert (plan.id, plan.path, plan.title) == ("plan", "documents/plan.pdf", "Plan")
    assert (plan.media_type, plan.sections, plan.condition) == ("application/pdf", ("H.1",), None)
    assert (plan.status, plan.reason) == ("readable", None)
    assert (scan.status, scan.reason, scan.condition) == ("unreadable", "password", "A1.1")
    assert plan.size == len(PLAN_BYTES)
    assert plan.sha512 == hashlib.sha512(PLAN_BYTES).hexdigest()
    assert reader.document("plan") == plan
    assert reader.document_bytes("plan") == PLAN_BYTES
    assert [len(chunk) for chunk in reader.document_chunks("plan")] == [CHUNK, 1_280_000 - CHUNK]
    assert (scan.size, reader.document_bytes("scan")) == (0, b"")


def test_answers_pages_and_portfolio_come_back(reader: PackageReader) -> None:
    (answer,) = reader.answers()
    assert (answer.section, answer.question) == ("H.1", 1)
    assert answer.source == "sha512:" + hashlib.sha512(answer.text.encode()).hexdigest()
    assert reader.typeset("H.1") == b"%PDF-typeset"
    first, second = reader.pages(PLAN)
    assert first.words == ((0, 2, 0, 0, 900, 100),)
    assert (first.width, first.height) == (59528, 84189)
    assert reader.page(PLAN, 2) == second
    assert reader.pages(Place(PlaceKind.DOCUMENT, "scan")) == ()
    assert reader.portfolio_bytes() == portfolio_bytes(FIRST)
    assert str(reader.portfolio().dossier_id) == FIRST


def test_what_is_not_there_is_a_bug(reader: PackageReader) -> None:
    for call in (
        lambda: reader.document("geen"),
        lambda: reader.document_bytes("geen"),
        lambda: reader.typeset("H.9"),
        lambda: reader.page(PLAN, 3),
    ):
        with pytest.raises(KeyError):
            call()


def test_a_source_is_found_by_its_hash(reader: PackageReader) -> None:
    plan = reader.document("plan")
    assert reader.source_text(plan.source) == "De cliëntdossiers.\fTwee gesprekken gevoerd."
    assert reader.source_document(plan.source) == plan
    (answer,) = reader.answers()
    assert reader.source_text(answer.source) == answer.text
    with pytest.raises(RefusedError) as caught:
        reader.source_text("sha512:" + "0" * 128)
    assert caught.value.code is Code.SOURCE_UNKNOWN


def test_a_document_comes_in_pieces_and_is_hashed_unless_it_was(writer: PackageWriter) -> None:
    digest = hashlib.sha512(b"abcd").hexdigest()
    assert writer.add_document(LARGE, [b"ab", b"", b"cd"]) == digest
    again = replace(LARGE, id="again")
    assert writer.add_document(again, [b"abcd"], sha512=digest) == digest
    whole = [bytes(CHUNK), b"and a rest"]
    digest = hashlib.sha512(b"".join(whole)).hexdigest()
    assert writer.add_document(replace(LARGE, id="whole"), whole) == digest


def test_a_finished_package_takes_no_more(writer: PackageWriter, tmp_path: Path) -> None:
    fill(writer)
    writer.finish()
    writer.finish()
    with pytest.raises(RuntimeError):
        writer.set_portfolio(b"{}")
    finished(writer, tmp_path).close()


def test_a_package_file_refuses_to_be_written(writer: PackageWriter, tmp_path: Path) -> None:
    fill(writer)
    reader = finished(writer, tmp_path)
    with pytest.raises(Exception, match="readonly"):
        reader._connection.execute("DELETE FROM page")
    reader.close()


def test_a_discarded_package_leaves_nothing(tmp_path: Path) -> None:
    writer = PackageWriter(tmp_path)
    fill(writer)
    writer.discard()
    writer.discard()
    assert list(tmp_path.iterdir()) == []


def test_memory_stays_bounded_while_streaming(writer: PackageWriter) -> None:
    piece = bytes(100_000)
    tracemalloc.start()
    try:
        writer.add_document(LARGE, (piece for _ in range(600)))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 10_000_000


def test_nothing_staged_is_readable_on_the_disk(writer: PackageWriter, tmp_path: Path) -> None:
    fill(writer)
    writer.finish()
    data = b"".join(path.read_bytes() for path in (tmp_path / "staging").iterdir())
    assert len(data) > len(PLAN_BYTES)
    assert bytes(range(64)) not in data
    assert b"gesprekken" not in data


def test_a_full_disk_is_told_as_such(writer: PackageWriter) -> None:
    writer._connection.execute("PRAGMA max_page_count = 60")
    with pytest.raises(RefusedError) as caught:
        writer.add_document(LARGE, (bytes(100_000) for _ in range(50)))
    assert caught.value.code is Code.DISK_FULL


@pytest.mark.parametrize("spoil", ["gone", "empty", "key", "flipped", "other"])
def test_a_damaged_package_is_refused_or_found(
    writer: PackageWriter, tmp_path: Path, spoil: str
) -> None:
    fill(writer)
    finished(writer, tmp_path).close()
    path, key = tmp_path / "packages" / writer.file, writer.key
    if spoil == "gone":
        path.unlink()
    elif spoil == "empty":
        path.write_bytes(b"")
    elif spoil == "key":
        key = bytes(32)
    elif spoil == "other":
        path.write_bytes(b"%PDF-1.7" * 9000)
    else:
        data = bytearray(path.read_bytes())
        data[40] ^= 1
        path.write_bytes(bytes(data))
    with pytest.raises(RefusedError) as caught:
        PackageReader(path, key)
    assert caught.value.code is Code.PACKAGE_DAMAGED


@pytest.mark.parametrize("hmac", HMACS)
def test_what_an_earlier_version_wrote_opens_and_shows_damage(
    hmac: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assessor_app.store.package_writer.HMAC", hmac)
    for folder in ("staging", "packages"):
        (tmp_path / folder).mkdir()
    writer = PackageWriter(tmp_path / "staging")
    fill(writer)
    reader = finished(writer, tmp_path)
    assert reader.document_bytes("plan") == PLAN_BYTES
    assert reader.is_intact()
    reader.close()
    path = tmp_path / "packages" / writer.file
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(bytes(data))
    reader = PackageReader(path, writer.key)
    assert not reader.is_intact()
    reader.close()


def test_each_flipped_byte_is_found(writer: PackageWriter, tmp_path: Path) -> None:
    fill(writer)
    finished(writer, tmp_path).close()
    path = tmp_path / "packages" / writer.file
    whole = path.read_bytes()
    for at in range(30_000, len(whole), 150_001):
        data = bytearray(whole)
        data[at] ^= 1
        path.write_bytes(bytes(data))
        reader = PackageReader(path, writer.key)
        assert not reader.is_intact()
        reader.close()


def test_a_document_that_is_not_what_it_was_is_found(writer: PackageWriter, tmp_path: Path) -> None:
    fill(writer)
    writer._run("UPDATE chunk SET bytes = x'00' WHERE n = 1")
    reader = finished(writer, tmp_path)
    assert not reader.is_intact()
    reader.close()


def test_damage_met_while_checking_is_found(writer: PackageWriter, tmp_path: Path) -> None:
    fill(writer)
    writer._run("DROP TABLE chunk")
    writer._run("CREATE TABLE chunk (document TEXT, n INTEGER, bytes BLOB)")
    path = tmp_path / "packages" / writer.file
    finished(writer, tmp_path).close()
    reader = PackageReader(path, writer.key)
    path.write_bytes(path.read_bytes()[: 3 * 16_384])
    assert not reader.is_intact()
    reader.close()


def test_accents_and_parts_of_compounds_do_not_hide_a_word(reader: PackageReader) -> None:
    hits = reader.search("client")
    assert {(hit.place, hit.page) for hit in hits} == {(PLAN, 1), (TALK, 1)}
    plan = next(hit for hit in hits if hit.place == PLAN)
    assert plan.spans == ((3, 9),)
    assert plan.snippet[plan.spans[0][0] : plan.spans[0][1]] == "cliënt"
    (dossier,) = reader.search("DOSSIER")
    assert dossier.spans == ((9, 16),)


def test_other_forms_of_a_word_are_found(reader: PackageReader) -> None:
    (hit,) = reader.search("gesprek")
    assert (hit.place, hit.page, hit.spans) == (PLAN, 2, ((5, 15),))


def test_all_words_must_be_on_the_page(reader: PackageReader) -> None:
    assert len(reader.search("twee gesprekken")) == 1
    assert reader.search("twee dossiers") == ()
    assert reader.search("fiets") == ()


@pytest.mark.parametrize("words", ["", " ", "!?", '"'])
def test_no_words_find_nothing(reader: PackageReader, words: str) -> None:
    assert reader.search(words) == ()


@pytest.mark.parametrize("words", ['"twee', "twee*", "twee AND", "NEAR(twee)", "twee - gesprek"])
def test_what_fts_would_read_as_syntax_is_only_text(reader: PackageReader, words: str) -> None:
    for hit in reader.search(words):
        assert hit.spans


def test_short_words_are_found_whole(writer: PackageWriter, tmp_path: Path) -> None:
    add_text(writer, "Ik ga na de wa naar huis.", "Wandelen.")
    (hit,) = searched(writer, tmp_path, "wa")
    assert (hit.page, hit.spans) == (1, ((12, 14),))


def test_the_page_that_says_it_most_comes_first(writer: PackageWriter, tmp_path: Path) -> None:
    add_text(writer, "werkgever " + "en de rest " * 50, "werkgever werkgever werkgever", "niets")
    hits = searched(writer, tmp_path, "werkgever")
    assert [hit.page for hit in hits] == [2, 1]
    assert hits[0].score > hits[1].score


def test_a_snippet_shows_the_surroundings(writer: PackageWriter, tmp_path: Path) -> None:
    text = "begin " * 40 + "werkgever" + " einde" * 40
    add_text(writer, text)
    (hit,) = searched(writer, tmp_path, "werkgever")
    start, end = hit.spans[0]
    assert text[start:end] == "werkgever"
    assert hit.snippet == text[start - 60 : end + 60]
    assert hit.start == start - 60


def test_the_number_of_hits_is_limited(writer: PackageWriter, tmp_path: Path) -> None:
    add_text(writer, *["werkgever"] * 9)
    reader = finished(writer, tmp_path)
    assert len(reader.search("werkgever", limit=4)) == 4
    reader.close()


def test_overlapping_places_are_one() -> None:
    assert find_spans("cliëntdossiers", ("client", "entdos", "dossier")) == ((0, 13),)
    assert find_spans("niets", ("client",)) == ()


def test_words_are_folded_and_stemmed() -> None:
    assert fold("Cliënt, één ÉÉN") == "client, een een"
    assert stem("gesprekken") == stem("gesprek")
    assert stems("De cliënten") == stems("de client")


@given(st.text(max_size=40), st.text(min_size=1, max_size=8))
def test_spans_lie_within_the_text_and_in_order(text: str, word: str) -> None:
    spans = find_spans(text, (fold(word),)) if fold(word) else ()
    edges = [edge for span in spans for edge in span]
    assert edges == sorted(edges)
    assert all(0 <= start < end <= len(text) for start, end in spans)
