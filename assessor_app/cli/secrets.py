"""Passphrases and recovery codes: from a file descriptor, the environment, or a prompt."""

from __future__ import annotations

import getpass
import os
import sys

from assessor_app.errors import Code, RefusedError

LINE_LIMIT = 4_096


def read_line(descriptor: int) -> str:
    """Return the next line of a file descriptor, without its line end.

    Read byte by byte, so that a second secret on the same descriptor is left for who asks next.
    Refused: PASSPHRASE_MISSING where there is none.
    """
    line = bytearray()
    try:
        while len(line) < LINE_LIMIT and (byte := os.read(descriptor, 1)) not in {b"", b"\n"}:
            line += byte
        text = line.decode("utf-8").removesuffix("\r")
    except (OSError, ValueError) as error:
        raise RefusedError(Code.PASSPHRASE_MISSING) from error
    if not text:
        raise RefusedError(Code.PASSPHRASE_MISSING)
    return text


def ask(question: str) -> str:
    """Ask a person, unseen; refused where nobody is there to answer: PASSPHRASE_MISSING."""
    if not sys.stdin or not sys.stdin.isatty():
        raise RefusedError(Code.PASSPHRASE_MISSING)
    return getpass.getpass(question + " ")


def ask_twice(question: str, again: str) -> str:
    """Ask for a secret to be chosen; refused when the two differ: PASSPHRASE_DIFFERS."""
    chosen = ask(question)
    if ask(again) != chosen:
        raise RefusedError(Code.PASSPHRASE_DIFFERS)
    return chosen
