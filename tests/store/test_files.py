"""Files that are wholly there or not at all."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from assessor_app.errors import Code, RefusedError
from assessor_app.store.files import (
    create_private_file,
    hand_out,
    handing_out,
    read_limited,
    replace_durably,
)


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
    with handing_out(path, b"new", home=path.parent / "home"):
        assert not path.exists()
    assert path.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [path]


def test_what_fails_inside_the_block_hands_nothing_out(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")
    with pytest.raises(KeyError), handing_out(path, b"new", home=path.parent / "home"):
        raise KeyError
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_what_lies_beside_an_output_stays(tmp_path: Path) -> None:
    beside = tmp_path / "advies.pdf.next"
    beside.write_bytes(b"of somebody else")
    hand_out(tmp_path / "advies.pdf", b"new", home=tmp_path / "home")
    assert beside.read_bytes() == b"of somebody else"
    assert (tmp_path / "advies.pdf").read_bytes() == b"new"


def test_nothing_is_handed_out_into_the_workspace(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (tmp_path / "link").symlink_to(home)
    for output in (home / "a", home / "b" / ".." / "a", tmp_path / "link" / "a"):
        with pytest.raises(RefusedError) as caught:
            hand_out(output, b"new", home=home)
        assert caught.value.code is Code.OUTPUT_IN_WORKSPACE
    assert list(home.iterdir()) == []


def test_a_file_is_read_up_to_its_limit(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"1234")
    assert read_limited(path, 4) == b"1234"
    with pytest.raises(RefusedError) as caught:
        read_limited(path, 3)
    assert caught.value.code is Code.FILE_TOO_LARGE
