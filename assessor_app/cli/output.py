"""Handing the answer over, also when nobody takes it any more.

A reader that has seen enough closes the pipe (`… | head -1`): no error of anybody's. The program
then ends with the status that a shell gives to one that the signal SIGPIPE ended.
"""

from __future__ import annotations

import errno
import os
from contextlib import suppress
from typing import Final, TextIO

NOT_TAKEN: Final = 128 + 13
_CLOSED: Final = frozenset({errno.EPIPE, errno.EINVAL} if os.name == "nt" else {errno.EPIPE})


class OutputError(Exception):
    """What was to be said could not be written; `is_closed` where the reader left."""

    def __init__(self, error: OSError) -> None:
        super().__init__(str(error))
        self.is_closed = error.errno in _CLOSED
        self.reason = error.strerror or "I/O"


def deliver(text: str, stream: TextIO) -> None:
    """Write `text` and wait until whoever reads it has it; OutputError."""
    try:
        stream.write(text)
        stream.flush()
    except OSError as error:
        raise OutputError(error) from error


def let_go(stream: TextIO) -> None:
    """Have what is still in the buffer go nowhere, or the interpreter would try once more."""
    with suppress(OSError, ValueError):  # a stream without a descriptor keeps nothing back
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
