"""Two assessors under up to three packages, with the records they make about each."""

from __future__ import annotations

from collections.abc import Iterable

from assessor_app.domain.bodies import ReopeningBody
from assessor_app.domain.merge import merge, union
from assessor_app.domain.record import Record
from assessor_app.domain.sheet import Sheet
from assessor_app.domain.values import Level
from assessor_app.domain.views import Merged
from tests.building.norm import small_framework, small_procedure
from tests.building.records import FIRST, SECOND, Laptop, full_sheet

ONE, TWO, THREE = "a1" * 64, "a2" * 64, "a3" * 64
CHAIN = (ONE, TWO, THREE)
ITEMS = ("V.1", "V.1.3")


def merged_of(records: Iterable[Record], packages: tuple[str, ...] = (ONE, TWO)) -> Merged:
    return merge(small_framework(), small_procedure(), records, findings={}, packages=packages)


def sheet_of(laptop: Laptop, agreement: Record | None = None, level: Level = Level.SHOWN) -> Sheet:
    """A whole sheet, or one of what an agreement reopens; V.1.3 has `level`."""
    sheet = full_sheet(small_framework(), laptop.author, levels={"V.1.3": level})
    if agreement is None:
        return sheet
    items = agreement.body_as(ReopeningBody).items
    update: dict[str, object] = {
        name: {key: one for key, one in getattr(sheet, name).items() if key in items}
        for name in ("judgements", "verdicts", "conditions")
    }
    return sheet.model_copy(update={**update, "reopening": agreement.hash})


class Pair:
    """Two laptops and everything they made."""

    def __init__(self, package: str = ONE) -> None:
        self.one, self.other = Laptop(FIRST, package=package), Laptop(SECOND, package=package)

    @property
    def both(self) -> tuple[Laptop, Laptop]:
        return self.one, self.other

    def made(self) -> tuple[Record, ...]:
        return union(self.one.made, self.other.made)

    def seal(self, agreement: Record | None = None, level: Level = Level.SHOWN) -> None:
        for laptop in self.both:
            laptop.seal(sheet_of(laptop, agreement, level))

    def move_to(self, package: str) -> None:
        for laptop in self.both:
            laptop.package = package

    def agree(self, *items: str) -> Record:
        proposal = self.one.reopen(*items)
        self.other.accept(proposal)
        return proposal
