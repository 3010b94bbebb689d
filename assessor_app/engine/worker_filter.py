"""The system calls that the worker gives up for good, on Linux: a seccomp filter.

Nothing that opens a document has to start a program, reach a network or change a file. What the
filter forbids fails with EPERM, which a library reports as any other failure. Numbers are those of
the kernel's system call tables; on another processor there is no filter.
"""

from __future__ import annotations

import ctypes
import platform
import struct
from dataclasses import dataclass
from typing import Final

_PR_SET_SECCOMP: Final = 22
_FILTER: Final = 2
_LOAD, _EQUAL, _AT_LEAST, _BITS, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW: Final = 0x7FFF0000
_FAIL: Final = 0x00050000
_EPERM, _ENOSYS = 1, 38
_NUMBER, _ARCHITECTURE, _ARGUMENTS = 0, 4, 16  # offsets in `struct seccomp_data`
_OTHER_ABI: Final = 0x40000000  # x32 calls on x86-64
_CLONE_THREAD: Final = 0x00010000
_CHANGING: Final = 0o3 | 0o100 | 0o1000  # O_WRONLY, O_RDWR, O_CREAT, O_TRUNC
_CLONE3: Final = 435
# Call: its number on x86-64 and on arm64; 0 where the call does not exist.
_FORBIDDEN: Final = {
    "socket": (41, 198),
    "connect": (42, 203),
    "bind": (49, 200),
    "socketpair": (53, 199),
    "fork": (57, 0),
    "vfork": (58, 0),
    "execve": (59, 221),
    "execveat": (322, 281),
    "truncate": (76, 45),
    "rename": (82, 0),
    "mkdir": (83, 0),
    "rmdir": (84, 0),
    "creat": (85, 0),
    "link": (86, 0),
    "unlink": (87, 0),
    "symlink": (88, 0),
    "chmod": (90, 0),
    "chown": (92, 0),
    "lchown": (94, 0),
    "mknod": (133, 0),
    "mkdirat": (258, 34),
    "mknodat": (259, 33),
    "fchownat": (260, 54),
    "unlinkat": (263, 35),
    "renameat": (264, 38),
    "linkat": (265, 37),
    "symlinkat": (266, 36),
    "fchmodat": (268, 53),
    "renameat2": (316, 276),
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "bpf": (321, 280),
    "userfaultfd": (323, 282),
    "io_uring_setup": (425, 425),
    "openat2": (437, 437),
}


@dataclass(frozen=True)
class _Processor:
    """Of calls that open files: the number, and which argument holds the flags."""

    architecture: int
    column: int
    opening: tuple[tuple[int, int], ...]
    clone: int


_PROCESSORS: Final = {
    "x86_64": _Processor(0xC000003E, 0, opening=((2, 1), (257, 2)), clone=56),
    "aarch64": _Processor(0xC00000B7, 1, opening=((56, 2),), clone=220),
}


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))


def forbid_calls() -> bool:
    """Install the filter for this process; False where the system does not take one.

    No new privileges must have been given up before.
    """
    processor = _PROCESSORS.get(platform.machine())
    if processor is None:
        return False
    code = _program(processor)
    program = _Program(len(code) // 8, code)
    library = ctypes.CDLL(None, use_errno=True)
    return int(library.prctl(_PR_SET_SECCOMP, _FILTER, ctypes.byref(program), 0, 0)) == 0


def _program(processor: _Processor) -> bytes:
    lines = [
        _line(_LOAD, _ARCHITECTURE),
        _line(_EQUAL, processor.architecture, then=1),
        _fail(_EPERM),
        _line(_LOAD, _NUMBER),
        _line(_AT_LEAST, _OTHER_ABI, otherwise=1),
        _fail(_EPERM),
        _line(_EQUAL, _CLONE3, otherwise=1),
        _fail(_ENOSYS),  # the C library then falls back on `clone`, whose flags can be seen
    ]
    for numbers in _FORBIDDEN.values():
        if number := numbers[processor.column]:
            lines += [_line(_EQUAL, number, otherwise=1), _fail(_EPERM)]
    for number, argument in processor.opening:
        lines += _by_flags(number, argument, _line(_BITS, _CHANGING, otherwise=1))
    lines += _by_flags(processor.clone, 0, _line(_BITS, _CLONE_THREAD, then=1))
    return b"".join([*lines, _line(_RETURN, _ALLOW)])


def _by_flags(number: int, argument: int, test: bytes) -> list[bytes]:
    """Return the lines that fail a call on the flags in an argument, and else go on."""
    flags = _ARGUMENTS + 8 * argument
    rest = [_line(_LOAD, flags), test, _fail(_EPERM), _line(_LOAD, _NUMBER)]
    return [_line(_EQUAL, number, otherwise=len(rest)), *rest]


def _line(code: int, value: int, *, then: int = 0, otherwise: int = 0) -> bytes:
    return struct.pack("=HBBI", code, then, otherwise, value)


def _fail(error: int) -> bytes:
    return _line(_RETURN, _FAIL | error)
