"""Leap2A in its dialects: only what is the candidate's own, under whatever names it comes."""

from __future__ import annotations

from pathlib import Path

import pytest

from assessor_app.errors import Code, RefusedError
from assessor_app.intake.archive import open_archive
from assessor_app.intake.detecting import read_material
from assessor_app.intake.files import open_files
from assessor_app.intake.material import Hint, LeftOut, Material, MaterialKind, Piece, PieceKind
from tests.building.documents import pdf_of
from tests.building.docx import docx_of
from tests.building.leap2a import DIALECTS, Dialect, entry, export_folder, export_zip, feed
from tests.building.refusing import require_sentences
from tests.building.zips import Member, zip_of
from tests.hostile.bad_exports import BAD_EXPORTS

PLAN = pdf_of([["Coachingsplan"]])


def _material(tmp_path: Path, feed_bytes: bytes, files: dict[str, bytes] | None = None) -> Material:
    path = tmp_path / "export.zip"
    path.write_bytes(export_zip(feed_bytes, files))
    with open_files(path) as opened:
        return read_material(opened, path)


def _piece(material: Material, key: str) -> Piece:
    (found,) = (piece for piece in material.pieces if piece.key == key)
    return found


@pytest.mark.parametrize("name", DIALECTS)
def test_each_dialect_says_the_same(name: str, tmp_path: Path) -> None:
    dialect = DIALECTS[name]
    source = feed(
        entry("map1", "Taak 5", kind="selection", dialect=dialect),
        entry(
            "bestand1",
            "Coachingsplan.pdf",
            kind="resource",
            links={"files/0-Coachingsplan.pdf": "enclosure", f"{dialect.prefix}map1": "is_part_of"},
            dialect=dialect,
        ),
        entry(
            "tekst1",
            "Terugblik",
            "<p>Ik <b>leerde</b> veel.</p>",
            content_type="html",
            dialect=dialect,
        ),
        entry("ik", "Proef Persoon", "Dat ben ik", kind="person", dialect=dialect),
        dialect=dialect,
    )
    material = _material(tmp_path, source, {"files/0-Coachingsplan.pdf": PLAN})
    assert material.kind is MaterialKind.LEAP2A
    assert material.producer == "Mahara 2010"
    document = _piece(material, "files/0-Coachingsplan.pdf")
    assert (document.title, document.folder) == ("Coachingsplan", "Taak 5")
    assert document.media_type == "application/pdf"
    assert _piece(material, "tekst1").text == "Ik **leerde** veel.\n"
    assert len(material.pieces) == 2
    assert material.left_out == {LeftOut.PERSON: 1, LeftOut.EMPTY: 1}


def test_the_portfolio_is_known_by_its_address_not_by_the_moment_of_export(tmp_path: Path) -> None:
    mahara: Dialect = DIALECTS["mahara-2010"]
    assert _material(tmp_path, feed()).origin == "https://portaal.example/export/7"
    later = feed().replace(b"/1772442000", b"/1779999999")
    assert _material(tmp_path, later).origin == mahara.feed_id.rpartition("/")[0]
    other = feed(dialect=DIALECTS["full-addresses"])
    assert _material(tmp_path, other).origin == "https://portaal.example/portfolio/7"


