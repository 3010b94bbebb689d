"""Words of a page that is a picture, read by Tesseract where it is installed with Dutch.

The program is no part of ours: it is found on the path, gets pixels on its standard input and
answers on its standard output. No file is written, and where the system can, it may write none,
use so much memory and no more, and is ended when it takes too long.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO, Final

from assessor_app.engine.page_protocol import PIXEL_BYTES, Pixels
from assessor_app.engine.process import UnwantedError
from assessor_app.engine.protocol import FULL, PAGE_TEXT_LIMIT, Word

LANGUAGE: Final = "nld"
PROGRAM: Final = "tesseract"
DPI: Final = 300
SURE: Final = 40  # of 100: what it is less sure of is mostly no word
_LOOK: Final = 0.1  # seconds between two questions whether it is still wanted
_GREEN: Final = 1  # of blue, green, red: what comes nearest to how light a colour looks
_KEPT: Final = ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "TESSDATA_PREFIX")
_COLUMNS: Final = 12
_WORD: Final = "5"  # the level of a word's line in the table


@dataclass(frozen=True)
class RecognitionLimits:
    """Budgets for one page."""

    seconds: float = 120.0
    start_seconds: float = 20.0
    memory: int = 2 * 1024**3
    output: int = 32 * 1024**2


@dataclass(frozen=True)
class Recogniser:
    """The program that was found; `name` says which, with its version."""

    path: str
    name: str


@dataclass(frozen=True)
class RecognisedText:
    """What was read: words between spaces, lines between newlines, as in extracted text."""

    text: str
    words: tuple[Word, ...]


class RecognitionError(Exception):
    """The program failed, answered nonsense or took too long."""


def find_recogniser(limits: RecognitionLimits = RecognitionLimits()) -> Recogniser | None:
    """Return the program where it is installed with Dutch."""
    path = shutil.which(PROGRAM)
    if path is None:
        return None
    languages = _said(path, "--list-langs", limits).splitlines()
    if LANGUAGE not in (line.strip() for line in languages):
        return None
    version = _said(path, "--version", limits).partition("\n")[0].strip()
    return Recogniser(path, version or PROGRAM)


def _said(path: str, option: str, limits: RecognitionLimits) -> str:
    with contextlib.suppress(OSError, subprocess.SubprocessError):
        done = subprocess.run(
            [path, option],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=_environment(),
            timeout=limits.start_seconds,
            check=False,
        )
        return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else ""
    return ""


def recognise(
    recogniser: Recogniser,
    pixels: Pixels,
    *,
    wanted: Callable[[], bool],
    limits: RecognitionLimits = RecognitionLimits(),
) -> RecognisedText:
    """Return the words of a page at DPI; RecognitionError, or UnwantedError once not wanted."""
    process = _started(recogniser, limits)
    pipe, process.stdin = process.stdin, None
    giver = threading.Thread(target=_give, args=(pipe, grey_map(pixels)), name="recognising")
    giver.start()
    try:
        table = _answer(process, wanted, limits)
    finally:
        _end(process)
        giver.join()
    return read_table(table, pixels.width, pixels.height)


def _started(recogniser: Recogniser, limits: RecognitionLimits) -> subprocess.Popen[bytes]:
    command = [recogniser.path, "stdin", "stdout", "-l", LANGUAGE, "--dpi", str(DPI), "tsv"]
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
        )
    except OSError as error:
        raise RecognitionError("it could not be started") from error
    _confine(process.pid, limits)  # before it gets to see a pixel
    return process


def _give(pipe: IO[bytes] | None, picture: bytes) -> None:
    """Write all of it; `communicate` would not go on with it after a timeout."""
    if pipe is not None:
        with contextlib.suppress(OSError), pipe:  # it may end before it has read everything
            pipe.write(picture)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()
    if process.stdout is not None:
        process.stdout.close()


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    return {**kept, "OMP_THREAD_LIMIT": "1", "LC_ALL": "C.UTF-8"}


def _confine(pid: int, limits: RecognitionLimits) -> None:
    if not sys.platform.startswith("linux"):
        return
    import resource

    seconds = int(limits.seconds) + 1
    for kind, most in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_CPU, seconds),
    ):
        with contextlib.suppress(OSError, ValueError):
            resource.prlimit(pid, kind, (most, most))


def _answer(
    process: subprocess.Popen[bytes], wanted: Callable[[], bool], limits: RecognitionLimits
) -> bytes:
    deadline = time.monotonic() + limits.seconds
    while True:
        with contextlib.suppress(subprocess.TimeoutExpired):
            table, _ = process.communicate(timeout=_LOOK)
            break
        if not wanted():
            raise UnwantedError
        if time.monotonic() > deadline:
            raise RecognitionError("it took too long")
    if process.returncode != 0 or len(table) > limits.output:
        raise RecognitionError("it failed")
    return table


def grey_map(pixels: Pixels) -> bytes:
    """Return a picture as a binary grey map (PGM), which any such program reads."""
    rows = []
    for at in range(0, pixels.stride * pixels.height, pixels.stride):
        rows.append(bytes(pixels.data[at + _GREEN : at + pixels.width * PIXEL_BYTES : PIXEL_BYTES]))
    return b"P5 %d %d 255\n" % (pixels.width, pixels.height) + b"".join(rows)


def read_table(table: bytes, width: int, height: int) -> RecognisedText:
    """Return the words in Tesseract's table (TSV); RecognitionError where it is none.

    The program has read a stranger's picture, so its answer is read as any other input.
    """
    parts: list[str] = []
    words: list[Word] = []
    length = 0
    before: list[str] | None = None
    for line, box, text in _rows(table):
        if words:
            parts.append(" " if line == before else "\n")
            length += 1
        rect = _shown(box, width, height)
        words.append(Word(length, length + len(text), *rect))
        parts.append(text)
        length, before = length + len(text), line
        if length > PAGE_TEXT_LIMIT:
            raise RecognitionError("too much text for a page")
    return RecognisedText("".join(parts), tuple(words))


def _rows(table: bytes) -> Iterator[tuple[list[str], tuple[int, int, int, int], str]]:
    """Yield the line a word stands in, its box in pixels, and the word."""
    lines = table.decode("utf-8", "replace").split("\n")
    if not lines[0].startswith("level\t"):
        raise RecognitionError("no table")
    for cells in (line.rstrip("\r").split("\t") for line in lines[1:]):
        if cells[0] != _WORD:
            continue
        try:
            left, top, wide, high = (int(cell) for cell in cells[6:10])
            sure, text = float(cells[10]), cells[_COLUMNS - 1]
        except (IndexError, ValueError) as error:
            raise RecognitionError("a line that is none") from error
        text = "".join(letter for letter in text if letter.isprintable()).strip()
        if text and sure >= SURE and " " not in text:
            yield cells[1:5], (left, top, left + wide, top + high), text


def _shown(box: tuple[int, int, int, int], width: int, height: int) -> tuple[int, int, int, int]:
    x0, y0, x1, y1 = box
    left, right = (max(0, min(FULL, round(x / width * FULL))) for x in (x0, x1))
    top, bottom = (max(0, min(FULL, round(y / height * FULL))) for y in (y0, y1))
    return left, top, max(left, right), max(top, bottom)
