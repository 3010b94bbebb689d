"""The sheet form: a CSV file in which many indicators are judged at once.

UTF-8, with or without a byte order mark, separated by commas or (as Dutch spreadsheets save it)
semicolons. Columns: indicator, level, rationale, quote, absence, area, question; `text` is for
the reader only. Rows without a level are skipped, so that a half-filled form can be taken in.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from assessor_app.domain.framework import Framework
from assessor_app.domain.values import Level
from assessor_app.errors import Code, RefusedError

COLUMNS = ("indicator", "level", "rationale", "quote", "absence", "area", "question")
LIMIT = 5_000_000
SEVERAL = " || "


@dataclass(frozen=True)
class FormRow:
    """One judged row; None means that the cell was left empty. Several quotes: ` || ` between.

    `line` is where the row ends in the file, from 1.
    """

    indicator: str
    level: Level
    rationale: str | None = None
    quotes: tuple[str, ...] = ()
    absence: str | None = None
    areas: tuple[str, ...] = ()
    question: str | None = None
    line: int = 0


def read_form(data: bytes) -> tuple[FormRow, ...]:
    """Return the judged rows; refused with FORM_INVALID naming the line and what is wrong."""
    if len(data) > LIMIT:
        raise _invalid(0, "form.size")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _invalid(0, "form.encoding") from error
    header = text.partition("\n")[0]
    separator = ";" if header.count(";") > header.count(",") else ","
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        return tuple(_judged_rows(reader))
    except csv.Error as error:
        raise _invalid(reader.line_num, "form.csv") from error


def _judged_rows(reader: csv.DictReader[str]) -> Iterator[FormRow]:
    missing = {"indicator", "level"} - set(reader.fieldnames or ())
    unknown = set(reader.fieldnames or ()) - {*COLUMNS, "text"}
    if missing or unknown:
        raise _invalid(1, "form.columns")
    seen: set[str] = set()
    for cells in reader:
        if None in cells:
            raise _invalid(reader.line_num, "form.columns")
        row = _row(cells, reader.line_num)
        if row is None:
            continue
        if row.indicator in seen:
            raise _invalid(reader.line_num, "form.twice")
        seen.add(row.indicator)
        yield row


def _row(cells: Mapping[str, str | None], line: int) -> FormRow | None:
    word = _cell(cells, "level")
    if word is None:
        return None
    if word not in set(Level):
        raise _invalid(line, "form.level")
    return FormRow(
        indicator=_cell(cells, "indicator") or "",
        level=Level(word),
        rationale=_cell(cells, "rationale"),
        quotes=_several(cells, "quote"),
        absence=_cell(cells, "absence"),
        areas=_several(cells, "area"),
        question=_cell(cells, "question"),
        line=line,
    )


def _cell(cells: Mapping[str, str | None], name: str) -> str | None:
    return (cells.get(name) or "").strip() or None


def _several(cells: Mapping[str, str | None], name: str) -> tuple[str, ...]:
    text = _cell(cells, name)
    return tuple(text.split(SEVERAL)) if text else ()


def _invalid(line: int, rule: str) -> RefusedError:
    return RefusedError(Code.FORM_INVALID, line=line, rule=rule)


def form_bytes(framework: Framework) -> bytes:
    """Return an empty form: every indicator in the order of the norm, with its text."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow((*COLUMNS, "text"))
    for item in framework.indicators():
        writer.writerow((item.id, *[""] * (len(COLUMNS) - 1), item.text))
    return stream.getvalue().encode("utf-8-sig")
