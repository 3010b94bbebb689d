"""The grammar of the command line: every stage adds its own verbs."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from types import ModuleType
from typing import Any, NoReturn, TextIO

from assessor_app.cli import (
    conference,
    copying,
    demo,
    formal,
    frameworks,
    intake,
    interview,
    judging,
    keeping,
    privacy,
    reading,
    recognising,
    report,
    writing,
)
from assessor_app.cli.output import deliver
from assessor_app.cli.session import Handler
from assessor_app.cli.usage import HelpFormatter, translate_headings, usage_sentence
from assessor_app.errors import UsageError
from assessor_app.i18n import LANGUAGES, Catalogue

PROGRAM = "main.py"


class _Parser(argparse.ArgumentParser):
    """argparse that raises our `UsageError` instead of leaving the process."""

    catalogue: Catalogue
    formatter: type[argparse.HelpFormatter]
    output: TextIO | None = None

    def __init__(self, **options: Any) -> None:
        super().__init__(allow_abbrev=False, formatter_class=self.formatter, **options)
        translate_headings(self, self.catalogue)

    def _print_message(self, message: str, file: Any = None) -> None:
        deliver(message, self.output or file or sys.stdout)

    def error(self, message: str) -> NoReturn:
        usage = self.format_usage().strip()
        raise UsageError(f"{usage_sentence(message, self.catalogue)}\n{usage}")


class Verbs:
    """Adds verbs to a parser: `verbs.add("judge", handler, key)` returns the verb's parser."""

    def __init__(
        self,
        actions: argparse._SubParsersAction[Any],
        shared: argparse.ArgumentParser,
        catalogue: Catalogue,
    ) -> None:
        self._actions = actions
        self._shared = shared
        self._catalogue = catalogue

    def add(self, name: str, handler: Handler | None, help_text: str) -> argparse.ArgumentParser:
        """Return the parser of a new verb; `handler` None means that only its parts act."""
        verb: argparse.ArgumentParser = self._actions.add_parser(
            name, parents=[self._shared], help=help_text, description=help_text
        )
        if handler is not None:
            verb.set_defaults(handler=handler)
        return verb

    def group(self, parser: argparse.ArgumentParser, *, required: bool = True) -> Verbs:
        """Return the verbs below a verb: `package build`, `dossier ID declare`."""
        below = parser.add_subparsers(
            dest=f"{parser.prog}-verb", required=required, metavar=_metavar(self._catalogue)
        )
        return Verbs(below, self._shared, self._catalogue)

    def text(self, key: str) -> str:
        """Return a help text."""
        return self._catalogue.text(key)


def build_parser(catalogue: Catalogue, output: TextIO | None = None) -> argparse.ArgumentParser:
    """Return the parser of the whole command line, its help in the catalogue's language and on
    `output`, stdout where that is None."""
    shared = _shared_options(catalogue, default=argparse.SUPPRESS)

    class Formatter(HelpFormatter):
        words = catalogue

    class Parser(_Parser):
        formatter = Formatter

    Parser.catalogue, Parser.output = catalogue, output
    parser = Parser(
        prog=PROGRAM,
        description=catalogue.text("cli.description"),
        parents=[_shared_options(catalogue, default=None)],
    )
    parser.set_defaults(json=False)
    below = parser.add_subparsers(dest="verb", required=True, metavar=_metavar(catalogue))
    verbs = Verbs(below, shared, catalogue)
    stages: tuple[ModuleType, ...] = (
        demo,
        keeping,
        intake,
        reading,
        copying,
        recognising,
        privacy,
        judging,
        formal,
        writing,
        conference,
        interview,
        report,
        frameworks,
    )
    for stage in stages:
        stage.add_verbs(verbs)
    return parser


def _metavar(catalogue: Catalogue) -> str:
    return catalogue.text("cli.help.verb")


def _shared_options(catalogue: Catalogue, default: object) -> argparse.ArgumentParser:
    """Options that may stand before or after the verb; after it they must not reset the first."""
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--home", default=default, help=catalogue.text("cli.help.home"))
    shared.add_argument(
        "--json",
        action="store_true",
        default=argparse.SUPPRESS,
        help=catalogue.text("cli.help.json"),
    )
    shared.add_argument(
        "--passphrase-fd", type=int, default=default, help=catalogue.text("cli.help.passphrase_fd")
    )
    shared.add_argument(
        "--language", choices=LANGUAGES, default=default, help=catalogue.text("cli.help.language")
    )
    return shared


def wants_json(arguments: Sequence[str]) -> bool:
    """Tell whether `--json` was given, before or without parsing."""
    return "--json" in arguments
