"""JSON that is signed or hashed: one form per value (RFC 8785), and a reader that trusts nothing.

Numbers are integers within +-(2^53 - 1) both ways: nothing that is signed holds a fraction.
"""

from __future__ import annotations

import json
import re
from typing import NoReturn

import rfc8785

from assessor_app.errors import Code, RefusedError

Json = None | bool | int | str | list["Json"] | dict[str, "Json"]

LARGEST_INTEGER = 2**53 - 1
DEPTH = 32
_KEY_SHOWN = 60

# Strings are swallowed whole, an unclosed one too, so that the scan stays linear.
_STRUCTURE = re.compile(r'"(?:[^"\\]+|\\.)*+"?|[\[\]{}]', re.DOTALL)
_NUMBERS = re.compile(r'"(?:[^"\\]+|\\.)*+"?|-?(?:[0-9][0-9.eE+-]*|NaN|Infinity)', re.DOTALL)
_EXACT = re.compile(r"-?[0-9]{1,16}")
_HALVES = re.compile(
    r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"
    r"|(?P<half>u[dD][89a-fA-F][0-9a-fA-F]{2})|.)",
    re.DOTALL,
)


def canonical(value: object) -> bytes:
    """Return the one JSON form of `value` (RFC 8785); ValueError on a fraction or no plain JSON."""
    _refuse_fractions(value)
    return rfc8785.dumps(value)  # type: ignore[arg-type]


def _refuse_fractions(value: object) -> None:
    if isinstance(value, float):
        raise ValueError("a fraction has no place in signed data")  # noqa: TRY004
    if isinstance(value, dict):
        for member in value.values():
            _refuse_fractions(member)
    elif isinstance(value, list | tuple):
        for member in value:
            _refuse_fractions(member)


def strict_json(data: bytes, *, limit: int, depth: int = DEPTH) -> Json:
    """Parse foreign JSON of at most `limit` bytes and `depth` levels.

    Refuses with a code each: too large, not UTF-8 or half a surrogate pair, too deep, a key twice
    in one object, a number that is no exact integer, and whatever else is not JSON. Each names the
    line, counted from 1, or the key.
    """
    if len(data) > limit:
        raise RefusedError(Code.JSON_TOO_LARGE, limit=limit)
    text = _decoded(data)
    _refuse_depth(text, depth)
    try:
        value: Json = json.loads(
            text,
            object_pairs_hook=_object,
            parse_int=_integer,
            parse_float=_refuse_number,
            parse_constant=_refuse_number,
        )
        _refuse_surrogates(value)
    except json.JSONDecodeError as error:
        raise RefusedError(Code.JSON_INVALID, line=error.lineno) from error
    except _NumberError as error:
        raise RefusedError(Code.JSON_NUMBER, line=_line(text, _number_at(text))) from error
    except UnicodeEncodeError as error:
        raise RefusedError(Code.JSON_UNICODE, line=_line(text, _half_at(text))) from error
    return value


class _NumberError(Exception):
    """A number that is no exact integer; the parser does not say where."""


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1


def _number_at(text: str) -> int:
    return next(
        found.start()
        for found in _NUMBERS.finditer(text)
        if not found.group().startswith('"') and not _is_exact(found.group())
    )


def _half_at(text: str) -> int:
    return next(found.start() for found in _HALVES.finditer(text) if found["half"])


def _is_exact(digits: str) -> bool:
    # Python itself raises on thousands of digits; no exact integer needs more than sixteen.
    return _EXACT.fullmatch(digits) is not None and abs(int(digits)) <= LARGEST_INTEGER


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise RefusedError(Code.JSON_UNICODE, line=line) from error


def _refuse_depth(text: str, depth: int) -> None:
    level = 0
    for token in _STRUCTURE.finditer(text):
        first = token.group()[0]
        if first in "[{":
            level += 1
            if level > depth:
                line = _line(text, token.start())
                raise RefusedError(Code.JSON_TOO_DEEP, depth=depth, line=line)
        elif first in "]}":
            level -= 1


def _object(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    result: dict[str, Json] = {}
    for key, value in pairs:
        if key in result:
            shown = key[:_KEY_SHOWN].encode("utf-8", "replace").decode("utf-8")
            raise RefusedError(Code.JSON_DUPLICATE_KEY, key=shown)
        result[key] = value
    return result


def _integer(digits: str) -> int:
    if not _is_exact(digits):
        raise _NumberError
    return int(digits)


def _refuse_number(_: str) -> NoReturn:
    raise _NumberError


def _refuse_surrogates(value: Json) -> None:
    if isinstance(value, str):
        value.encode("utf-8")
    elif isinstance(value, list):
        for member in value:
            _refuse_surrogates(member)
    elif isinstance(value, dict):
        for key, member in value.items():
            _refuse_surrogates(key)
            _refuse_surrogates(member)
