"""Every sentence a person reads, from one gettext catalogue; Dutch is the default.

Messages have symbolic ids (`error.hash_wrong`), so that neither language is the other's source
and both can be checked for completeness. Each stage keeps its part in a file of its own below
`resources/locale/<language>/`; together they are one catalogue.
"""

from __future__ import annotations

import datetime
import gettext
from collections.abc import Mapping
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from babel.dates import format_date
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from assessor_app.errors import RefusedError
from assessor_app.settings import LOCALE_FOLDER

LANGUAGES = ("nl", "en")
DEFAULT_LANGUAGE = "nl"


@lru_cache(maxsize=2 * len(LANGUAGES))  # reading takes long, and a program's files stay as they are
def _read(language: str, folder: Path) -> gettext.GNUTranslations:
    merged = Catalog(locale=language, charset="utf-8")
    for part in sorted((folder / language).glob("*.po")):
        with part.open("rb") as stream:
            for message in read_po(stream, locale=language, charset="utf-8"):
                if message.id:
                    merged[message.id] = message
    compiled = BytesIO()
    write_mo(compiled, merged)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


class Catalogue:
    """The sentences of one language."""

    def __init__(self, language: str = DEFAULT_LANGUAGE, folder: Path = LOCALE_FOLDER) -> None:
        if language not in LANGUAGES:
            raise ValueError(f"no such language: {language}")
        self.language = language
        self._translations = _read(language, folder)

    def text(self, key: str, /, **values: object) -> str:
        """Return the sentence for `key` with its placeholders filled, dates in words.

        KeyError when the catalogue has no such key.
        """
        sentence = self._translations.gettext(key)
        if sentence == key:
            raise KeyError(key)
        return sentence.format(**{name: self._said(value) for name, value in values.items()})

    def has(self, key: str) -> bool:
        """Tell whether `key` has a sentence."""
        return self._translations.gettext(key) != key

    def refusal(self, error: RefusedError) -> str:
        """Return the sentence of a refusal; a state, an act or a rule is given in words."""
        return self.refusal_of(error.code.value, error.details)

    def refusal_of(self, code: str, details: Mapping[str, object]) -> str:
        """Return the sentence of a code with its details, and where in what file it was found."""
        words = {name: self._word(name, value, details) for name, value in details.items()}
        sentence = self.text(f"error.{code}", **words)
        if "row" in details:
            return self.text("refusal.in_row", row=details["row"], sentence=sentence)
        if "pointer" in details:
            values = {"line": details["line"], "pointer": details["pointer"]}
            return self.text("refusal.at", **values, sentence=sentence)
        if "inside" in details:
            return self.text("refusal.inside", file=details["inside"], sentence=sentence)
        return sentence

    def _word(self, name: str, value: object, details: Mapping[str, object]) -> object:
        if name == "state":
            return self.text(f"state.{value}")
        if name == "act":
            return self.text(f"action.{value}")
        if name == "rule" and self.has(str(value)):
            return self.text(str(value), **details)
        return value

    def _said(self, value: object) -> object:
        return self.date(value) if isinstance(value, datetime.date) else value

    def date(self, day: datetime.date) -> str:
        """Return a calendar date in words: `2 maart 2026`."""
        pattern = "d MMMM y"
        return format_date(day, format=pattern, locale=self.language)
