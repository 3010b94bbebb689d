"""Searching a package: pages that hold all words, ranked, with the places of what was found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from assessor_app.store.cipher import Connection
from assessor_app.store.package_schema import Place, PlaceKind
from assessor_app.store.search_index import WORD, fold, fold_character, stem

AROUND: Final = 60
TRIGRAM: Final = 3

Span = tuple[int, int]


@dataclass(frozen=True)
class Hit:
    """A page on which all words occur. Offsets count code points in the page's text.

    `snippet` begins at `start`; `spans` are all places found on the page, in order.
    """

    place: Place
    page: int
    score: float
    snippet: str
    start: int
    spans: tuple[Span, ...]


def search_pages(connection: Connection, words: str, limit: int) -> tuple[Hit, ...]:
    """Return up to `limit` pages that hold every word of `words`, the best first.

    A word is found as part of a longer one, without regard to accents or case, and in its other
    Dutch forms. Scores are sums of BM25: the higher the better, comparable within one search.
    """
    wanted = tuple(dict.fromkeys(WORD.findall(fold(words))))
    if not wanted:
        return ()
    ranks = [_ranks(connection, word) for word in wanted]
    common = set.intersection(*(set(rank) for rank in ranks))
    scores = {page: sum(rank[page] for rank in ranks) for page in common}
    best = sorted(scores, key=lambda page: (-scores[page], page))[:limit]
    return tuple(_hit(connection, page, scores[page], wanted) for page in best)


def find_spans(text: str, wanted: tuple[str, ...]) -> tuple[Span, ...]:
    """Return where folded words stand in `text`, as parts or in another form; overlaps joined."""
    folded, origin = _folded_with_origin(text)
    found = sorted(span for word in wanted for span in _spans(folded, word))
    joined: list[Span] = []
    for start, end in found:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple((origin[start], origin[end - 1] + 1) for start, end in joined)


def _ranks(connection: Connection, word: str) -> dict[int, float]:
    ranks: dict[int, float] = {}
    queries = [("stem", stem(word))]
    if len(word) >= TRIGRAM:
        queries.append(("part", word))
    for table, term in queries:
        rows = connection.execute(
            f"SELECT rowid, -bm25({table}) FROM {table} WHERE {table} MATCH ?",  # noqa: S608
            (f'"{term}"',),
        )
        for page, score in rows:
            ranks[page] = max(score, ranks.get(page, score))
    return ranks


def _hit(connection: Connection, row: int, score: float, wanted: tuple[str, ...]) -> Hit:
    kind, owner, number, text = connection.execute(
        "SELECT place, owner, number, text FROM page WHERE id = ?", (row,)
    ).fetchone()
    spans = find_spans(text, wanted)
    first = spans[0] if spans else (0, 0)
    start = max(0, first[0] - AROUND)
    snippet = text[start : first[1] + AROUND]
    return Hit(Place(PlaceKind(kind), owner), number, score, snippet, start, spans)


def _folded_with_origin(text: str) -> tuple[str, list[int]]:
    parts = [fold_character(character) for character in text]
    origin = [at for at, part in enumerate(parts) for _ in part]
    return "".join(parts), origin


def _spans(folded: str, word: str) -> Iterator[Span]:
    if len(word) >= TRIGRAM:
        at = folded.find(word)
        while at >= 0:
            yield at, at + len(word)
            at = folded.find(word, at + len(word))
    wanted = stem(word)
    for match in WORD.finditer(folded):
        if stem(match.group()) == wanted:
            yield match.span()
