"""Every limit bites one above its value and lets its value pass; sizes are small here."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessor_app.errors import Code
from assessor_app.intake.checking import report_on
from assessor_app.intake.limits import LIMITS, Limit
from tests.building.packages import NORMS, Bag
from tests.building.zips import Member, zip_of

SOUND = Bag.of().zip()
SIZES = [len(data) for data in Bag.of().files().values()]


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("package", len(SOUND), Code.PACKAGE_TOO_LARGE),
        ("unpacked", sum(SIZES), Code.PACKAGE_UNPACKED_TOO_LARGE),
        ("document", max(SIZES), Code.DOCUMENT_TOO_LARGE),
        ("documents", 1, Code.PACKAGE_TOO_MANY_DOCUMENTS),
        ("entries", len(SIZES), Code.ARCHIVE_TOO_MANY_ENTRIES),
        ("path_length", len("data/documents/plan.pdf"), Code.PATH_TOO_LONG),
        ("path_depth", 3, Code.PATH_TOO_DEEP),
    ],
)
def test_a_limit_bites_above_its_value(name: str, value: int, code: Code, tmp_path: Path) -> None:
    path = tmp_path / "proef.zip"
    path.write_bytes(SOUND)
    changed: dict[str, Any] = {name: Limit(value, code, "x")}
    exactly = replace(LIMITS, **changed)
    changed = {name: Limit(value - 1, code, "x")}
    below = replace(LIMITS, **changed)
    assert report_on(path, NORMS, exactly).sound
    assert [finding.code for finding in report_on(path, NORMS, below).findings] == [code]


def test_the_table_is_the_published_one() -> None:
    assert {
        name: getattr(LIMITS, name).most
        for name in (
            "package",
            "unpacked",
            "document",
            "documents",
            "entries",
            "ratio",
            "path_length",
            "path_depth",
        )
    } == {
        "package": 2**30,
        "unpacked": 2**31,
        "document": 200 * 2**20,
        "documents": 2_000,
        "entries": 2_100,
        "ratio": 100,
        "path_length": 200,
        "path_depth": 8,
    }
    assert LIMITS.json_bytes == 5 * 2**20


@given(
    at=st.integers(0, len(SOUND)),
    gone=st.integers(0, 64),
    put=st.binary(max_size=64),
)
def test_no_bytes_make_the_check_fail_otherwise(
    tmp_path_factory: pytest.TempPathFactory, at: int, gone: int, put: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "gekneed.zip"
    path.write_bytes(SOUND[:at] + put + SOUND[at + gone :])
    report = report_on(path, NORMS)
    assert report.sound is (report.findings == ())


@given(st.lists(st.text(min_size=1, max_size=12).filter(lambda text: text.isprintable())))
def test_no_names_make_the_check_fail_otherwise(
    tmp_path_factory: pytest.TempPathFactory, names: list[str]
) -> None:
    path = tmp_path_factory.getbasetemp() / "namen.zip"
    path.write_bytes(zip_of([Member(name) for name in names]))
    assert not report_on(path, NORMS).sound
