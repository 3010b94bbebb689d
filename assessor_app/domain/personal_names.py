"""Names of persons: which ones the declared facts reveal, and how to find a name in text.

A name is looked for as whole words, as it is written or in capitals throughout; accents do not
matter, and the small words of a Dutch surname (tussenvoegsels) may be written with a capital or
abbreviated. First names that nobody gave are not guessed at.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

from assessor_app.domain.portfolio import Portfolio

LEAST: Final = 3
"""Letters of a name that is looked for on its own."""

Span = tuple[int, int]

_PREFIXES: Final = (
    "van der|van den|van de|van het|van 't|van ’t|van|von|vom|de la|de los|de|den|der|des|del"
    "|di|da|dos|du|d'|d’|el|al|ten|ter|te|in 't|in ’t|in de|op de|op den|op 't|op ’t|op|uit de"
    r"|aan de|aan den|bij de|bin|ben|la|le|l'|v\.d\.|v/d|v\.\s?d\.|'t|’t"
)
_SMALL: Final = rf"(?:(?:{_PREFIXES})(?:[ \u00a0]|(?<=['’])))"
_CAPITAL: Final = r"[A-ZÀ-ÖØ-Þ][\w’'-]{0,40}\w"
_INITIALS: Final = r"(?:[A-Z]\.[ \u00a0]?){1,5}"
_SURNAME: Final = rf"(?P<surname>(?:{_SMALL}{{0,2}}){_CAPITAL})"
_ABOUT: Final = r"(?:[ \u00a0]van(?:[ \u00a0]de)?[ \u00a0][\w’'-]{1,40})?"
_TITLED: Final = re.compile(
    r"(?<!\w)(?:(?:[Mm]evrouw|[Mm]evr\.|[Mm]w\.|[Mm]ej\.|[Dd]hr\.|[Mm]eneer|[Dd]e heer|[Ff]amilie)"
    r"[ \u00a0]+|(?:mevrouw|mevr\.|mw\.|dhr\.|meneer|de heer)\n)"
    rf"(?P<name>(?:{_INITIALS})?(?:{_CAPITAL}[ \u00a0])?{_SURNAME})"
)
_KIN: Final = re.compile(
    r"(?<!\w)(?:[Mm]oeder|[Vv]ader|[Oo]uders?|[Zz]us|[Bb]roer|[Pp]artner|[Vv]riendin|[Vv]riend"
    rf"|[Oo]ma|[Oo]pa|[Oo]om|[Tt]ante|[Mm]entor|[Vv]oogd|[Bb]uurvrouw|[Bb]uurman){_ABOUT}"
    rf"(?:,\s|[:,]?[ \u00a0]+)\(?(?P<name>(?:{_INITIALS}|{_CAPITAL}[ \u00a0]){_SURNAME})"
)
_ACCENTED: Final = re.compile("[\u00c0-\u024f\u1e00-\u1eff]")
_COMBINING: Final = "[\u0300-\u036f]?"
_OWN: Final = re.compile(rf"^(?P<given>.*?)\s+(?P<family>(?:\S+-)?{_SMALL}{{0,2}}\S+)$")


def revealed_names(portfolio: Portfolio) -> tuple[str, ...]:
    """Return the names of persons that the declared facts reveal, in the forms to look for.

    The candidate's name, whole, by the surname and by the first name; and names that stand behind
    a form of address in titles and in the certifying body's notes. The assessors' names are not
    among them.
    """
    ours = {one.name.casefold() for one in portfolio.assignment.assessors}
    found = [*candidate_names(portfolio), *_introduced_in_facts(portfolio)]
    kept = (name for name in found if not any(name.casefold() in one for one in ours))
    return tuple(dict.fromkeys(kept))


def candidate_names(portfolio: Portfolio) -> tuple[str, ...]:
    """Return the forms of the candidate's name; none of an anonymous portfolio."""
    name = " ".join((portfolio.candidate.name or "").split())
    match = _OWN.match(name)
    if match is None:
        return (name,) if len(name) >= LEAST else ()
    forms = [name, match["family"], *match["family"].split("-"), match["given"].split()[0]]
    long = (form for form in forms if len(form.replace(".", "")) >= LEAST)
    return tuple(dict.fromkeys(long))


def introduced_names(text: str) -> Iterator[tuple[Span, str]]:
    """Yield where a name stands behind a form of address or a relative's word, and its surname,
    small words included.

    `mevrouw De Wit`, `dhr. J. Bakker`, `zijn moeder, Anja Wissink`: capitals decide, so a title
    without a name behind it yields nothing.
    """
    for pattern in (_TITLED, _KIN):
        for match in pattern.finditer(text):
            yield match.span("name"), match["surname"]


def find_names(text: str, names: Iterable[str]) -> Iterator[Span]:
    """Yield where one of `names` stands, offsets in code points; the longest form first."""
    wanted = tuple(sorted({name for name in names if len(name) >= LEAST}))
    if wanted:
        folded = text if text.isascii() else _folded(text)
        for match in _pattern(wanted).finditer(folded):
            yield match.span()


@lru_cache(maxsize=32)
def _pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    longest = sorted((_folded(name) for name in names), key=lambda one: (-len(one), one))
    forms = (rf"{_spelled(name)}|{_spelled(name.upper())}" for name in longest)
    return re.compile(rf"(?<!\w)(?:{'|'.join(forms)})(?!\w)")


def _spelled(name: str) -> str:
    """A name's pattern: any white space between words, small words with or without a capital."""
    return r"\s+".join(
        "".join(_letter(letter, small=word[0].islower()) for letter in word)
        for word in name.split()
    )


def _letter(letter: str, *, small: bool) -> str:
    if small and letter.isalpha():
        return f"[{letter}{letter.upper()}]"
    return re.escape(letter) + (_COMBINING if letter.isalpha() else "")


def _folded(text: str) -> str:
    """The same number of code points, each accented letter as its base letter."""
    return _ACCENTED.sub(lambda match: unicodedata.normalize("NFD", match[0])[0], text)


def _introduced_in_facts(portfolio: Portfolio) -> Iterator[str]:
    facts = portfolio.facts
    texts = [item.title for item in portfolio.documents]
    texts += [course.title for course in facts.additional.courses]
    texts += [facts.education.title or "", facts.additional.title or ""]
    texts += [item.note or "" for item in portfolio.findings]
    for text in texts:
        yield from (surname for _, surname in introduced_names(text) if len(surname) >= LEAST)
