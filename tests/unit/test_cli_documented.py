"""The documentation of the command line: every verb and option, every code with its sentences."""

from __future__ import annotations

import argparse
import ast
import runpy
from collections.abc import Iterator
from pathlib import Path

import pytest

from assessor_app.cli.parser import build_parser
from assessor_app.domain.states import Act, State
from assessor_app.i18n import LANGUAGES, Catalogue
from assessor_app.settings import ROOT

DOCUMENTED = (ROOT / "docs" / "command-line.md").read_text(encoding="utf-8")
CATALOGUES = {language: Catalogue(language) for language in LANGUAGES}


def _verbs(parser: argparse.ArgumentParser) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    yield parser.prog.partition(" ")[2], parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for below in action.choices.values():
                yield from _verbs(below)


PARSERS = dict(_verbs(build_parser(CATALOGUES["nl"])))
ENGLISH = dict(_verbs(build_parser(CATALOGUES["en"])))
LEAVES = [verb for verb, parser in PARSERS.items() if parser.get_default("handler")]


@pytest.mark.parametrize("verb", LEAVES)
def test_every_verb_is_documented_with_its_options(verb: str) -> None:
    words = verb.split()
    # `dossier id declare`: the last word stands behind an ellipsis in the documentation.
    assert words[0] in DOCUMENTED
    assert words[-1] in DOCUMENTED
    options = [
        option
        for action in PARSERS[verb]._actions
        for option in action.option_strings
        if option.startswith("--") and option not in {"--help", "--output"}
    ]
    assert [option for option in options if option not in DOCUMENTED] == []


@pytest.mark.parametrize("verb", LEAVES)
def test_every_verb_has_help_in_both_languages(verb: str) -> None:
    helps = {parsers[verb].description for parsers in (PARSERS, ENGLISH)}
    assert None not in helps
    assert len(helps) == len(LANGUAGES)


def test_the_table_of_codes_is_in_step() -> None:
    made = runpy.run_path(str(ROOT / "packaging" / "write_error_table.py"))["error_table"]()
    kept = (ROOT / "docs" / "errors.md").read_text(encoding="utf-8")
    assert kept == made, "run packaging/write_error_table.py"


def _named_actions() -> set[str]:
    """The names that units of work are given, read from the code."""
    found = set()
    for file in Path(ROOT / "assessor_app").rglob("actions.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr == "unit"
                and node.args
                and isinstance(node.args[0], ast.Constant)
            ):
                found.add(str(node.args[0].value))
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_history_journal_and_refusals_have_words(language: str) -> None:
    """Each act a refusal names, each action a journal line names, and each state."""
    catalogue = CATALOGUES[language]
    actions = {*(act.value for act in Act), *_named_actions(), "import"}
    states = {*(state.value for state in State), "held", "withdrawn"}
    assert len(actions) > len(Act)
    assert sorted(each for each in actions if not catalogue.has(f"action.{each}")) == []
    assert sorted(each for each in states if not catalogue.has(f"state.{each}")) == []
