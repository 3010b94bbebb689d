"""Exports and folders to packages: guessed, corrected, the same bytes, and nothing unsafe."""

from __future__ import annotations

import json
import os
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from assessor_app.domain.portfolio import Reference
from assessor_app.engine.client import Engine
from assessor_app.errors import Code, RefusedError
from assessor_app.intake.actions import (
    check_package,
    convert_package,
    import_package,
    propose_conversion,
)
from assessor_app.intake.converting import CaseDetails
from assessor_app.intake.mapping import Choice, Proposal, Target, parse_choice
from tests.building.documents import locked, pdf_of
from tests.building.docx import docx_of
from tests.building.leap2a import entry, export_folder, export_zip, feed
from tests.building.packages import NORMS, Bag
from tests.building.refusing import require_sentences
from tests.building.workspaces import new_workspace, running_engine, store_snapshot

DETAILS = CaseDetails(reference="K-001", reference_date=date(2026, 3, 1))
SMALL = replace(DETAILS, procedure=Reference(id="small", version="1"))
FILES = {
    "CV_jan.pdf": pdf_of([["Mijn loopbaan"]]),
    "Taak 2/profiel.docx": docx_of(["Wie is de cliënt?"]),
    "bewijs/scan 1.pdf": pdf_of([["Coachingsplan", "doelen"]]),
    "bewijs/verslag.txt": b"De arbeidsmarkt en nog eens de arbeidsmarkt.",
    "bewijs/op slot.pdf": locked(pdf_of([["geheim"]])),
    "film.mp4": b"\x00\x00\x00 ftypmp42",
    "bijlagen.zip": b"PK\x03\x04" + bytes(30),
    ".DS_Store": b"x",
    "__MACOSX/._CV_jan.pdf": b"x",
}


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    yield from running_engine()


def _folder(tmp_path: Path, files: dict[str, bytes] | None = None) -> Path:
    folder = tmp_path / "aanlevering"
    for name, data in (FILES if files is None else files).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


def _sections(proposal: Proposal) -> dict[str, tuple[str, str]]:
    return {
        each.piece.key: (
            ",".join(map(str, each.choice.targets)) if each.choice.taken else "-",
            each.reason.key,
        )
        for each in proposal.proposed
    }


def _portfolio(package: Path) -> Any:
    with zipfile.ZipFile(package) as archive:
        return json.loads(archive.read("data/portfolio.json"))


def _refused(code: Code, error: pytest.ExceptionInfo[RefusedError]) -> None:
    assert error.value.code is code
    require_sentences(error.value)


def test_a_folder_is_guessed_from_names_folders_headings_and_text(
    engine: Engine, tmp_path: Path
) -> None:
    proposal = propose_conversion(engine, path=_folder(tmp_path))
    assert _sections(proposal) == {
        "CV_jan.pdf": ("B2", "mapping.name"),
        "Taak 2/profiel.docx": ("C1.2", "mapping.folder"),
        "bewijs/scan 1.pdf": ("C1.5", "mapping.heading"),
        "bewijs/verslag.txt": ("C2.3", "mapping.heading"),
        "bewijs/op slot.pdf": ("", "mapping.none"),
        "film.mp4": ("-", "mapping.unsupported"),
        "bijlagen.zip": ("-", "mapping.unsupported"),
    }


@pytest.mark.parametrize(
    ("name", "section"),
    [
        ("C1.2 bijlage.pdf", "C1.2"),
        ("c1-2_bijlage.pdf", "C1.2"),
        ("Bijlage C 3.4.pdf", "C3.4"),
        ("C1.25 kamer.pdf", ""),
        ("Wet- en regelgeving.pdf", "C2.4"),
        ("Diploma's hbo.pdf", "A1"),
        ("HBO-diploma.pdf", "A1"),
        ("Certificaten cursussen.pdf", "A2"),
        ("Werkgeversverklaring uren.pdf", "B1"),
        ("verklaring gedragscode.pdf", "E"),
        ("Persoonlijk ontwikkelplan 2026.pdf", "D"),
        ("vakantiefoto.pdf", ""),
    ],
)
def test_names_that_say_where_they_belong(
    name: str, section: str, engine: Engine, tmp_path: Path
) -> None:
    proposal = propose_conversion(engine, path=_folder(tmp_path, {name: pdf_of([["-"]])}))
    (found,) = proposal.proposed
    assert ",".join(map(str, found.choice.targets)) == section


