"""`package convert` as typed: the mapping with its reasons, corrected, and what is asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.building.command_line import Shell, run
from tests.building.documents import pdf_of
from tests.building.leap2a import entry, export_zip, feed
from tests.building.workspaces import new_workspace

PLAN = pdf_of([["Coachingsplan"]])


@pytest.fixture
def export(tmp_path: Path) -> Path:
    path = tmp_path / "export.zip"
    source = feed(
        entry("t1", "Werknemersprofiel", "<p>Hij wil werken.</p>", content_type="html"),
        entry("t2", "Dagboek", "Vandaag niets."),
        entry("f", "a=b.pdf", kind="resource", links={"files/0-a=b.pdf": "enclosure"}),
        entry("p", "Een ander", kind="person"),
    )
    path.write_bytes(export_zip(source, {"files/0-a=b.pdf": PLAN}))
    return path


def test_a_dry_run_shows_what_goes_where_and_why(export: Path, tmp_path: Path) -> None:
    ran = run("package", "convert", export, "--dry-run")
    assert ran.status == 0
    assert ran.output.splitlines() == [
        "t1 → C1.2:1 (naam: ‘werknemersprofiel’)",
        "t2 → blijft weg (niets wijst op een onderdeel)",
        "files/0-a=b.pdf → C1.5 (kop: ‘coachingsplan’)",
        "Weggelaten: gegevens van personen en organisaties (1).",
    ]
    data = run("--json", "package", "convert", export, "--dry-run").data
    assert data["input"] == "leap2a"
    assert data["left_out"] == {"person": 1}
    assert data["pieces"][0] == {
        "file": "t1",
        "kind": "text",
        "title": "Werknemersprofiel",
        "folder": "",
        "media_type": None,
        "taken": True,
        "sections": ["C1.2:1"],
        "reason": "naam: ‘werknemersprofiel’",
    }
    assert [path.name for path in tmp_path.iterdir()] == ["export.zip"]


def test_a_corrected_mapping_becomes_a_package_that_is_imported(
    export: Path, tmp_path: Path
) -> None:
    home, output = tmp_path / "home", tmp_path / "zaak.portfolio.zip"
    new_workspace(home).close()
    options = ("-o", output, "--reference", "K-7", "--date", "2026-03-01", "--due", "2026-04-01")
    mapped = ("--map", "t1=C1.2:3", "--map", "t2=*", "--map", "files/0-a=b.pdf=C1.2,C1.5")
    data = run(
        "--json", "package", "convert", export, *options, *mapped, "--assessor", "A. B.: RJ-1"
    ).data
    assert (data["documents"], data["answers"]) == (2, 1)
    assert {each["file"]: each["sections"] for each in data["pieces"]} == {
        "t1": ["C1.2:3"],
        "t2": [],
        "files/0-a=b.pdf": ["C1.2", "C1.5"],
    }
    assert run("package", "check", output).status == 0
    again = tmp_path / "nogmaals.portfolio.zip"
    shell = Shell(home)
    first = shell("import", export, *options[2:], *mapped, "--assessor", "A. B.:RJ-1", "-o", again)
    assert again.read_bytes() == output.read_bytes()
    assert shell("import", output)["status"] == "unchanged"
    assert first["dossier"] == data["dossier_id"]


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ((), "detail_missing"),
        (("-o", "uit.zip"), "detail_missing"),
        (("-o", "uit.zip", "--reference", "K"), "detail_missing"),
        (("-o", "uit.zip", "--reference", "K", "--date", "1 maart"), "detail_invalid"),
        (("-o", "uit.zip", "--reference", "K", "--date", "2026-02-30"), "detail_invalid"),
        (
            ("-o", "uit.zip", "--reference", "K", "--date", "2026-03-01", "--supersedes", "7"),
            "detail_invalid",
        ),
        (
            ("-o", "uit.zip", "--reference", "K", "--date", "2026-03-01", "--assessor", "Jan"),
            "detail_invalid",
        ),
        (("--dry-run", "--map", "t1"), "detail_invalid"),
        (("--dry-run", "--map", "t9=C1.2"), "piece_unknown"),
        (("--dry-run", "--map", "t1=C8"), "section_unknown"),
        (("--dry-run", "--framework", "iets-2"), "framework_unknown"),
        (
            ("-o", "uit.zip", "--reference", "K" * 501, "--date", "2026-03-01"),
            "portfolio_invalid",
        ),
        (
            ("-o", "uit.zip", "--reference", "K", "--date", "2026-03-01", "--procedure", "x-1"),
            "procedure_unknown",
        ),
    ],
)
def test_what_is_missing_or_wrong_is_refused_with_a_code(
    options: tuple[str, ...], code: str, export: Path, tmp_path: Path
) -> None:
    placed = [tmp_path / each if each == "uit.zip" else each for each in options]
    ran = run("--json", "package", "convert", export, *placed)
    assert (ran.status, ran.code) == (1, code)
    assert [path.name for path in tmp_path.iterdir()] == ["export.zip"]


def test_the_workspace_is_no_place_for_a_package(export: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    new_workspace(home).close()
    inside = ("-o", home / "uit.zip", "--reference", "K", "--date", "2026-03-01")
    assert Shell(home).refused("import", export, *inside) == "output_in_workspace"
    assert Shell(home).refused("import", export) == "conversion_needed"
