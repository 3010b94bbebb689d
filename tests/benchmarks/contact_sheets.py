"""Pictures of pages on disk, each by itself and many on a sheet, to be looked at by a person."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColorConstants, QImage, QPainter

COLUMNS, ROWS = 6, 3
CELL: Final = QSize(280, 400)
NAME: Final = 20


@dataclass(frozen=True)
class Seen:
    """A page as the window showed it."""

    name: str
    page: int
    picture: QImage


def lay_sheets(folder: Path, seen: list[Seen], *, last: bool) -> None:
    """Write whole sheets, at the end what is left as well, and take what was written off `seen`."""
    most = COLUMNS * ROWS
    while len(seen) >= most or (last and seen):
        number = len(list(folder.glob("sheet-*.png"))) + 1
        _write(folder, number, seen[:most])
        del seen[:most]


def _write(folder: Path, number: int, seen: list[Seen]) -> None:
    sheet = QImage(COLUMNS * CELL.width(), ROWS * CELL.height(), QImage.Format.Format_RGB32)
    sheet.fill(QColorConstants.Gray)
    with QPainter(sheet) as painter:
        for at, each in enumerate(seen):
            left, top = at % COLUMNS * CELL.width(), at // COLUMNS * CELL.height()
            room = QRect(left + 4, top + NAME, CELL.width() - 8, CELL.height() - NAME - 4)
            scaled = each.picture.scaled(
                room.size(),
                Qt.AspectRatioMode.KeepAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
            painter.drawImage(room.topLeft(), scaled)
            painter.drawText(left + 4, top + NAME - 5, f"{each.name[:34]} p. {each.page}")
            each.picture.save(str(folder / f"{number:03}-{at:02}-{each.page}.png"))
    sheet.save(str(folder / f"sheet-{number:03}.png"))
