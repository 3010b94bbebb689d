"""Files that are wholly there or not at all."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from assessor_app.store.files import create_private_file, handing_out, replace_durably


def test_a_file_is_replaced_whole_and_private(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")
    replace_durably(path, b"new")
    assert path.read_bytes() == b"new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_a_private_file_is_never_taken_over(tmp_path: Path) -> None:
    create_private_file(tmp_path / "file")
    with pytest.raises(FileExistsError):
        create_private_file(tmp_path / "file")


def test_what_is_handed_out_appears_when_the_block_is_left(tmp_path: Path) -> None:
    path = tmp_path / "file"
    with handing_out(path, b"new"):
        assert not path.exists()
    assert path.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [path]


def test_what_fails_inside_the_block_hands_nothing_out(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")
    with pytest.raises(KeyError), handing_out(path, b"new"):
        raise KeyError
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]
