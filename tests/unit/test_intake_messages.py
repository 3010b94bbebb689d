"""What `package check` says to a portal's developer: place, rule, what is there, what may be."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from assessor_app.intake.actions import check_package
from assessor_app.intake.json_places import JsonPlaces, pointer
from tests.building.command_line import run
from tests.building.packages import DOSSIER, NORMS, PLAN, plan_pdf, small_portfolio, write_folder

_TEXT = b"""{
  "a": [1, {"b/c": "x",
    "d": [[], {}]}],
  "quote \\" and : , {": true,

  "last": null
}"""


def test_each_value_has_its_line() -> None:
    places = JsonPlaces(_TEXT)
    lines = {
        "": 1,
        "/a": 2,
        "/a/0": 2,
        "/a/1/b~1c": 2,
        "/a/1/d": 3,
        "/a/1/d/0": 3,
        "/a/1/d/1": 3,
        '/quote " and : , {': 4,
        "/last": 6,
        "/last/missing/deeper": 6,
        "/nowhere": 1,
    }
    assert {place: places.line(place) for place in lines} == lines
    assert pointer("a", 1, "b/c~d") == "/a/1/b~1c~0d"


def test_every_value_of_a_real_portfolio_is_found() -> None:
    text = json.dumps(small_portfolio(), indent=2)
    places = JsonPlaces(text.encode())
    lines = text.split("\n")

    def walk(value: Any, place: str) -> None:
        members = value.items() if isinstance(value, dict) else enumerate(value)
        for key, member in members:
            below = place + pointer(key)
            shown = lines[places.line(below) - 1]
            if isinstance(key, str):
                assert f'"{key}"' in shown
            if isinstance(member, dict | list):
                walk(member, below)
            else:
                assert json.dumps(member) in shown

    walk(small_portfolio(), "")


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"dossier_id": "17"}, ("/dossier_id", "schema.uuid", '"17"')),
        ({"reference_date": "1 maart"}, ("/reference_date", "schema.date", '"1 maart"')),
        (
            {"exported_at": "2026-03-02T09:00:00"},
            ("/exported_at", "schema.moment", '"2026-03-02T09:00:00"'),
        ),
        ({"format": "pakket"}, ("/format", "schema.choice", '"pakket"')),
        ({"cijfer": 8}, ("/cijfer", "schema.unknown", "8")),
        ({"candidate": {}}, ("/candidate/reference", "schema.missing", "")),
        (
            {"candidate": {"reference": "x", "name": 7}},
            ("/candidate/name", "schema.kind", "7"),
        ),
        (
            {"candidate": {"reference": "x", "name": "Jan" * 200}},
            ("/candidate/name", "schema.length", "string (600)"),
        ),
        (
            {"answers": [{"section": "H.1", "question": 0, "text": ""}]},
            ("/answers/0/question", "schema.range", "0"),
        ),
        (
            {"answers": [{"section": "H 1", "question": 1, "text": ""}]},
            ("/answers/0/section", "schema.pattern", '"H 1"'),
        ),
        ({"findings": "veel"}, ("/findings", "schema.kind", '"veel"')),
        ({"supersedes": small_portfolio()["package_id"]}, ("/supersedes", "schema.itself", None)),
    ],
)
def test_a_fault_names_its_place_its_rule_and_what_is_there(
    changed: dict[str, Any], expected: tuple[str, str, str | None], tmp_path: Path
) -> None:
    folder = write_folder(tmp_path / "map", small_portfolio(**changed), {PLAN: plan_pdf()})
    report = check_package(path=folder, norms=NORMS)
    (found,) = report.findings
    assert (found.details["field"], found.details["rule"]) == expected[:2]
    if expected[2] is not None:
        assert found.details["found"] == expected[2]
    assert not report.sound


def test_all_faults_are_told_at_once_with_their_lines(tmp_path: Path) -> None:
    portfolio = small_portfolio(
        dossier_id="x",
        cijfer=8,
        documents=[{"id": "-", "path": "elders/a.pdf", "title": "", "media_type": "x"}],
    )
    folder = write_folder(tmp_path / "map", portfolio, {PLAN: plan_pdf()})
    (folder / "portfolio.json").write_text(json.dumps(portfolio, indent=1), encoding="utf-8")
    report = check_package(path=folder, norms=NORMS)
    found = [(each.code, each.details.get("field")) for each in report.findings]
    assert found == [
        ("document_missing", None),
        ("portfolio_invalid", "/dossier_id"),
        ("portfolio_invalid", "/documents/0/id"),
        ("portfolio_invalid", "/documents/0/path"),
        ("portfolio_invalid", "/documents/0/title"),
        ("portfolio_invalid", "/cijfer"),
    ]
    assert [each.details["line"] for each in report.findings[1:]] == [4, 32, 33, 34, 38]


def test_what_the_framework_does_not_have_is_told_with_its_place(tmp_path: Path) -> None:
    portfolio = small_portfolio(
        answers=[
            {"section": "X.1", "question": 1, "text": "a"},
            {"section": "H.1", "question": 3, "text": "a"},
            {"section": "H.1", "question": 1, "text": "a"},
            {"section": "H.1", "question": 1, "text": "b"},
        ],
        findings=[{"condition": "Z.1", "outcome": "met", "by": "CI", "date": "2026-03-01"}],
    )
    portfolio["documents"][0]["sections"] = ["H.1", "Y"]
    portfolio["documents"][0]["condition"] = "Q"
    folder = write_folder(
        tmp_path / "map", portfolio, {PLAN: plan_pdf(), "documents/los.txt": b"x"}
    )
    report = check_package(path=folder, norms=NORMS)
    assert [(each.code, each.details.get("pointer")) for each in report.findings] == [
        ("document_unlisted", None),
        ("portfolio_twice", "/answers/3"),
        ("section_unknown", "/answers/0/section"),
        ("question_unknown", "/answers/1/question"),
        ("section_unknown", "/documents/0/sections/1"),
        ("condition_unknown", "/documents/0/condition"),
        ("condition_unknown", "/findings/0/condition"),
    ]


def test_a_folder_that_can_be_built_is_sound(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "map", small_portfolio(), {PLAN: plan_pdf()})
    report = check_package(path=folder, norms=NORMS)
    assert (report.sound, report.documents, str(report.dossier_id)) == (True, 1, DOSSIER)


def test_the_command_line_says_it_in_words_and_ends_with_three(tmp_path: Path) -> None:
    portfolio = small_portfolio(
        framework={"id": "register-jobcoach-initial", "version": "1.3"}, cijfer=8
    )
    del portfolio["procedure"]
    folder = write_folder(tmp_path / "map", portfolio, {PLAN: plan_pdf()})
    ran = run("package", "check", folder)
    assert ran.status == 3
    assert ran.output == (
        "portfolio.json, regel 1: /cijfer klopt niet: "
        "dit veld bestaat niet in versie 1, gevonden is 8. [portfolio_invalid schema.unknown]\n"
    )
    del portfolio["cijfer"]
    write_folder(tmp_path / "map", portfolio, {})
    ran = run("--language", "en", "package", "check", folder)
    assert ran.output.splitlines()[0] == (
        "portfolio.json, line 1 (/answers/0/section): "
        "The framework register-jobcoach-initial-1.3 has no section H.1. [section_unknown]"
    )
