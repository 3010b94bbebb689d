"""Dutch and English complete: the same keys and placeholders, each key used, each use answered."""

from __future__ import annotations

import ast
import re
from enum import StrEnum
from pathlib import Path

import pytest

from assessor_app.domain.contradictions import FactName
from assessor_app.domain.facts import Comparison
from assessor_app.domain.portfolio_changes import Change, DocumentChange
from assessor_app.domain.privacy import PersonalKind
from assessor_app.domain.sheet import Because, Concern, HitMark, Vraak
from assessor_app.domain.states import Act, State
from assessor_app.domain.toml_source import FaultRule
from assessor_app.domain.values import AdviceOutcome, Level, Outcome, Polarity, Route, Verdict
from assessor_app.engine.protocol import Active, Status
from assessor_app.errors import Code
from assessor_app.intake.material import LeftOut
from assessor_app.intake.portfolio_faults import SchemaRule
from assessor_app.intake.reports import ImportStatus
from assessor_app.intake.watching import Stage
from assessor_app.reading.geometry import Fit
from assessor_app.report.trust import Trust
from assessor_app.report.verification import Flaw
from assessor_app.report.verification import State as Verified
from assessor_app.store.integrity import DamageKind
from assessor_app.ui.commands import Command, Scope
from assessor_app.ui.theme import Appearance
from tests.architecture.catalogue_use import (
    Use,
    placeholders,
    read_code,
    read_language,
    unanswered,
    unused,
)

ROOT = Path(__file__).resolve().parents[2]
LOCALE = ROOT / "resources" / "locale"
LANGUAGES = ("nl", "en")

# Keys whose last part is a value known at run time only: `text(f"advice.{outcome}")`. Each prefix
# used so in the code is declared here, with the vocabulary that has to be complete, if it has one.
FAMILIES: dict[str, tuple[type[StrEnum], ...]] = {
    "action.": (Act,),
    "advice.": (AdviceOutcome,),
    "adviceoutcome.": (AdviceOutcome,),
    "because.": (Because,),
    "change.answer.": (Change,),
    "change.document.": (DocumentChange,),
    "change.field.": (),
    "cli.import_": (ImportStatus,),
    "cli.preview_": (ImportStatus,),
    "comparison.": (Comparison,),
    "concern.": (Concern,),
    "damage.": (DamageKind,),
    "document.": (Status,),
    "entry.": (),
    "error.": (Code,),
    "fact.": (FactName,),
    "fault.": (FaultRule,),
    "fit.": (Fit,),
    "level.": (Level,),
    "mapping.left_out.": (LeftOut,),
    "outcome.": (Outcome,),
    "polarity.": (Polarity,),
    "privacy.kind.": (PersonalKind,),
    "privacy.mark.": (HitMark,),
    "route.": (Route,),
    "schema.": (SchemaRule,),
    "state.": (State,),
    "topic.": (),
    "ui.appearance.": (Appearance,),
    "ui.command.": (Command,),
    "ui.import.stage.": (Stage,),
    "ui.keys.group.": (Scope,),
    "ui.sign.": (Active,),
    "trust.": (Trust,),
    "verdict.": (Verdict,),
    "vraak.": (Vraak,),
    "verify.": (Flaw, Verified),
}
PREFIXES = tuple(FAMILIES)

# Here the family follows from the value's type: level, verdict, route, outcome, adviceoutcome.
BUILDS_KEYS = {"assessor_app/cli/conference.py"}


@pytest.fixture(scope="module")
def languages() -> dict[str, dict[str, str]]:
    return {language: read_language(LOCALE / language)[0] for language in LANGUAGES}


@pytest.fixture(scope="module")
def use() -> Use:
    return read_code((ROOT / "assessor_app").rglob("*.py"), ROOT)


@pytest.mark.parametrize("language", LANGUAGES)
def test_catalogue_files_are_sound(language: str) -> None:
    sentences, faults = read_language(LOCALE / language)
    assert sentences
    assert faults == []


def test_both_languages_have_the_same_parts_and_keys(languages: dict[str, dict[str, str]]) -> None:
    parts = [sorted(each.name for each in (LOCALE / name).glob("*.po")) for name in LANGUAGES]
    assert parts[0] == parts[1]
    assert sorted(languages["nl"].keys() ^ languages["en"].keys()) == []


