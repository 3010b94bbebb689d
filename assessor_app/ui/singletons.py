"""A guard against references that PySide drops.

PySide 6.12 gives a reference too few to None, True and False where it hands them to Python: at a
property that is absent, at each emission of a boolean signal. From Python 3.12 on these objects
are immortal (PEP 683) and nobody notices; on 3.11 the process ends in a fatal error once the count
reaches nought, after some hundred clicks.
"""

from __future__ import annotations

import ctypes
import sys
from typing import Final

IMMORTAL_SINCE: Final = (3, 12)
PLENTY: Final = 1 << 40


def hold_singletons() -> None:
    """Give the three objects more references than could ever be dropped; once is enough."""
    if sys.version_info >= IMMORTAL_SINCE:
        return
    for each in (None, True, False):
        if sys.getrefcount(each) < PLENTY // 2:
            ctypes.c_ssize_t.from_address(id(each)).value += PLENTY
