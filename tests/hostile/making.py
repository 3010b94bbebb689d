"""How the bad packages are made: a sound one with a single thing put wrong."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from assessor_app.errors import Code
from tests.building.packages import PLAN, Bag, document, plan_pdf, small_portfolio
from tests.building.zips import End, Member, zip_of

Builder = Callable[[], bytes]
Case = tuple[Builder, Code]

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def portfolio(**changed: Any) -> bytes:
    """A package whose portfolio has other values; its hashes are right."""
    return Bag.of(small_portfolio(**changed)).zip()


def raw_portfolio(data: bytes) -> bytes:
    """A package whose `portfolio.json` is `data`."""
    bag = Bag.of()
    return replace(bag, payload={**bag.payload, "portfolio.json": data}).zip()


def portfolio_json(**changed: Any) -> bytes:
    """The portfolio as bytes, with other values."""
    return json.dumps(json.loads(Bag.of().payload["portfolio.json"]) | changed).encode()


def with_members(*members: Member) -> bytes:
    """A sound package with entries behind it that nobody lists."""
    return replace(Bag.of(), extra=members).zip()


def members() -> list[Member]:
    """The entries of a sound package."""
    return [Member(name, data) for name, data in Bag.of().files().items()]


def ended(end: End) -> bytes:
    """A sound package with other records at its end."""
    return zip_of(members(), end=end)


def with_plan(**changed: Any) -> bytes:
    """A package of which the entry of its one document, deflated, has other fields."""
    name = f"data/{PLAN}"
    kept = [member for member in members() if member.name != name]
    plan = replace(Member(name, plan_pdf(), deflate=True), **changed)
    return zip_of([*kept, plan])


def with_document(path: str, data: bytes, media_type: str = "application/pdf") -> bytes:
    """A package with one more document, listed everywhere."""
    listed = [document("plan", PLAN), document("extra", path, media_type=media_type)]
    return Bag.of(small_portfolio(documents=listed), {PLAN: plan_pdf(), path: data}).zip()


def named(name: str) -> Builder:
    """A package with an entry of that name behind it."""
    return lambda: with_members(Member(name, b"" if name.endswith("/") else b"x"))


def manifest(change: Callable[[str], str]) -> bytes:
    """A package whose list of the payload is changed, and the list of tag files with it."""
    bag = Bag.of()
    text = bag.files()["manifest-sha512.txt"].decode()
    return replace(bag, tags={"manifest-sha512.txt": change(text).encode()}).zip()
