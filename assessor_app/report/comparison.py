"""Whether two PDF files say the same, object by object, whatever their bytes look like.

The first of the two may be crafted, the second is ours. Objects are compared as graphs from the
catalogue down, streams by what they decode to. A file that passes holds no page, script,
annotation, attachment or form field that the other has not.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pikepdf
from pikepdf import Array, Dictionary, Object, Pdf, Stream

_STORAGE = frozenset({"/Length", "/Filter", "/DecodeParms"})
_DEEPEST = 1_000  # characters of a path; ours stay far below, a crafted loop does not
_SLACK = 10_000
_Pair = tuple[str, object, object]


def differing_places(one: Pdf, other: Pdf) -> list[str]:
    """Return the paths (`/Root/Pages/Kids/0/Contents`) at which two files differ, at most ten."""
    roots: list[_Pair] = [
        ("/Root", one.Root, other.Root),
        ("/Info", one.trailer.get("/Info"), other.trailer.get("/Info")),
    ]
    return _differing(roots)


def differing_objects(one: object, other: object) -> list[str]:
    """Return the paths at which two objects of whichever files differ, at most ten."""
    return _differing([("", one, other)])


def _differing(pending: list[_Pair]) -> list[str]:
    found: list[str] = []
    seen: set[tuple[tuple[int, int], tuple[int, int]]] = set()
    while pending and len(found) < 10:
        path, one, other = pending.pop()
        if _met(one, other, seen):
            continue
        if len(path) > _DEEPEST or not _same_here(one, other):
            found.append(path[:_DEEPEST])
            continue
        pending += _members(path, one, other)
    return sorted(found)


def _met(one: object, other: object, seen: set[tuple[tuple[int, int], tuple[int, int]]]) -> bool:
    """Tell whether this pair of indirect objects was already compared, and note that it is."""
    if not (isinstance(one, Object) and isinstance(other, Object)):
        return False
    pair = (one.objgen, other.objgen)
    if pair[0] == (0, 0) or pair[1] == (0, 0):
        return False
    known = pair in seen
    seen.add(pair)
    return known


def _same_here(one: object, other: object) -> bool:
    """Compare two objects without what is inside them."""
    if isinstance(one, Stream) and isinstance(other, Stream):
        return _keys(one) == _keys(other) and _same_content(one, other)
    if isinstance(one, Dictionary) and isinstance(other, Dictionary):
        return _keys(one) == _keys(other)
    if isinstance(one, Array) and isinstance(other, Array):
        return len(one) == len(other)
    if isinstance(one, Object) and isinstance(other, Object):
        return type(one) is type(other) and one.unparse(resolved=True) == other.unparse(
            resolved=True
        )
    if isinstance(one, int | Decimal) and isinstance(other, int | Decimal):
        return isinstance(one, bool) == isinstance(other, bool) and one == other
    return type(one) is type(other) and one == other


def _keys(value: Object) -> set[str]:
    return {str(key) for key in value.keys()} - _STORAGE  # noqa: SIM118 (no mapping)


def _same_content(one: Stream, other: Stream) -> bool:
    """Compare what two streams decode to; what cannot be decoded differs.

    `one` may be crafted: it is not decoded where it is stored at many times the size of `other`.
    """
    wanted = bytes(other.read_bytes())
    if len(one.read_raw_bytes()) > _SLACK + 4 * len(wanted):
        return False
    try:
        return bytes(one.read_bytes()) == wanted
    except pikepdf.PdfError:
        return False


def _members(path: str, one: object, other: object) -> Iterator[_Pair]:
    if isinstance(one, Array) and isinstance(other, Array):
        for position, (left, right) in enumerate(zip(one, other, strict=True)):
            yield f"{path}/{position}", left, right
    elif isinstance(one, Dictionary | Stream) and isinstance(other, Dictionary | Stream):
        for key in sorted(_keys(one)):
            yield f"{path}{key}", one[key], other[key]