def test_both_languages_have_the_same_placeholders(languages: dict[str, dict[str, str]]) -> None:
    differing = {
        key
        for key, sentence in languages["nl"].items()
        if placeholders(sentence) != placeholders(languages["en"].get(key, ""))
    }
    assert sorted(differing) == []


@pytest.mark.parametrize("prefix", [each for each, values in FAMILIES.items() if values])
def test_each_vocabulary_is_complete(prefix: str, languages: dict[str, dict[str, str]]) -> None:
    for language, sentences in languages.items():
        keys = [f"{prefix}{value}" for values in FAMILIES[prefix] for value in values]
        assert [key for key in keys if key not in sentences] == [], language


def test_each_use_is_answered(languages: dict[str, dict[str, str]], use: Use) -> None:
    assert unanswered(use, languages["nl"]) == []


def test_literal_command_line_keys_exist(languages: dict[str, dict[str, str]], use: Use) -> None:
    keys = {each for each in use.literals - use.families if re.fullmatch(r"cli(\.[a-z_]+)+", each)}
    assert sorted(keys - languages["nl"].keys()) == []


def test_families_are_declared_and_used(languages: dict[str, dict[str, str]], use: Use) -> None:
    assert sorted(use.families.difference(PREFIXES)) == []
    empty = [each for each in PREFIXES if not any(key.startswith(each) for key in languages["nl"])]
    assert empty == []
    assert use.unprefixed == BUILDS_KEYS


def test_no_key_is_unused(languages: dict[str, dict[str, str]], use: Use) -> None:
    assert unused(use, languages["nl"], PREFIXES) == []


def test_dutch_spells_client_with_its_diaeresis(languages: dict[str, dict[str, str]]) -> None:
    bare = [key for key, text in languages["nl"].items() if re.search(r"client", text, re.I)]
    assert bare == []


def _planted(tmp_path: Path, line: str) -> Use:
    file = tmp_path / "planted.py"
    file.write_text(f"{line}\n", encoding="utf-8")
    ast.parse(line)
    return read_code(iter([file]), tmp_path)


@pytest.mark.parametrize(
    ("line", "finding"),
    [
        ('session.text("cli.absent")', "planted.py:1: no cli.absent"),
        ('c.text("cli.greeting")', "planted.py:1: cli.greeting wants ['name'], gets []"),
        (
            'c.text("cli.greeting", nmae=1)',
            "planted.py:1: cli.greeting wants ['name'], gets ['nmae']",
        ),
        ('Sentence("cli.absent")', "planted.py:1: no cli.absent"),
        (
            'Sentence("cli.greeting", {"who": 1})',
            "planted.py:1: cli.greeting wants ['name'], gets ['who']",
        ),
        (
            "raise RefusedError(Code.LOST, place=1)",
            "planted.py:1: error.lost wants ['path'], gets ['place']",
        ),
    ],
)
def test_a_planted_slip_is_found(tmp_path: Path, line: str, finding: str) -> None:
    sentences = {"cli.greeting": "Dag {name}", "error.lost": "{path} ontbreekt"}
    assert unanswered(_planted(tmp_path, line), sentences) == [finding]


def test_planted_leftovers_and_doubles_are_found(tmp_path: Path) -> None:
    use = _planted(tmp_path, 'c.text("cli.a"), c.text(f"level.{word}")')
    sentences = {"cli.a": "a", "cli.b": "b", "level.shown": "aangetoond"}
    assert unused(use, sentences, ("level.",)) == ["cli.b"]
    assert use.families == {"level."}
    assert _planted(tmp_path, "c.text(f'{kind}.{word}')").unprefixed == {"planted.py"}
    part = 'msgid "cli.a"\nmsgstr "{text}"\n'
    (tmp_path / "one.po").write_text(part.format(text="a"), encoding="utf-8")
    (tmp_path / "two.po").write_text(part.format(text=""), encoding="utf-8")
    faults = read_language(tmp_path)[1]
    assert faults == ["two.po: cli.a for the second time", "two.po: cli.a unfinished"]