def test_only_the_candidate_s_own_content_comes_along(tmp_path: Path) -> None:
    source = feed(
        entry("dagboek", "Dagboek", "Van mij.", author="Proef Persoon"),
        entry("c1", "Feedback", "Goed gedaan", author="Een Docent"),
        entry("c2", "Reactie", "Ook van mij", artefact="comment"),
        entry("c3", "Antwoord", "Mee eens", more="<in-reply-to ref='dagboek'/>"),
        entry("b1", "Bericht", "Inbox", more="<category term='Inbox'/>"),
        entry("p1", "Jan de Contact", "06", kind="person"),
        entry("o1", "De Werkgever", "adres", kind="organization"),
        entry("f1", "Van een ander.pdf", kind="resource", links={"files/1-ander.pdf": "enclosure"}),
        entry(
            "c4",
            "Bijlage",
            "zie bijlage",
            author="Een Docent",
            links={"portfolio:f1": "has_attachment"},
        ),
        entry(
            "f2", "foto", kind="resource", artefact="profileicon", links={"files/2-ik": "enclosure"}
        ),
    )
    files = {
        "files/1-ander.pdf": PLAN,
        "files/2-ik": b"\x89PNG\r\n\x1a\n" + bytes(20),
        "files/3-zwerver.pdf": PLAN,
    }
    material = _material(tmp_path, source, files)
    hints = {piece.key: piece.hint for piece in material.pieces}
    assert hints == {
        "dagboek": None,
        "files/2-ik": Hint.PROFILE_PICTURE,
        "files/3-zwerver.pdf": Hint.UNMENTIONED,
    }
    assert material.left_out == {LeftOut.OTHERS: 6, LeftOut.PERSON: 2}


@pytest.mark.parametrize(
    ("stored", "address"),
    [
        ("files/0-Café.pdf", "files/0-Café.pdf"),
        ("files/0-Café.pdf", "files/0-Caf%C3%A9.pdf"),
        ("files/0-Café.pdf", "files/0-Caf%25C3%25A9.pdf"),
        ("files/0-Café.pdf", "files/0-CafÃ©.pdf"),
        ("files/0-CafÃ©.pdf", "files/0-Café.pdf"),
        ("files/0-Cafe\u0301.pdf", "files/0-Caf\u00e9.pdf"),
        ("files/0-R&D plan.pdf", "files/0-R&amp;D+plan.pdf"),
        ("files/0-plan.pdf", "portfolio:files/0-plan.pdf"),
        ("files/0-plan.pdf", "https://portaal.example/export/7/files/0-plan.pdf"),
        ("files/0-plan.pdf", "./files/0-PLAN.pdf"),
    ],
)
def test_a_file_is_found_however_its_name_was_encoded(
    stored: str, address: str, tmp_path: Path
) -> None:
    source = feed(entry("f", "Plan", kind="resource", links={address: "enclosure"}))
    material = _material(tmp_path, source, {stored: PLAN})
    (piece,) = material.pieces
    assert piece.name == stored
    assert "Ã" not in piece.key
    assert material.left_out == {}


def test_a_file_that_is_not_there_is_counted_and_none_outside_is_looked_for(tmp_path: Path) -> None:
    source = feed(
        entry("f", "Plan", kind="resource", links={"files/../leap2a.xml": "enclosure"}),
        entry("g", "Weg", kind="resource", links={"files/weg.pdf": "enclosure"}),
    )
    material = _material(tmp_path, source)
    assert (material.pieces, material.left_out) == ((), {LeftOut.LOST_FILE: 2})


def test_content_behind_src_and_files_without_an_extension(tmp_path: Path) -> None:
    outside = (
        "<entry><title>Brief</title><id>portfolio:brief</id>"
        '<content src="portfolio:files/7-brief" type="application/octet-stream"/>'
        '<rdf:type rdf:resource="leap2:resource"/></entry>'
    )
    source = feed(
        outside,
        entry("n", "Notitie", kind="resource", links={"files/8-notitie": "enclosure"}),
        entry("s", "Scan", kind="resource", links={"files/9-scan.pdf": "enclosure"}),
        entry("x", "Film", kind="resource", links={"files/film.mp4": "enclosure"}),
    )
    files = {
        "files/7-brief": docx_of(["Geachte"]),
        "files/8-notitie": "Een cliënt belde.".encode(),
        "files/9-scan.pdf": b"geen pdf",
        "files/film.mp4": b"\x00\x00\x00 ftypmp42",
    }
    kinds = {piece.title: piece.media_type for piece in _material(tmp_path, source, files).pieces}
    assert kinds == {
        "Brief": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "Notitie": "text/plain",
        "Scan": "application/pdf",
        "Film": None,
    }


