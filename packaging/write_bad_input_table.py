"""Write `docs/bad-input.md`: every bad package of the tests with its code and its sentences.

`python packaging/write_bad_input_table.py` from the repository's root, in its environment. A test
holds the file to what this makes.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from assessor_app.errors import RefusedError  # noqa: E402
from assessor_app.i18n import LANGUAGES, Catalogue  # noqa: E402
from assessor_app.intake.actions import check_package  # noqa: E402
from assessor_app.intake.detecting import read_material  # noqa: E402
from assessor_app.intake.files import open_files  # noqa: E402
from tests.building.packages import NORMS  # noqa: E402
from tests.hostile.bad_exports import BAD_EXPORTS  # noqa: E402
from tests.hostile.bad_packages import PARTS  # noqa: E402
from tests.hostile.making import Case  # noqa: E402
from tests.hostile.test_accepted import BAGS, ZIPS  # noqa: E402
from tests.unit.test_intake_marked import MARKED, UNREADABLE  # noqa: E402

TARGET = ROOT / "docs" / "bad-input.md"
WORK = ROOT / ".bad-input"
FILE_NAME = "pakket.portfolio.zip"
HEAD = """# Bad packages and what is said of them

Each line is a test: a sound package with this one thing put wrong. An import refuses it whole, the
workspace is as it was to the byte, and `package check` says the same. Names after a colon in the
part on bags are cases of the Library of Congress's conformance suite for BagIt, made anew.

This page is made from those tests by `packaging/write_bad_input_table.py`. The sentences of all
codes, with their placeholders, are in [errors.md](errors.md).
"""
PARTS_TITLES = {
    "zip": "The zip",
    "file name": "Names of files",
    "bag": "The bag",
    "portfolio": "portfolio.json",
}
TABLE = "\n| what is wrong | code | Nederlands | English |\n| --- | --- | --- | --- |\n"
EXPORT_NAME = "export.zip"
EXPORTS = """
## What is to be converted

Leap2A exports and plain zips; folders obey the same rules. `package convert` and the window refuse
them, and no package is written.
"""
KEPT = """
## Documents that are kept and marked

That a document cannot be read is a finding of its own, so it does not refuse the package. The
answer of `import`, its summary and the overview name it with these words.

| document | status | Nederlands | English |
| --- | --- | --- | --- |
"""
SIGNS = """
## Documents that are shown with a badge

Nothing in a document ever runs; what would act elsewhere is said.

| document | signs | Nederlands | English |
| --- | --- | --- | --- |
"""
ACCEPTED = """
## What looks odd and is accepted

"""


def bad_input_table(folder: Path) -> str:
    """Return the document; `folder` is where each package stands while it is checked."""
    catalogues = [Catalogue(language) for language in LANGUAGES]
    parts = [HEAD]
    for part, cases in PARTS.items():
        parts += [f"\n## {PARTS_TITLES[part]}\n", TABLE]
        parts += _refusals(cases, folder / FILE_NAME, catalogues)
    parts += [EXPORTS, TABLE, *_refused_exports(folder / EXPORT_NAME, catalogues), KEPT]
    for name, (_, _, status) in UNREADABLE.items():
        words = (catalogue.text(f"document.{status}") for catalogue in catalogues)
        parts.append(_row((name, f"`{status}`", *words)))
    parts.append(SIGNS)
    for name, (_, signs) in MARKED.items():
        said = (", ".join(each.text(f"ui.sign.{sign}") for sign in signs) for each in catalogues)
        parts.append(_row((name, ", ".join(f"`{sign}`" for sign in signs), *said)))
    parts.append(ACCEPTED)
    parts += [f"- {_cell(name)}\n" for name in (*ZIPS, *BAGS)]
    return "".join(parts)


def _refused_exports(path: Path, catalogues: Iterable[Catalogue]) -> Iterator[str]:
    for name, (build, _) in BAD_EXPORTS.items():
        path.write_bytes(build())
        try:
            with open_files(path) as files:
                read_material(files, path)
        except RefusedError as error:
            said = (each.refusal(error) for each in catalogues)
            yield _row((name, f"`{error.code}`", *said))


def _refusals(cases: dict[str, Case], path: Path, catalogues: Iterable[Catalogue]) -> Iterator[str]:
    for name, (build, _) in cases.items():
        path.write_bytes(build())
        finding = check_package(path=path, norms=NORMS).findings[0]
        said = (each.refusal_of(finding.code, finding.details) for each in catalogues)
        yield _row((name, f"`{finding.code}`", *said))


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(map(_cell, cells))} |\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


if __name__ == "__main__":
    WORK.mkdir()
    try:
        TARGET.write_text(bad_input_table(WORK), encoding="utf-8")
    finally:
        shutil.rmtree(WORK)
