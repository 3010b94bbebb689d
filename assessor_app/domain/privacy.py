"""What looks like personal data of a client, in text that is being typed or read.

Finding is all it does: a hint beside the text, never a refusal. Rules, not a list of names, so it
misses names it was not given and takes some harmless numbers along.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum


class PersonalKind(StrEnum):
    """What a piece of text looks like."""

    BSN = "bsn"
    EMAIL = "email"
    PHONE = "phone"
    IBAN = "iban"
    NAME = "name"


@dataclass(frozen=True)
class Suspicion:
    """A piece of text, offsets in code points, end exclusive."""

    kind: PersonalKind
    start: int
    end: int


_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_IBAN = re.compile(r"\b[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b")
_PHONE = re.compile(r"(?<![\w+])(?:\+31|0031|0)(?:[ ()-]{0,2}[0-9]){9}(?![0-9])")
_NINE = re.compile(r"(?<![0-9])[0-9](?:[ .]?[0-9]){8}(?![0-9])")
_BSN_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)
_NAME_LEAST = 3


def find_personal(text: str, *, names: Iterable[str] = ()) -> tuple[Suspicion, ...]:
    """Return what looks like a citizen service number, address, number or one of `names`.

    In the order of the text; pieces never overlap, the surest kind taking precedence.
    """
    found: list[Suspicion] = []
    for suspicion in _candidates(text, names):
        apart = (one.end <= suspicion.start or suspicion.end <= one.start for one in found)
        if all(apart):
            found.append(suspicion)
    return tuple(sorted(found, key=lambda one: one.start))


def is_bsn(digits: str) -> bool:
    """Tell whether nine digits pass the eleven-test of the citizen service number."""
    if len(digits) != len(_BSN_WEIGHTS) or not digits.isdecimal() or not int(digits):
        return False
    total = sum(weight * int(digit) for weight, digit in zip(_BSN_WEIGHTS, digits, strict=True))
    return total % 11 == 0


def _candidates(text: str, names: Iterable[str]) -> Iterator[Suspicion]:
    for kind, pattern in (
        (PersonalKind.EMAIL, _EMAIL),
        (PersonalKind.IBAN, _IBAN),
        (PersonalKind.PHONE, _PHONE),
    ):
        for match in pattern.finditer(text):
            if kind is not PersonalKind.IBAN or _is_iban(match.group()):
                yield Suspicion(kind, *match.span())
    for match in _NINE.finditer(text):
        if is_bsn(re.sub(r"[^0-9]", "", match.group())):
            yield Suspicion(PersonalKind.BSN, *match.span())
    for name in names:
        if len(name) >= _NAME_LEAST:
            pattern = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE)
            for match in pattern.finditer(text):
                yield Suspicion(PersonalKind.NAME, *match.span())


def _is_iban(text: str) -> bool:
    """ISO 13616: moved and spelled in numbers, the remainder by 97 is 1."""
    plain = text.replace(" ", "")
    moved = plain[4:] + plain[:4]
    return int("".join(str(int(letter, 36)) for letter in moved)) % 97 == 1