def test_an_activity_gives_its_text_and_its_files(tmp_path: Path) -> None:
    source = feed(
        entry(
            "a1",
            "Werkbezoek",
            "<p>Wij bezochten <em>het magazijn</em>.</p>",
            kind="activity",
            content_type="xhtml",
            links={"files/1-verslag.pdf": "enclosure"},
        )
    )
    material = _material(tmp_path, source, {"files/1-verslag.pdf": PLAN})
    assert [(piece.kind, piece.title) for piece in material.pieces] == [
        (PieceKind.TEXT, "Werkbezoek"),
        (PieceKind.DOCUMENT, "Werkbezoek: verslag"),
    ]
    assert material.pieces[0].text == "Wij bezochten *het magazijn*.\n"


def test_a_folder_and_a_zip_with_a_folder_are_the_same_export(tmp_path: Path) -> None:
    source = feed(entry("t", "CafÃ©", "Tekst"))
    folder = export_folder(tmp_path / "map", source, {"files/1-a.pdf": PLAN})
    packed = tmp_path / "map.zip"
    packed.write_bytes(export_zip(source, {"files/1-a.pdf": PLAN}, prefix="export/"))
    with open_files(folder) as files:
        unpacked = read_material(files, folder)
    with open_files(packed) as files:
        zipped = read_material(files, packed)
    assert [piece.key for piece in unpacked.pieces] == [piece.key for piece in zipped.pieces]
    assert unpacked.pieces[0].title == "Café"


def test_names_without_the_utf8_flag_are_read_as_tools_write_them(tmp_path: Path) -> None:
    path = tmp_path / "oud.zip"
    raw = [("caf\u00e9.pdf".encode(), 0), ("na\u00efef.pdf".encode("cp437"), 0)]
    path.write_bytes(zip_of([Member("x", PLAN, flags=flags, raw_name=name) for name, flags in raw]))
    with open_archive(path) as archive:
        assert archive.names() == {"café.pdf", "naïef.pdf"}


@pytest.mark.parametrize("name", BAD_EXPORTS)
def test_a_bad_export_is_refused(name: str, tmp_path: Path) -> None:
    build, code = BAD_EXPORTS[name]
    path = tmp_path / "export.zip"
    path.write_bytes(build())
    with pytest.raises(RefusedError) as refusal, open_files(path) as files:
        read_material(files, path)
    assert refusal.value.code is code
    require_sentences(refusal.value)


def test_a_bad_feed_in_a_folder_is_refused_too(tmp_path: Path) -> None:
    folder = export_folder(tmp_path / "map", b"<feed>" + bytes(20 * 1024**2))
    with pytest.raises(RefusedError) as refusal, open_files(folder) as files:
        read_material(files, folder)
    assert refusal.value.code is Code.XML_TOO_LARGE


class _Stopped:
    cancelled = True

    def report(self, done: int, total: int, stage: str) -> None:
        """Nobody listens."""


def test_reading_an_export_can_be_stopped(tmp_path: Path) -> None:
    folder = export_folder(tmp_path / "map", feed(entry("t", "CV", "x")))
    with pytest.raises(RefusedError) as refusal, open_files(folder) as files:
        read_material(files, folder, _Stopped())
    assert refusal.value.code is Code.CANCELLED


def test_a_text_that_is_too_long_is_shown_but_cannot_be_taken(tmp_path: Path) -> None:
    source = feed(entry("t", "CV", "woord " * 70_000), entry("u", "CV", "woord " * 40_000))
    material = _material(tmp_path, source)
    assert [piece.hint for piece in material.pieces] == [Hint.TOO_LONG, Hint.TOO_LONG]
    assert not material.pieces[0].may_be_taken
