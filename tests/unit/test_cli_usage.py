"""How the command line is used: options, exit statuses, JSON alone, and verbs without a home."""

from __future__ import annotations

from pathlib import Path

import pytest

from assessor_app.cli.parser import build_parser
from assessor_app.i18n import Catalogue
from assessor_app.settings import FRAMEWORK_FOLDER, PROCEDURE_FOLDER
from tests.building.command_line import Shell, run
from tests.building.course import SMALL, Course
from tests.building.packages import DATA, Bag, small_portfolio

FRAMEWORK = "register-jobcoach-initial-1.3"


@pytest.mark.parametrize(
    "typed",
    [
        (),
        ("geen-werkwoord",),
        ("dossiers", "--geen-optie"),
        ("dossiers", "--js"),
        ("judge", SMALL),
        ("judge", SMALL, "H.1.1"),
        ("judge", SMALL, "H.1.1", "--file", "a.csv"),
        ("judge", SMALL, "--file", "a.csv", "--quote", "tekst"),
        ("judge", SMALL, "H.1.1", "--level", "prima"),
        ("interview", SMALL),
        ("interview", SMALL, "V.1"),
        ("interview", SMALL, "--date", "gisteren"),
        ("settle", SMALL, "V.1", "--reason", "Zonder waarde."),
        ("settle", SMALL, "V.1", "--level", "shown", "--verdict", "discuss", "--reason", "Twee."),
        ("dossier", SMALL, "decide"),
    ],
)
def test_wrong_usage_is_status_2(course: Course, tmp_path: Path, typed: tuple[str, ...]) -> None:
    home = course.laid("judging", tmp_path) / "first"
    ran = run("--home", home, "--json", *typed)
    assert (ran.status, ran.code) == (2, "usage")
    in_words = run("--home", home, *typed)
    assert (in_words.status, in_words.output) == (2, "")
    assert "[usage]" in in_words.errors


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("geen-werkwoord",), "'geen-werkwoord' kan niet bij werkwoord. Kies uit: 'demo', "),
        (("dossiers", "--geen-optie"), "dit is onbekend: --geen-optie."),
        (("judge",), "dit ontbreekt: id."),
        (("interview", SMALL, "--date", "gisteren"), "'gisteren' kan niet bij --date."),
        (("judge", SMALL, "H.1.1", "--level"), "--level staat er zonder waarde, of met te veel."),
        (("dossiers", "--json=ja"), "--json krijgt geen waarde ('ja')."),
        (
            ("settle", SMALL, "V.1", "--level", "shown", "--verdict", "discuss", "--reason", "x"),
            "--verdict en --level gaan niet samen.",
        ),
        (("settle", SMALL, "V.1", "--reason", "x"), "geef een van deze: --level --verdict"),
    ],
)
def test_what_is_wrong_is_said_in_dutch(typed: tuple[str, ...], said: str) -> None:
    errors = run(*typed).errors
    assert said in errors
    assert "gebruik: " in errors
    assert "usage: " not in errors


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("nl", ("gebruik: ", "wat erbij hoort:", "opties:", "laat deze hulp zien")),
        ("en", ("usage: ", "arguments:", "options:", "show this help")),
    ],
)
def test_help_is_in_one_language(
    language: str, said: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        build_parser(Catalogue(language)).parse_args(["judge", "-h"])
    assert left.value.code == 0
    shown = capsys.readouterr().out
    assert all(words in shown for words in said)
    assert "positional" not in shown
    assert "and exit" not in shown


def test_options_stand_before_or_after_the_verb(course: Course, tmp_path: Path) -> None:
    home = str(course.laid("judging", tmp_path) / "first")
    typed = [
        ("--home", home, "--json", "dossier", SMALL),
        ("dossier", SMALL, "--home", home, "--json"),
        ("--json", "dossier", SMALL, f"--home={home}"),
    ]
    shown = [run(*words).data for words in typed]
    assert shown[0] == shown[1] == shown[2]
    after = run("dossier", SMALL, "declare", "--json", "--home", home)
    assert after.data["declined"] is False


def test_a_refusal_has_code_sentence_and_details(course: Course, tmp_path: Path) -> None:
    home = course.laid("judging", tmp_path) / "first"
    ran = run("--home", home, "--json", "unset", SMALL, "X.9.9")
    assert ran.status == 1
    error = ran.data["error"]
    assert (error["code"], error["details"]) == ("item_unknown", {"item": "X.9.9"})
    assert "X.9.9" in error["message"]
    assert ran.errors == ""
    in_words = run("--home", home, "--language", "en", "unset", SMALL, "X.9.9")
    assert (in_words.status, in_words.output) == (1, "")
    assert "[item_unknown]" in in_words.errors


def test_what_is_not_permitted_is_said_in_words(course: Course, tmp_path: Path) -> None:
    home = course.laid("judging", tmp_path) / "first"
    ran = run("--home", home, "compare", SMALL)
    assert ran.status == 1
    assert "vergelijken" in ran.errors
    assert "compare" not in ran.errors.replace("[not_permitted]", "")


def test_the_frameworks_need_nothing() -> None:
    listed = run("framework", "list", "--json", passphrase=None).data["frameworks"]
    assert FRAMEWORK in {framework["id"] for framework in listed}
    shown = run("framework", "show", FRAMEWORK, "--json", passphrase=None).data
    indicators = [
        item
        for part in shown["parts"]
        for section in part["sections"]
        for item in section["indicators"]
    ]
    assert len(indicators) == 108
    levels = (shown["parts"], [s for part in shown["parts"] for s in part["sections"]], indicators)
    for level in levels:
        assert all(each["id"] and each["key"] and each["text"] for each in level)
    said = run("framework", "show", FRAMEWORK).output
    named = [one["id"] for part in shown["parts"] for one in part["conditions"]]
    for alternative in (one for part in shown["parts"] for one in part["alternatives"]):
        named += [alternative["id"], *(one["id"] for one in alternative["conditions"])]
    assert {"A1.1", "A1.1.1", "E.1.1", "A2.5"} <= set(named)
    assert all(each in said for each in ["C4.4.1", *named])
    first = next(s for part in shown["parts"] for s in part["sections"] if s["id"] == "C1.2")
    assert first["questions"][0]["number"] == 1
    unknown = run("framework", "show", "onbekend-1", "--json")
    assert (unknown.status, unknown.code) == (1, "framework_unknown")
    assert FRAMEWORK in unknown.data["error"]["details"]["installed"]


def test_files_of_rules_are_checked(tmp_path: Path) -> None:
    shipped = FRAMEWORK_FOLDER / f"{FRAMEWORK}.toml"
    assert run("framework", "check", shipped, "--json").data == {"faults": []}
    default = PROCEDURE_FOLDER / "default-1.toml"
    assert run("procedure", "check", default, "--json").data == {"faults": []}
    broken = tmp_path / "default-1.toml"
    broken.write_text(
        default.read_text("utf-8").replace("topics_max = 7", "topics_max = -7"), "utf-8"
    )
    ran = run("procedure", "check", broken, "--json")
    assert ran.status == 3
    fault = ran.data["faults"][0]
    assert fault["file"] == "default-1.toml"
    assert fault["line"] > 1
    assert "default-1.toml" in run("procedure", "check", broken).output


def _own_rules(folder: Path, *, minutes: int = 50, name: str = "eigen-1.toml") -> Path:
    text = (PROCEDURE_FOLDER / "default-1.toml").read_text("utf-8")
    text = text.replace('id = "default"', 'id = "eigen"', 1)
    path = folder / name
    path.write_text(text.replace("topics_max = 7", f"topics_max = {minutes % 9}", 1), "utf-8")
    return path


def test_rules_that_were_added_are_found_by_an_import(course: Course, tmp_path: Path) -> None:
    shell = Shell(course.laid("judging", tmp_path) / "first")
    portfolio: dict[str, object] = {
        "dossier_id": "7f1d2c3b-0a4e-4c58-9d27-5b8e1f0a7c11",
        "package_id": "7b9a8c7d-6e5f-4a3b-8c2d-1e0f9a8b7c6d",
        "framework": {"id": "register-jobcoach-initial", "version": "1.3"},
        "procedure": {"id": "eigen", "version": "1"},
        "answers": [],
        "documents": [],
    }
    package = tmp_path / "eigen.portfolio.zip"
    package.write_bytes(_package(portfolio))
    assert shell.refused("import", package) == "procedure_unknown"
    rules = _own_rules(tmp_path)
    added = shell("procedure", "add", rules)
    assert (added["procedure"], added["status"]) == ("eigen-1", "added")
    assert shell("procedure", "add", rules)["status"] == "unchanged"
    listed = {each["id"]: each["added"] for each in shell("procedure", "list")["procedures"]}
    assert listed == {"default-1": False, "eigen-1": True}
    rules.unlink()
    imported = shell("import", package)
    assert (imported["status"], imported["dossier"]) == ("imported", portfolio["dossier_id"])
    assert shell("dossier", imported["dossier"])["procedure"] == "eigen-1"
    assert shell("import", package)["status"] == "unchanged"
    assert shell("doctor")["procedures_added"] == ["eigen-1"]
    assert run("--home", shell.home, "import", package).status == 0


def _package(portfolio: dict[str, object]) -> bytes:
    return Bag.of(small_portfolio(**portfolio), {}).zip()


def test_a_published_version_never_changes(course: Course, tmp_path: Path) -> None:
    shell = Shell(course.laid("judging", tmp_path) / "first")
    shell("procedure", "add", _own_rules(tmp_path))
    assert shell.refused("procedure", "add", _own_rules(tmp_path, minutes=51)) == (
        "procedure_differs"
    )
    changed = tmp_path / "default-1.toml"
    text = (PROCEDURE_FOLDER / "default-1.toml").read_text("utf-8")
    changed.write_text(text.replace("topics_max = 7", "topics_max = 6", 1), "utf-8")
    assert shell.refused("procedure", "add", changed) == "procedure_differs"
    misnamed = _own_rules(tmp_path, name="anders-1.toml")
    assert shell.refused("procedure", "add", misnamed) == "procedure_invalid"
    assert [path.name for path in (shell.home / "procedures").iterdir()] == ["eigen-1.toml"]


def test_rules_are_added_to_a_workspace_only(tmp_path: Path) -> None:
    ran = run("--home", tmp_path, "--json", "procedure", "add", DATA / "procedures/small-1.toml")
    assert (ran.status, ran.code) == (1, "home_not_a_workspace")
    assert list(tmp_path.iterdir()) == []


def test_packages_are_built_and_checked_without_a_home(tmp_path: Path) -> None:
    package = tmp_path / "stuk.portfolio.zip"
    package.write_bytes(b"geen zip")
    ran = run("package", "check", package, "--json", passphrase=None)
    assert (ran.status, ran.data["findings"][0]["code"]) == (3, "archive_damaged")
    assert run("package", "check", package).output
    missing = run("package", "build", tmp_path, "-o", tmp_path / "x.zip", "--json")
    assert missing.status == 1
    assert not (tmp_path / "x.zip").exists()
