"""Names that no file in a package may have."""

from __future__ import annotations

from assessor_app.errors import Code
from tests.building.zips import Member
from tests.hostile.making import Case, named, with_members

NAMES: dict[str, Code] = {
    "../buiten.pdf": Code.PATH_UNSAFE,
    "data/../../buiten.pdf": Code.PATH_UNSAFE,
    "/etc/passwd": Code.PATH_UNSAFE,
    "//server/deel/x.pdf": Code.PATH_UNSAFE,
    "C:/x.pdf": Code.PATH_UNSAFE,
    "C:x.pdf": Code.PATH_UNSAFE,
    "data\\documents\\x.pdf": Code.PATH_UNSAFE,
    "\\\\server\\x.pdf": Code.PATH_UNSAFE,
    "\\\\?\\UNC\\server\\x.pdf": Code.PATH_UNSAFE,
    "data/documents/x.pdf:stroom": Code.PATH_UNSAFE,
    "data/documents/x.pdf::$DATA": Code.PATH_UNSAFE,
    "data/documents/con": Code.PATH_UNSAFE,
    "data/documents/AUX.pdf": Code.PATH_UNSAFE,
    "data/documents/nul .pdf": Code.PATH_UNSAFE,
    "data/documents/lpt1.tar.gz": Code.PATH_UNSAFE,
    "data/documents/COM\u00b2.pdf": Code.PATH_UNSAFE,
    "data/documents/CONOUT$": Code.PATH_UNSAFE,
    "data/prn/x.pdf": Code.PATH_UNSAFE,
    "data/documents/een\nregel.pdf": Code.PATH_UNSAFE,
    "data/documents/nul\x00.pdf": Code.PATH_UNSAFE,
    "data/documents/\u202efdp.exe": Code.PATH_UNSAFE,
    "data/documents/on\u200bzichtbaar.pdf": Code.PATH_UNSAFE,
    "data/documents/punt.": Code.PATH_UNSAFE,
    "data/documents/spatie ": Code.PATH_UNSAFE,
    "data/map./x.pdf": Code.PATH_UNSAFE,
    "data//x.pdf": Code.PATH_UNSAFE,
    "data/./x.pdf": Code.PATH_UNSAFE,
    "data/documents/PLAN.pdf": Code.PATH_COLLISION,
    "data/documents/plan.pdf": Code.PATH_COLLISION,
    "data/documents/plan.pdf/": Code.PATH_COLLISION,
    "data/documents/plan.pdf/x": Code.PATH_COLLISION,
    "DATA/documents/x.pdf": Code.PATH_COLLISION,
    "data/Documents/": Code.PATH_COLLISION,
    "data/documents/" + "x" * 190 + ".pdf": Code.PATH_TOO_LONG,
    "a/b/c/d/e/f/g/h/i.pdf": Code.PATH_TOO_DEEP,
}

BAD_NAMES: dict[str, Case] = {
    **{f"name {name[:40]!r}": (named(name), code) for name, code in NAMES.items()},
    "accent in two normal forms": (
        lambda: with_members(
            Member("data/caf\u00e9.pdf", b"x"), Member("data/cafe\u0301.pdf", b"x")
        ),
        Code.PATH_COLLISION,
    ),
    "case beyond ASCII": (
        lambda: with_members(Member("data/STRASSE", b"x"), Member("data/stra\u00dfe", b"x")),
        Code.PATH_COLLISION,
    ),
    "name that is not the UTF-8 it says": (
        lambda: with_members(Member("x", b"x", raw_name=b"data/caf\xe9.pdf")),
        Code.PATH_UNSAFE,
    ),
    "name of a kilobyte": (
        lambda: with_members(Member("x", b"x", raw_name=b"x" * 1_001)),
        Code.ARCHIVE_DAMAGED,
    ),
    "no name": (lambda: with_members(Member("x", b"x", raw_name=b"")), Code.ARCHIVE_DAMAGED),
}
