"""What SQLite and the operating system say of the disk becomes a code that says it too."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest
from sqlalchemy.exc import DBAPIError
from sqlcipher3 import dbapi2

from assessor_app.errors import Code, RefusedError, refusal_of
from assessor_app.store import cipher
from assessor_app.store import package_reader as reading
from assessor_app.store.cipher import damage_refused
from assessor_app.store.workspace import Workspace
from tests.building.dossiers import FIRST, package_of

SHM_SIZE, CANTOPEN = 10 | 19 << 8, 14


def _told(number: int) -> dbapi2.Error:
    error = dbapi2.OperationalError("as the driver raises it")
    error.sqlite_errorcode = number
    return error


def _system(number: int) -> OSError:
    return OSError(number, os.strerror(number))


def _code_of(error: Exception, beside: Path | None = None) -> Code:
    with pytest.raises(RefusedError) as caught, damage_refused(Code.STORE_DAMAGED, beside=beside):
        raise error
    return caught.value.code


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (11, Code.STORE_DAMAGED),  # corrupt
        (26, Code.STORE_DAMAGED),  # not a database
        (10 | 2 << 8, Code.STORE_DAMAGED),  # short read
        (13, Code.DISK_FULL),
        (8, Code.DISK_READ_ONLY),
        (8 | 4 << 8, Code.DISK_FAILED),  # moved away
        (10 | 1 << 8, Code.DISK_FAILED),  # read
        (10 | 3 << 8, Code.DISK_FAILED),  # write
        (10 | 4 << 8, Code.DISK_FAILED),  # fsync
        (CANTOPEN, Code.DISK_FAILED),
        (SHM_SIZE, Code.DISK_FAILED),
    ],
)
def test_each_result_of_sqlite_has_its_code(number: int, code: Code) -> None:
    assert _code_of(_told(number)) is code
    assert _code_of(DBAPIError("SELECT", None, _told(number))) is code


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, Code.DISK_FULL),
        (errno.EDQUOT, Code.DISK_FULL),
        (errno.EROFS, Code.DISK_READ_ONLY),
        (errno.EIO, Code.DISK_FAILED),
    ],
)
def test_each_error_of_the_system_has_its_code(number: int, code: Code) -> None:
    assert _code_of(_system(number)) is code
    assert refusal_of(_system(number)).code is code


def test_all_else_is_passed_on() -> None:
    for other in (_system(errno.EACCES), _told(1), dbapi2.ProgrammingError("a bug")):
        with pytest.raises(type(other)), damage_refused(Code.STORE_DAMAGED):
            raise other


def test_a_file_that_cannot_be_used_is_named_without_its_folder() -> None:
    refusal = refusal_of(PermissionError(errno.EACCES, "dicht", "/een/map/kaart.assessor"))
    assert refusal.code is Code.FILE_UNUSABLE
    assert refusal.details == {"reason": "dicht", "inside": "kaart.assessor"}


class _WindowsError(OSError):
    winerror = 112


def test_a_full_disk_is_known_on_windows() -> None:
    assert refusal_of(_WindowsError(errno.EINVAL, "vol")).code is Code.DISK_FULL


@pytest.mark.parametrize("number", [SHM_SIZE, CANTOPEN])
@pytest.mark.parametrize(
    ("why", "code"),
    [
        (errno.ENOSPC, Code.DISK_FULL),
        (errno.EROFS, Code.DISK_READ_ONLY),
        (errno.EIO, Code.DISK_FAILED),
        (errno.EMFILE, Code.DISK_FAILED),
    ],
)
def test_what_sqlite_does_not_tell_is_tried(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, why: int, code: Code
) -> None:
    def refusing(*_: object) -> None:
        raise _system(why)

    monkeypatch.setattr(cipher, "write_durably", refusing)
    assert _code_of(_told(number), tmp_path) is code
    assert list(tmp_path.iterdir()) == []


def test_what_can_be_written_after_all_was_a_fault_of_the_disk(tmp_path: Path) -> None:
    assert _code_of(_told(SHM_SIZE), tmp_path) is Code.DISK_FAILED
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_fails_is_no_damage_of_a_package(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*_: object) -> None:
        raise _system(errno.EIO)

    with workspace.package(package_of(FIRST)) as package:
        monkeypatch.setattr(reading, "_has_digest", failing)
        with pytest.raises(RefusedError) as caught:
            package.is_intact()
    assert caught.value.code is Code.DISK_FAILED
