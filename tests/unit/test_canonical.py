"""Canonical JSON and the strict reader."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessor_app.domain.canonical import LARGEST_INTEGER, canonical, strict_json
from assessor_app.errors import Code, RefusedError

LIMIT = 10_000
TEXT = st.text(st.characters(exclude_categories=["Cs"]))
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-LARGEST_INTEGER, LARGEST_INTEGER) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=20,
)


def refused(data: bytes, *, limit: int = LIMIT, depth: int = 32) -> RefusedError:
    with pytest.raises(RefusedError) as caught:
        strict_json(data, limit=limit, depth=depth)
    return caught.value


def test_keys_are_sorted_by_utf16_and_nothing_is_escaped_needlessly() -> None:
    value = {"\U0001f600": 1, "\ufb33": 2, "é": [True, None, "cliënt\n"]}
    expected = '{"é":[true,null,"cliënt\\n"],"\U0001f600":1,"\ufb33":2}'
    assert canonical(value) == expected.encode()


@pytest.mark.parametrize(
    "value", [1.0, [1.5], {"a": {"b": 0.0}}, (2.5,), 2**53, object(), "\ud800"]
)
def test_what_is_no_plain_json_is_not_signed(value: object) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  the library's and our own are both meant
        canonical(value)


@given(PLAIN)
def test_reading_canonical_bytes_gives_the_value_back(value: object) -> None:
    data = canonical(value)
    assert strict_json(data, limit=len(data)) == value
    assert canonical(strict_json(data, limit=len(data))) == data


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        value = strict_json(data, limit=LIMIT)
    except RefusedError:
        return
    assert json.loads(data) == value


def test_a_key_twice_is_refused_by_name() -> None:
    error = refused(b'{"a":{"b":1,"b":2}}')
    assert (error.code, error.details) == (Code.JSON_DUPLICATE_KEY, {"key": "b"})


def test_half_a_surrogate_pair_as_a_double_key_can_still_be_told() -> None:
    assert refused(b'{"\\ud800":1,"\\ud800":2}').details == {"key": "?"}


@pytest.mark.parametrize(
    "data", [b"NaN", b"-Infinity", b"1.0", b"1e3", b"9007199254740992", b"-" + b"9" * 5000]
)
def test_inexact_numbers_are_refused(data: bytes) -> None:
    assert refused(data).code is Code.JSON_NUMBER


def test_the_largest_integers_are_read() -> None:
    assert strict_json(b"[9007199254740991,-9007199254740991]", limit=LIMIT) == [
        LARGEST_INTEGER,
        -LARGEST_INTEGER,
    ]


@pytest.mark.parametrize(
    "data", [b"\xff", b'"\\ud800"', b'["\\udc00"]', b'{"\\ud800":1}', b'{"a":"\\ud800"}']
)
def test_characters_that_do_not_exist_are_refused(data: bytes) -> None:
    assert refused(data).code is Code.JSON_UNICODE


def test_depth_is_counted_outside_strings_only() -> None:
    assert strict_json(b'["[[[[", {"a":"\\"[["}]', limit=LIMIT, depth=2)
    assert refused(b'[["[",[1]]]', depth=2).details == {"depth": 2, "line": 1}
    assert refused(b"[" * 9_000).code is Code.JSON_TOO_DEEP


def test_size_is_checked_first() -> None:
    assert refused(b"\xff" * 11, limit=10).details == {"limit": 10}


@pytest.mark.parametrize("data", [b"", b"[1,]", b"]", b'"\\', b"\xef\xbb\xbf{}", b"{'a':1}"])
def test_what_is_not_json_is_refused(data: bytes) -> None:
    assert refused(data).code is Code.JSON_INVALID


def test_the_line_of_the_fault_is_told() -> None:
    assert refused(b'{\n"a": 1,\n}').details == {"line": 3}


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ('{"1e5": 1,\n "a": 1.5}', Code.JSON_NUMBER, 2),
        ('["-NaN",\n\n -Infinity]', Code.JSON_NUMBER, 3),
        ('["\\"9.9",\n 12345678901234567]', Code.JSON_NUMBER, 2),
        ('["\\\\ud800", "\\ud83d\\ude00",\n "\\ud83d"]', Code.JSON_UNICODE, 2),
        ('{\n"\\ude00": 1}', Code.JSON_UNICODE, 2),
        ("[\n[\n[[]]]]", Code.JSON_TOO_DEEP, 3),
    ],
)
def test_a_refusal_names_the_line(text: str, code: Code, line: int) -> None:
    error = refused(text.encode(), depth=2)
    assert (error.code, error.details["line"]) == (code, line)


def test_bytes_that_are_no_text_are_found_by_their_line() -> None:
    assert refused(b'["a",\n"\xff"]').details["line"] == 2