def test_text_that_speaks_of_two_things_alike_says_nothing(engine: Engine, tmp_path: Path) -> None:
    pages = [["x"] * 5 + ["wajong wajong", "sollicitatie sollicitatie"]]
    proposal = propose_conversion(engine, path=_folder(tmp_path, {"a.pdf": pdf_of(pages)}))
    assert _sections(proposal) == {"a.pdf": ("", "mapping.none")}
    pages = [["x"] * 5 + ["de wajong en de wajong", "sollicitatie"]]
    (tmp_path / "aanlevering" / "a.pdf").write_bytes(pdf_of(pages))
    proposal = propose_conversion(engine, path=tmp_path / "aanlevering")
    assert _sections(proposal) == {"a.pdf": ("C2.4", "mapping.text")}


def test_the_same_input_and_mapping_give_the_same_bytes(engine: Engine, tmp_path: Path) -> None:
    folder = _folder(tmp_path)
    first, second = tmp_path / "een.portfolio.zip", tmp_path / "twee.portfolio.zip"
    proposal = propose_conversion(engine, path=folder)
    built = convert_package(proposal=proposal, details=DETAILS, output=first)
    again = propose_conversion(engine, path=folder)
    assert convert_package(proposal=again, details=DETAILS, output=second) == built
    assert first.read_bytes() == second.read_bytes()
    report = check_package(path=first)
    assert (report.sound, report.documents) == (True, 5)
    portfolio = _portfolio(first)
    assert portfolio["exported_by"]["name"] == "Tweeluik, omgezet uit losse bestanden"
    assert portfolio["exported_at"] == "2026-03-01T00:00:00+00:00"
    assert {each["path"] for each in portfolio["documents"]} == {
        "documents/CV_jan.pdf",
        "documents/op-slot.pdf",
        "documents/profiel.docx",
        "documents/scan-1.pdf",
        "documents/verslag.txt",
    }
    assert "name" not in portfolio["candidate"]
    assert "facts" not in portfolio
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "aanlevering",
        "een.portfolio.zip",
        "twee.portfolio.zip",
    ]


def test_a_changed_export_is_another_package_of_the_same_dossier(
    engine: Engine, tmp_path: Path
) -> None:
    def converted(source: bytes, details: CaseDetails = SMALL) -> Any:
        path = tmp_path / "export.zip"
        path.write_bytes(export_zip(source))
        proposal = propose_conversion(engine, path=path, framework="small-1", norms=NORMS)
        output = tmp_path / "uit.portfolio.zip"
        convert_package(proposal=proposal, details=details, output=output, norms=NORMS)
        return _portfolio(output)

    before = converted(feed(entry("t", "H.1 vraag 2", "Eerst.")))
    assert before["exported_by"]["name"] == "Tweeluik, omgezet uit Leap2A van Mahara 2010"
    assert before["exported_at"] == "2026-03-02T09:00:00+00:00"
    assert before["answers"] == [
        {"section": "H.1", "question": 2, "text": "### H.1 vraag 2\n\nEerst.\n"}
    ]
    replaced = replace(SMALL, supersedes=UUID(before["package_id"]))
    later = feed(entry("t", "H.1 vraag 2", "Later.")).replace(b"/1772442000", b"/1779999999")
    after = converted(later, replaced)
    assert after["dossier_id"] == before["dossier_id"]
    assert after["package_id"] != before["package_id"]
    assert after["supersedes"] == before["package_id"]
    other = converted(later, replace(SMALL, reference="K-002"))
    assert other["dossier_id"] != before["dossier_id"]


