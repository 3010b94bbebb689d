"""What looks like personal data of a client, in text that is being typed or read.

Finding is all it does: a hint beside the text, never a refusal. It looks for shapes that can be
checked, for names it was given and for names behind a form of address; a name that is merely
mentioned is for a reader. Every pattern is bounded, so that no text makes it slow.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from assessor_app.domain.personal_names import (
    candidate_names,
    find_names,
    introduced_names,
    revealed_names,
)


class PersonalKind(StrEnum):
    """What a piece of text looks like; `candidate` is the candidate's own name."""

    BSN = "bsn"
    EMAIL = "email"
    PHONE = "phone"
    IBAN = "iban"
    NAME = "name"
    CANDIDATE = "candidate"


@dataclass(frozen=True)
class Suspicion:
    """A piece of text, offsets in code points, end exclusive."""

    kind: PersonalKind
    start: int
    end: int


_GAP = "[ \u00a0\u2009\u202f()/.\u2010\u2011\u2013-]"
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")
_IBAN = re.compile(r"\b[A-Z]{2}[0-9]{2}(?:[ \u00a0]?[A-Z0-9]{1,4}){3,8}\b", re.IGNORECASE)
_PHONE = re.compile(
    rf"(?<![\w+])(?:(?:\+31|0031){_GAP}{{0,2}}(?:\(0\))?{_GAP}?[1-9](?:{_GAP}{{0,2}}[0-9]){{8}}"
    rf"|\(0[1-9][0-9]{{2}}\)(?:{_GAP}{{0,2}}[0-9]){{6}}|\(0[1-9][0-9]\)(?:{_GAP}{{0,2}}[0-9]){{7}}"
    rf"|(?:\(0[1-9]\)|0[1-9])(?:{_GAP}{{0,2}}[0-9]){{8}}"
    rf"|\+(?!31)[1-9][0-9](?:{_GAP}{{0,2}}[0-9]){{7,11}})(?![0-9])"
)
_DAY = re.compile(r"[0-9]{1,2}[ ./-][0-9]{1,2}[ ./-](?:19|20)[0-9]{2}")
_NINE = re.compile("(?<![0-9])[0-9](?:[ .\u00a0]?[0-9]){8}(?![0-9])")
_SAID_EIGHT = re.compile(
    r"\b(?:BSN|burgerservicenummer|sofinummer)\W{0,12}(?P<digits>[0-9]{8})(?![0-9])", re.IGNORECASE
)
_BSN_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)
_IBAN_LENGTHS: Final[Mapping[str, int]] = MappingProxyType(
    {"NL": 18, "BE": 16, "DE": 22, "LU": 20, "FR": 27, "GB": 22, "ES": 24, "IT": 27, "PL": 28}
)


def find_personal(
    text: str, *, names: Iterable[str] = (), candidate: Iterable[str] = ()
) -> tuple[Suspicion, ...]:
    """Return what looks like a citizen service number, address, number, or the name of a person.

    `names` are looked for besides those behind a form of address; `candidate` are forms of the
    candidate's own name, told apart. In the order of the text; pieces never overlap, the surest
    kind taking precedence.
    """
    found: list[Suspicion] = []
    taken = bytearray(len(text))
    for one in _candidates(text, tuple(names), tuple(candidate)):
        if taken.find(1, one.start, one.end) < 0:
            taken[one.start : one.end] = b"\x01" * (one.end - one.start)
            found.append(one)
    return tuple(sorted(found, key=lambda one: one.start))


def is_bsn(digits: str) -> bool:
    """Tell whether nine digits pass the eleven-test of the citizen service number."""
    if len(digits) != len(_BSN_WEIGHTS) or not digits.isdecimal() or not int(digits):
        return False
    total = sum(weight * int(digit) for weight, digit in zip(_BSN_WEIGHTS, digits, strict=True))
    return total % 11 == 0


def masked(kind: PersonalKind, text: str) -> str:
    """Return what a list may show of a piece: a number's last digits, a name's initials, the
    provider of an address."""
    if kind is PersonalKind.EMAIL:
        return f"•••@{text.rpartition('@')[2]}"
    if kind in {PersonalKind.NAME, PersonalKind.CANDIDATE}:
        return " ".join(f"{word[0]}•••" for word in text.split())
    digits = [letter for letter in text if letter.isalnum()]
    return f"•••{''.join(digits[-3:])}"


def _candidates(
    text: str, names: tuple[str, ...], candidate: tuple[str, ...]
) -> Iterator[Suspicion]:
    for match in _EMAIL.finditer(text):
        yield Suspicion(PersonalKind.EMAIL, *match.span())
    for match in _IBAN.finditer(text):
        end = _iban_end(match.group())
        if end:
            yield Suspicion(PersonalKind.IBAN, match.start(), match.start() + end)
    for match in _PHONE.finditer(text):
        if not _DAY.match(match.group()):
            yield Suspicion(PersonalKind.PHONE, *match.span())
    yield from _service_numbers(text)
    for span in find_names(text, candidate):
        yield Suspicion(PersonalKind.CANDIDATE, *span)
    for span, _ in introduced_names(text):
        yield Suspicion(PersonalKind.NAME, *span)
    for span in find_names(text, names):
        yield Suspicion(PersonalKind.NAME, *span)


def _service_numbers(text: str) -> Iterator[Suspicion]:
    for match in _NINE.finditer(text):
        if is_bsn(re.sub(r"[^0-9]", "", match.group())):
            yield Suspicion(PersonalKind.BSN, *match.span())
    for match in _SAID_EIGHT.finditer(text):
        if is_bsn(f"0{match['digits']}"):
            yield Suspicion(PersonalKind.BSN, *match.span("digits"))


def _iban_end(text: str) -> int:
    """Where the account number ends that `text` begins with, 0 when its check digits are wrong.

    ISO 13616: moved and spelled in numbers, the remainder by 97 is 1. What follows a number may
    look like more of it, so a country's length is taken where it is known.
    """
    length = _IBAN_LENGTHS.get(text[:2].upper())
    places = [place for place, letter in enumerate(text) if not letter.isspace()]
    if length is not None:
        places = places[:length]
    plain = "".join(text[place] for place in places)
    moved = plain[4:] + plain[:4]
    number = int("".join(str(int(letter, 36)) for letter in moved))
    right = number % 97 == 1 and (length is None or len(plain) == length)
    return places[-1] + 1 if right else 0


__all__ = [
    "PersonalKind",
    "Suspicion",
    "candidate_names",
    "find_personal",
    "introduced_names",
    "is_bsn",
    "masked",
    "revealed_names",
]
