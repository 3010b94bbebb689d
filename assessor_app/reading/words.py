"""Which words of a sentence say what it is about, and whether it only repeats the norm."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from assessor_app.store.search_index import WORD, fold, stem

RUN = 4  # words in a row that hardly occur twice by chance
REPEATED = 0.6  # the share of a text's words that lie in such runs
LONGEST = 400
_SHORTEST = 20
_SENTENCE_END = re.compile(r"(?<=[.!?;:])\s+|\n{2,}|\f")

# Folded: the words of Dutch that say nothing of their own, and the norm's own scaffolding.
_STOP_WORDS = """
    aan af al alle alleen als altijd andere ben bent bij binnen bijvoorbeeld daar daarbij daarin
    daarmee daarna daarom daarvan dan dat de deze die dit doe doen doet door doorheen dus een eens
    en er ervan eigen elk elke enkele enz etc gaan geeft gegeven geen geven had heb hebben hebt
    heeft hem hen het hier hij hoe hun ik in indien is ja je jij jou jouw juist kan kun kunnen kunt
    laat laten maar maken maakt maak me mee meer men met mij mijn moet moeten na naar niet nog nu
    of om omdat ondanks ons ook op opnieuw over per samen staat te tegen tijdens toch toe tot tussen
    u uit uw van vanuit vanwege veel verder via volgens voor vooral waar waarbij waarin waarmee
    waarom waarop waarvan waaruit wanneer want was wat we weer wel welk welke wel wie wij wil willen
    word worden wordt zal ze zelf zich zij zijn zo zoals zodat zonder zou zoveel zowel nodig
    mogelijk beschrijf beschrijft beschreven geef aangegeven onderbouw laat zien toont blijkt
"""
STOP_WORDS = frozenset(_STOP_WORDS.split())


def content_stems(text: str) -> dict[str, str]:
    """Return the stems of the words that matter, each with the word as first written."""
    found: dict[str, str] = {}
    for match in WORD.finditer(text):
        folded = fold(match.group())
        if len(folded) > 2 and folded not in STOP_WORDS and not folded.isdigit():
            found.setdefault(stem(folded), match.group())
    return found


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of sentences; a text without full stops is cut at its lines."""
    start = 0
    for match in [*_SENTENCE_END.finditer(text), None]:
        end = len(text) if match is None else match.start()
        yield from _cut(text, start, end)
        start = end if match is None else match.end()


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > LONGEST:
        at = text.rfind("\n", start + 1, start + LONGEST)
        at = at if at > start else start + LONGEST
        yield start, at
        start = at
    if end - start >= _SHORTEST:
        yield start, end


@lru_cache(maxsize=64)
def norm_runs(wording: str) -> frozenset[tuple[str, ...]]:
    """Return every run of words in the norm's own wording."""
    return frozenset(_runs(_folded_words(wording)))


def repeats(text: str, wordings: Iterable[str]) -> bool:
    """Tell whether most of `text` is the norm's wording in the norm's order."""
    words = _folded_words(text)
    known = frozenset[tuple[str, ...]]().union(*(norm_runs(wording) for wording in wordings))
    covered: set[int] = set()
    for at, run in enumerate(_runs(words)):
        if run in known:
            covered.update(range(at, at + RUN))
    return bool(words) and len(covered) >= REPEATED * len(words)


def _folded_words(text: str) -> list[str]:
    return [fold(word) for word in WORD.findall(text)]


def _runs(words: list[str]) -> list[tuple[str, ...]]:
    return [tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1)]