def test_texts_are_joined_under_their_question_or_become_a_document(
    engine: Engine, tmp_path: Path
) -> None:
    source = feed(
        entry("a", "Wanneer was luisteren moeilijk?", "<p>Toen.</p>", content_type="html"),
        entry("b", "Nog iets", "En toen."),
        entry("c", "Dagboek", "Los."),
    )
    folder = export_folder(tmp_path / "map", source)
    proposal = propose_conversion(engine, path=folder, framework="small-1", norms=NORMS)
    assert _sections(proposal) == {
        "a": ("H.1:1", "mapping.name"),
        "b": ("-", "mapping.none"),
        "c": ("-", "mapping.none"),
    }
    chosen = proposal.with_choices(
        {"b": parse_choice("H.1", proposal.framework), "c": parse_choice("*", proposal.framework)}
    )
    assert _sections(chosen)["b"] == ("H.1", "mapping.chosen")
    output = tmp_path / "uit.portfolio.zip"
    built = convert_package(proposal=chosen, details=SMALL, output=output, norms=NORMS)
    assert (built.answers, built.documents) == (1, 1)
    portfolio = _portfolio(output)
    assert portfolio["answers"][0]["text"] == "Toen.\n\n### Nog iets\n\nEn toen.\n"
    assert portfolio["documents"][0]["path"] == "documents/Dagboek.txt"


def test_a_text_for_a_section_that_asks_nothing_is_a_document_there(
    engine: Engine, tmp_path: Path
) -> None:
    folder = export_folder(tmp_path / "map", feed(entry("t", "Mijn diploma", "Uit 2016.")))
    proposal = propose_conversion(engine, path=folder)
    assert _sections(proposal) == {"t": ("A1", "mapping.name")}
    both = proposal.with_choices({"t": parse_choice("A1,C1.5:2", proposal.framework)})
    output = tmp_path / "uit.portfolio.zip"
    convert_package(proposal=both, details=DETAILS, output=output)
    portfolio = _portfolio(output)
    assert [each["sections"] for each in portfolio["documents"]] == [["A1"]]
    assert [(each["section"], each["question"]) for each in portfolio["answers"]] == [("C1.5", 2)]


def test_choices_as_they_are_typed(engine: Engine, tmp_path: Path) -> None:
    framework = propose_conversion(engine, path=_folder(tmp_path)).framework
    assert parse_choice("", framework) == parse_choice("-", framework) == Choice(taken=False)
    assert parse_choice("*", framework) == Choice(taken=True)
    assert parse_choice("C1.2, C1.5,C1.2", framework).targets == (Target("C1.2"), Target("C1.5"))
    assert parse_choice("C1.2:3", framework).targets == (Target("C1.2", 3),)
    for wrong in ("C9.9", "C1.2:0", "C1.2:9", "C1.2:x", "A1:1", "C1.2,,", "c1.2"):
        with pytest.raises(RefusedError) as refusal:
            parse_choice(wrong, framework)
        _refused(Code.SECTION_UNKNOWN, refusal)


def test_what_cannot_be_chosen(engine: Engine, tmp_path: Path) -> None:
    proposal = propose_conversion(engine, path=_folder(tmp_path))
    with pytest.raises(RefusedError) as refusal:
        proposal.with_choices({"weg.pdf": Choice(taken=True)})
    _refused(Code.PIECE_UNKNOWN, refusal)
    with pytest.raises(RefusedError) as refusal:
        proposal.with_choices({"film.mp4": Choice(taken=True)})
    _refused(Code.PIECE_NOT_SUPPORTED, refusal)
    nothing = dict.fromkeys(proposal.choices(), Choice(taken=False))
    with pytest.raises(RefusedError) as refusal:
        convert_package(
            proposal=proposal.with_choices(nothing), details=DETAILS, output=tmp_path / "uit.zip"
        )
    _refused(Code.NOTHING_TAKEN, refusal)
    assert not (tmp_path / "uit.zip").exists()


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({"film.mp4": b"x", "a.zip": b"PK\x03\x04"}, Code.INPUT_UNKNOWN),
        ({}, Code.INPUT_UNKNOWN),
        ({"bagit.txt": b"x", "data/portfolio.json": b"{}"}, Code.CONVERSION_NOT_NEEDED),
        ({"a/b/c/d/e/f/g/h/i.pdf": b"x"}, Code.PATH_TOO_DEEP),
        ({"x" * 197 + ".pdf": b"x"}, Code.PATH_TOO_LONG),
        ({"CV.pdf": b"x", "cv.pdf": b"y"}, Code.PATH_COLLISION),
        ({"een:twee.pdf": b"x"}, Code.PATH_UNSAFE),
        ({f"{n}.txt": b"x" for n in range(2_101)}, Code.ARCHIVE_TOO_MANY_ENTRIES),
        ({f"{n}.txt": b"x" for n in range(2_001)}, Code.PACKAGE_TOO_MANY_DOCUMENTS),
    ],
)
@pytest.mark.skipif(sys.platform != "linux", reason="names that other systems cannot hold")
def test_a_folder_obeys_the_rules_of_packages(
    files: dict[str, bytes], code: Code, engine: Engine, tmp_path: Path
) -> None:
    folder = _folder(tmp_path, files)
    folder.mkdir(exist_ok=True)
    with pytest.raises(RefusedError) as refusal:
        propose_conversion(engine, path=folder)
    _refused(code, refusal)


