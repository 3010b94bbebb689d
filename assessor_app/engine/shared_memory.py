"""Memory that program and worker share: the worker draws into it, the program copies out of it.

On Linux it has no name and is sealed, so that a worker gone astray can neither shrink it under
the program nor leave it behind; elsewhere the system's named shared memory has to do.
"""

from __future__ import annotations

import contextlib
import mmap
import os
import sys
from multiprocessing import resource_tracker
from multiprocessing.shared_memory import SharedMemory
from typing import Final

_NAME: Final = "pictures"
CAN_SEAL: Final = hasattr(os, "memfd_create")
"""Whether memory can be shared without a name: on Linux."""


class SharedPixels:
    """The program's side; `argument` is what the worker is started with to find it."""

    def __init__(self, size: int) -> None:
        self.inherited: tuple[int, ...] = ()
        self._named: SharedMemory | None = None
        if CAN_SEAL:
            descriptor = _sealed(size)
            self.inherited = (descriptor,)
            self._map = mmap.mmap(descriptor, size)
            self.view = memoryview(self._map)
            self.argument = f"fd:{descriptor}:{size}"
        else:
            self._named = SharedMemory(create=True, size=size)
            self.view = _buffer(self._named)
            self.argument = f"name:{self._named.name}:{size}"

    def handed_over(self) -> None:
        """Let go of what only the start of the worker needed."""
        for descriptor in self.inherited:
            os.close(descriptor)
        self.inherited = ()

    def close(self) -> None:
        """Give the memory back; the worker must have ended."""
        self.handed_over()
        self.view.release()
        if self._named is None:
            self._map.close()
            return
        self._named.close()
        with contextlib.suppress(FileNotFoundError):
            self._named.unlink()


def _sealed(size: int) -> int:
    if sys.platform != "linux":
        raise OSError("memory cannot be sealed here")
    import fcntl

    descriptor = os.memfd_create(_NAME, os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
    os.ftruncate(descriptor, size)
    seals = fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_GROW | fcntl.F_SEAL_SEAL
    fcntl.fcntl(descriptor, fcntl.F_ADD_SEALS, seals)
    return descriptor


def _buffer(named: SharedMemory) -> memoryview:
    if named.buf is None:
        raise ValueError("the shared memory was closed")
    return named.buf


def attach(argument: str) -> tuple[object, memoryview]:
    """Return the memory that `argument` names, after its owner, which has to be kept."""
    kind, where, size = argument.split(":")
    if kind == "fd":
        mapped = mmap.mmap(int(where), int(size))
        return mapped, memoryview(mapped)
    named = SharedMemory(where)
    if os.name == "posix":
        # Python would count it as the worker's own and remove it when that ends (until 3.13).
        resource_tracker.unregister(f"/{named.name}", "shared_memory")
    return named, _buffer(named)
