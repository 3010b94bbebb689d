"""What looks like personal data of a client, in text that is being typed or read.

Finding is all it does: a hint beside the text, never a refusal. It looks for shapes that can be
checked, for names it was given and for names behind a form of address; a name that is merely
mentioned is for a reader. Every pattern is bounded, so that no text makes it slow.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from assessor_app.domain.personal_names import find_names, introduced_names
from assessor_app.domain.personal_numbers import (
    find_accounts,
    find_phones,
    find_service_numbers,
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


_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")


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
    for span in find_accounts(text):
        yield Suspicion(PersonalKind.IBAN, *span)
    for span in find_phones(text):
        yield Suspicion(PersonalKind.PHONE, *span)
    for span in find_service_numbers(text):
        yield Suspicion(PersonalKind.BSN, *span)
    for span in find_names(text, candidate):
        yield Suspicion(PersonalKind.CANDIDATE, *span)
    for span, _ in introduced_names(text):
        yield Suspicion(PersonalKind.NAME, *span)
    for span in find_names(text, names):
        yield Suspicion(PersonalKind.NAME, *span)
