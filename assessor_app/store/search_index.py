"""How text is folded and stemmed, for the index and for queries alike.

Two tables: trigrams find parts of compounds whatever the accents (`client` finds `cliënt` in
`cliëntdossier`), Dutch Snowball stems find other forms of a word (`gesprekken`, `gesprek`).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

import snowballstemmer

WORD: Final = re.compile(r"\w+")
_STEMMER: Final = snowballstemmer.stemmer("dutch")


@lru_cache(maxsize=4096)
def fold_character(character: str) -> str:
    """Return one character without accents and case; it may become several, or none."""
    decomposed = unicodedata.normalize("NFD", character.lower())
    return "".join(part for part in decomposed if not unicodedata.combining(part))


def fold(text: str) -> str:
    """Return `text` without accents and case."""
    return text.lower() if text.isascii() else "".join(map(fold_character, text))


# Stemming dominates indexing, and a portfolio repeats its words.
@lru_cache(maxsize=65_536)
def stem(folded: str) -> str:
    """Return the Dutch Snowball stem of a folded word."""
    return str(_STEMMER.stemWord(folded))


def stems(text: str) -> str:
    """Return the stems of all words of `text`, separated by spaces."""
    return " ".join(stem(word) for word in WORD.findall(fold(text)))
