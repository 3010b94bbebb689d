"""Packages with one thing wrong, each with the code that names it: one table, four parts.

`docs/bad-input.md` is made from it, and `make bench-intake` times every refusal.
"""

from __future__ import annotations

from tests.hostile.bad_bags import BAGS
from tests.hostile.bad_names import BAD_NAMES
from tests.hostile.bad_portfolios import PORTFOLIOS
from tests.hostile.bad_zips import ZIPS
from tests.hostile.making import Case

PARTS: dict[str, dict[str, Case]] = {
    "zip": ZIPS,
    "file name": BAD_NAMES,
    "bag": BAGS,
    "portfolio": PORTFOLIOS,
}

BAD_PACKAGES: dict[str, Case] = {
    f"{part}: {name}": case for part, cases in PARTS.items() for name, case in cases.items()
}
