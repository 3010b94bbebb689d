"""Two files are the same only object by object, and a crafted one cannot stall the comparison."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from decimal import Decimal

import pytest
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

from assessor_app.report.comparison import differing_objects, differing_places


def _noise(size: int) -> bytes:
    """Return bytes that do not compress, the same each time."""
    return b"".join(hashlib.sha256(bytes([n % 256, n // 256])).digest() for n in range(size // 32))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (Dictionary(A=1), Dictionary(A=1), True),
        (Dictionary(A=1), Dictionary(A=2), False),
        (Dictionary(A=1), Dictionary(B=1), False),
        (Dictionary(A=Decimal("1.0")), Dictionary(A=1), True),
        (Dictionary(A=True), Dictionary(A=1), False),
        (Dictionary(A=String("x")), Dictionary(A=Name.x), False),
        (Dictionary(A=String("x")), Dictionary(A=String("x")), True),
        (Dictionary(A=Array([1])), Dictionary(A=Array([1, 2])), False),
        (Dictionary(A=Array([])), Dictionary(A=Dictionary()), False),
        (Dictionary(A=1), Dictionary(A=String("1")), False),
        (None, None, True),
        (None, Dictionary(), False),
    ],
)
def test_objects_are_compared_by_what_they_hold(one: object, other: object, same: bool) -> None:
    assert (differing_objects(one, other) == []) is same


def test_streams_are_compared_by_what_they_decode_to() -> None:
    with Pdf.new() as pdf:
        packed, plain, other, vast, broken = (
            Stream(pdf, data) for data in (b"x" * 900, b"x" * 900, b"y", _noise(20_000), b"")
        )
        packed.write(b"x" * 900)
        broken.write(b"no deflate", filter=Name.FlateDecode)
        assert differing_objects(packed, plain) == []
        for stream in (other, vast, broken):
            assert differing_objects(stream, plain) == [""]
        assert differing_objects(Dictionary(), plain) == [""]


def _kids_behind_a_reference(pdf: Pdf) -> Dictionary:
    kids = pdf.make_indirect(Array([]))
    kids.append(Dictionary(Parent=Dictionary(Kids=kids)))
    return Dictionary(Kids=kids)


def _parent_behind_a_reference(pdf: Pdf) -> Dictionary:
    parent = pdf.make_indirect(Dictionary(Kids=Array([])))
    parent.Kids.append(pdf.make_indirect(Dictionary(Parent=parent)))
    return Dictionary(Kids=parent.Kids)


@pytest.mark.parametrize(
    ("crafted", "ours"),
    [
        (_kids_behind_a_reference, _parent_behind_a_reference),
        (_parent_behind_a_reference, _parent_behind_a_reference),
    ],
)
def test_loops_come_to_an_end(
    crafted: Callable[[Pdf], Dictionary], ours: Callable[[Pdf], Dictionary]
) -> None:
    with Pdf.new() as one, Pdf.new() as other:
        found = differing_objects(crafted(one), ours(other))
        assert (found == []) is (crafted is ours)


def test_new_files_are_the_same_but_for_a_page() -> None:
    with Pdf.new() as one, Pdf.new() as other:
        assert differing_places(one, other) == []
        one.add_blank_page()
        assert differing_places(one, other) == ["/Root/Pages/Count", "/Root/Pages/Kids"]
