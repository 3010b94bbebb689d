"""What argparse says, in the reader's language: the reason of a wrong usage, and help's headings.

argparse has its sentences in English and offers no way to give others, so the ones that a person
can cause are recognised and said anew; what is not recognised is left out rather than shown half
translated.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable
from typing import Final

from assessor_app.i18n import Catalogue

_ARGUMENT: Final = r"argument (?P<argument>.+?): "
# The English of CPython's argparse, 3.11 to 3.14, and the key of ours.
_SAID: Final = tuple(
    (re.compile(pattern + r"\Z", re.DOTALL), key)
    for pattern, key in (
        (r"the following arguments are required: (?P<names>.*)", "cli.usage.required"),
        (r"one of the arguments (?P<names>.*) is required", "cli.usage.one_of"),
        (r"unrecognized arguments: (?P<names>.*)", "cli.usage.unknown"),
        (
            _ARGUMENT + r"invalid choice: (?P<value>.+?) \(choose from (?P<names>.*)\)",
            "cli.usage.choice",
        ),
        (_ARGUMENT + r"invalid \S+ value: (?P<value>.*)", "cli.usage.value"),
        (_ARGUMENT + r"not allowed with argument (?P<names>.*)", "cli.usage.not_both"),
        (_ARGUMENT + r"expected .*", "cli.usage.expected"),
        (_ARGUMENT + r"ignored explicit argument (?P<value>.*)", "cli.usage.no_value"),
    )
)


def usage_sentence(message: str, words: Catalogue) -> str:
    """Return what is wrong with a command, from what argparse (or a verb of ours) says of it."""
    for pattern, key in _SAID:
        if found := pattern.match(message):
            return words.text(key, **found.groupdict())
    return words.text("cli.usage")


class HelpFormatter(argparse.HelpFormatter):
    """Help under headings of the catalogue."""

    words: Catalogue

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None = None,
    ) -> None:
        """Add the line that shows how the verb is written."""
        # an empty prefix is wanted: argparse asks so for the name of a verb below a verb
        shown = self.words.text("cli.help.usage") if prefix is None else prefix
        super().add_usage(usage, actions, groups, shown)


def translate_headings(parser: argparse.ArgumentParser, words: Catalogue) -> None:
    """Give a parser's own headings and `-h` the catalogue's words."""
    parser._positionals.title = words.text("cli.help.arguments")
    parser._optionals.title = words.text("cli.help.options")
    for action in parser._actions:
        if isinstance(action, argparse._HelpAction):
            action.help = words.text("cli.help.help")
