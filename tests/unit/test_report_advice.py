"""`advice.json`: canonical both ways, its schema in step, and everything else refused."""

from __future__ import annotations

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from pydantic import ValidationError

from assessor_app.domain.advice import (
    BYTES_LIMIT,
    advice_schema,
    advice_to_bytes,
    parse_advice,
)
from assessor_app.domain.canonical import canonical
from assessor_app.errors import Code, RefusedError
from assessor_app.settings import SCHEMA_FOLDER
from tests.building.advice import exempt_advice, sample_advice


@pytest.mark.parametrize("document", [sample_advice(), exempt_advice()])
def test_what_is_written_is_read_back(document: Any) -> None:
    data = advice_to_bytes(document)
    assert parse_advice(data) == document
    assert advice_to_bytes(parse_advice(data)) == data


def test_what_came_later_is_left_out_where_it_is_empty() -> None:
    """A report from before there was such a field says the same bytes, and is no forgery."""
    earlier = advice_to_bytes(sample_advice(contradictions=()))
    assert "contradictions" not in json.loads(earlier)
    assert parse_advice(earlier).contradictions == ()
    Draft202012Validator(json.loads(advice_schema())).validate(json.loads(earlier))
    with pytest.raises(RefusedError):
        parse_advice(canonical({**json.loads(earlier), "contradictions": []}))


def test_all_indicators_are_in_it() -> None:
    assert len(sample_advice().indicators) == 108
    assert len(sample_advice().sections) == 22


def test_the_published_schema_is_in_step() -> None:
    published = (SCHEMA_FOLDER / "advice-1.schema.json").read_text(encoding="utf-8")
    assert published == advice_schema()
    schema = json.loads(published)
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(json.loads(advice_to_bytes(sample_advice())))


def _changed(**changes: object) -> bytes:
    value = json.loads(advice_to_bytes(exempt_advice()))
    value.update(changes)
    return canonical(value)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"{}",
        b" " + advice_to_bytes(exempt_advice()),
        json.dumps(json.loads(advice_to_bytes(exempt_advice()))).encode(),
        _changed(format="assessor-record"),
        _changed(version=0),
        _changed(version="1"),
        _changed(extra=1),
        _changed(assessors=[]),
        _changed(reference_date="2026-02-30"),
        b"x" * (BYTES_LIMIT + 1),
    ],
)
def test_what_is_no_canonical_advice_is_refused(data: bytes) -> None:
    with pytest.raises(RefusedError) as caught:
        parse_advice(data)
    assert caught.value.code is Code.ADVICE_INVALID


def test_a_newer_version_is_refused_by_its_number() -> None:
    with pytest.raises(RefusedError) as caught:
        parse_advice(_changed(version=2))
    assert (caught.value.code, caught.value.details) == (Code.ADVICE_NEWER, {"version": 2})


def test_exactly_two_assessors_judge() -> None:
    with pytest.raises(ValidationError):
        sample_advice(assessors=sample_advice().assessors[:1])