@pytest.mark.skipif(sys.platform == "win32", reason="links and pipes need rights there")
@pytest.mark.parametrize("kind", ["file", "folder", "pipe"])
def test_links_and_pipes_are_never_followed(kind: str, engine: Engine, tmp_path: Path) -> None:
    folder = _folder(tmp_path, {"cv.pdf": pdf_of([["x"]])})
    secret = tmp_path / "buiten"
    secret.mkdir()
    (secret / "geheim.txt").write_text("geheim", encoding="utf-8")
    if kind == "pipe":
        os.mkfifo(folder / "pijp.pdf")
    else:
        target = secret if kind == "folder" else secret / "geheim.txt"
        (folder / "koppeling").symlink_to(target)
    with pytest.raises(RefusedError) as refusal:
        propose_conversion(engine, path=folder)
    _refused(Code.ARCHIVE_SPECIAL_FILE, refusal)


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_file_that_changes_on_the_way_is_refused(engine: Engine, tmp_path: Path) -> None:
    folder = _folder(tmp_path, {"cv.pdf": pdf_of([["x"]]), "plan.pdf": pdf_of([["y"]])})
    proposal = propose_conversion(engine, path=folder)
    (folder / "plan.pdf").unlink()
    with pytest.raises(RefusedError) as refusal:
        convert_package(proposal=proposal, details=DETAILS, output=tmp_path / "uit.zip")
    _refused(Code.FILE_CHANGED, refusal)
    assert [path.name for path in tmp_path.iterdir()] == ["aanlevering"]


def test_an_unpacked_bag_is_imported_like_its_zip(engine: Engine, tmp_path: Path) -> None:
    folder, packed = _folder(tmp_path, Bag.of().files()), tmp_path / "zelfde.portfolio.zip"
    packed.write_bytes(Bag.of().zip())
    assert check_package(path=folder, norms=NORMS) == check_package(path=packed, norms=NORMS)
    with new_workspace(tmp_path / "home") as workspace:
        first = import_package(workspace, engine, path=folder, norms=NORMS)
        second = import_package(workspace, engine, path=packed, norms=NORMS)
    assert (first.status, second.status) == ("imported", "unchanged")


def test_what_needs_conversion_is_not_imported_as_it_is(engine: Engine, tmp_path: Path) -> None:
    export = tmp_path / "export.zip"
    export.write_bytes(export_zip(feed(entry("t", "CV", "x"))))
    with new_workspace(tmp_path / "home") as workspace:
        before = store_snapshot(workspace)
        for path in (_folder(tmp_path), export):
            with pytest.raises(RefusedError) as refusal:
                import_package(workspace, engine, path=path)
            _refused(Code.CONVERSION_NEEDED, refusal)
        assert store_snapshot(workspace) == before


def test_a_converted_export_is_imported_and_read(engine: Engine, tmp_path: Path) -> None:
    output = tmp_path / "uit.portfolio.zip"
    proposal = propose_conversion(engine, path=_folder(tmp_path))
    convert_package(proposal=proposal, details=DETAILS, output=output)
    with new_workspace(tmp_path / "home") as workspace:
        summary = import_package(workspace, engine, path=output)
    assert summary.documents == 5
    assert [(each.id, each.status) for each in summary.unreadable] == [("op-slot", "password")]
