"""Portfolios that are no JSON, break the schema, or do not fit their framework and files."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from assessor_app.errors import Code
from tests.building.packages import PACKAGE, PLAN, Bag, document, plan_pdf
from tests.hostile.making import Builder, Case, portfolio, portfolio_json, raw_portfolio

_ANSWER: dict[str, Any] = {"section": "H.1", "question": 1, "text": "x"}


def _raw(data: bytes) -> Builder:
    return lambda: raw_portfolio(data)


def _with(**changed: Any) -> Builder:
    return lambda: portfolio(**changed)


def _without(field: str) -> bytes:
    value = json.loads(portfolio_json())
    del value[field]
    return raw_portfolio(json.dumps(value).encode())


def _swapped_hash() -> bytes:
    bag = Bag.of()
    value = json.loads(bag.payload["portfolio.json"])
    value["documents"][0]["sha512"] = "0" * 128
    payload = {**bag.payload, "portfolio.json": json.dumps(value).encode()}
    return replace(bag, payload=payload).zip()


JSON: dict[str, Case] = {
    "not JSON": (_raw(b"{geen json"), Code.JSON_INVALID),
    "nothing at all": (_raw(b""), Code.JSON_INVALID),
    "something behind it": (_raw(portfolio_json() + b"\n{}"), Code.JSON_INVALID),
    "mark before the text": (_raw(b"\xef\xbb\xbf" + portfolio_json()), Code.JSON_INVALID),
    "comment": (_raw(b'{\n// eerst dit\n"a": 1}'), Code.JSON_INVALID),
    "line end in a text": (_raw(b'{"a": "een\nregel"}'), Code.JSON_INVALID),
    "not UTF-8": (_raw(b'{\n"a": "\xff"}'), Code.JSON_UNICODE),
    "UTF-16": (_raw(portfolio_json().decode().encode("utf-16")), Code.JSON_UNICODE),
    "half a surrogate pair": (_raw(b'{\n"a": "\\ud800"}'), Code.JSON_UNICODE),
    "half a surrogate pair in a name": (_raw(b'{\n"\\udc00": 1}'), Code.JSON_UNICODE),
    "key twice": (_raw(b'{"a": 1, "a": 2}'), Code.JSON_DUPLICATE_KEY),
    "key twice, once escaped": (_raw(b'{"a": 1, "\\u0061": 2}'), Code.JSON_DUPLICATE_KEY),
    "not a number": (_raw(b'{\n"a": NaN}'), Code.JSON_NUMBER),
    "infinite": (_raw(b'{\n"a": -Infinity}'), Code.JSON_NUMBER),
    "number of a million digits": (_raw(b'{"a": ' + b"9" * 10**6 + b"}"), Code.JSON_NUMBER),
    "number beyond every bound": (_raw(b'{"a": 1e999999}'), Code.JSON_NUMBER),
    "too deep": (_raw(b"[" * 40 + b"]" * 40), Code.JSON_TOO_DEEP),
    "a million deep": (_raw(b"[" * 10**6), Code.JSON_TOO_DEEP),
    "too long": (_raw(b" " * (5 * 1024**2 + 1)), Code.JSON_TOO_LARGE),
}

SCHEMA: dict[str, Case] = {
    "no portfolio": (lambda: Bag({PLAN: plan_pdf()}).zip(), Code.BAG_FILE_MISSING),
    "not an object": (_raw(b"[]"), Code.PORTFOLIO_INVALID),
    "other format": (_with(format="iets-anders"), Code.PORTFOLIO_INVALID),
    "higher version": (_with(version=2), Code.PACKAGE_NEWER),
    "version in words": (_with(version="1"), Code.PORTFOLIO_INVALID),
    "version that is true": (_with(version=True), Code.PORTFOLIO_INVALID),
    "unknown field": (_with(cijfer=8), Code.PORTFOLIO_INVALID),
    "missing field": (lambda: _without("candidate"), Code.PORTFOLIO_INVALID),
    "date as a number": (_with(reference_date=1_700_000_000), Code.PORTFOLIO_INVALID),
    "date that does not exist": (_with(reference_date="2026-02-30"), Code.PORTFOLIO_INVALID),
    "time without offset": (_with(exported_at="2026-03-02T09:00:00"), Code.PORTFOLIO_INVALID),
    "no UUID": (_with(dossier_id="1"), Code.PORTFOLIO_INVALID),
    "documents that are no list": (_with(findings="veel"), Code.PORTFOLIO_INVALID),
    "number as text": (_with(answers=[_ANSWER | {"question": "1"}]), Code.PORTFOLIO_INVALID),
    "document outside its folder": (
        _with(documents=[document("plan", "../plan.pdf")]),
        Code.PORTFOLIO_INVALID,
    ),
    "supersedes itself": (_with(supersedes=PACKAGE), Code.PORTFOLIO_INVALID),
}

CONTENTS: dict[str, Case] = {
    "unknown framework": (
        _with(framework={"id": "onbekend", "version": "9"}),
        Code.FRAMEWORK_UNKNOWN,
    ),
    "framework that is a path": (
        _with(framework={"id": "../small", "version": "1"}),
        Code.FRAMEWORK_UNKNOWN,
    ),
    "unknown procedure": (
        _with(procedure={"id": "onbekend", "version": "9"}),
        Code.PROCEDURE_UNKNOWN,
    ),
    "unknown section of an answer": (
        _with(answers=[_ANSWER | {"section": "Z.9"}]),
        Code.SECTION_UNKNOWN,
    ),
    "unknown section of a document": (
        _with(documents=[document("plan", PLAN, sections=["Z.9"])]),
        Code.SECTION_UNKNOWN,
    ),
    "unknown question": (_with(answers=[_ANSWER | {"question": 99}]), Code.QUESTION_UNKNOWN),
    "question 0": (_with(answers=[_ANSWER | {"question": 0}]), Code.PORTFOLIO_INVALID),
    "unknown condition": (
        _with(documents=[document("plan", PLAN) | {"condition": "Z"}]),
        Code.CONDITION_UNKNOWN,
    ),
    "question answered twice": (_with(answers=[_ANSWER] * 2), Code.PORTFOLIO_TWICE),
    "document listed twice": (_with(documents=[document("plan", PLAN)] * 2), Code.PORTFOLIO_TWICE),
    "file under two documents": (
        _with(documents=[document("plan", PLAN), document("nog-eens", PLAN)]),
        Code.PORTFOLIO_TWICE,
    ),
    "document without file": (
        _with(documents=[document("plan", PLAN), document("a", "documents/a.pdf")]),
        Code.DOCUMENT_MISSING,
    ),
    "document in another case": (
        _with(documents=[document("plan", "documents/Plan.pdf")]),
        Code.DOCUMENT_MISSING,
    ),
    "file that is not listed": (_with(documents=[]), Code.DOCUMENT_UNLISTED),
    "other hash in the list": (_swapped_hash, Code.WRONG_HASH),
    "too many documents": (
        _with(documents=[document(f"d{n}", f"documents/{n}.pdf") for n in range(2_001)]),
        Code.PACKAGE_TOO_MANY_DOCUMENTS,
    ),
}

PORTFOLIOS: dict[str, Case] = {**JSON, **SCHEMA, **CONTENTS}
