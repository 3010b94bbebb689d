"""Write `docs/errors.md`: every code of a refusal with its Dutch and its English sentence.

`python packaging/write_error_table.py` from the repository's root, in its environment. A test
holds the file to what this makes.
"""

from __future__ import annotations

import sys
from pathlib import Path

from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from assessor_app.errors import Code  # noqa: E402
from assessor_app.i18n import LANGUAGES  # noqa: E402
from assessor_app.settings import LOCALE_FOLDER  # noqa: E402

TARGET = ROOT / "docs" / "errors.md"
HEAD = """# Codes of refusals

A refusal has a stable code, a sentence and details; nothing was changed. On the command line it
ends with status 1, and `--json` gives `{"error": {"code", "message", "details"}}`. A code is never
renamed or used again. The words between braces are filled in from the details.

Two more codes stand in the same place: `usage` (status 2: the command was typed wrongly) and `bug`
(status 70: a mistake of the program itself, with the path of a report that holds no personal data).
A third is `interrupted` (status 130: broken off with Ctrl-C).

This table is made by `packaging/write_error_table.py`.

| code | Nederlands | English |
| --- | --- | --- |
"""


def error_table() -> str:
    """Return the document, its codes in alphabetical order."""
    languages = [_sentences(LOCALE_FOLDER / language) for language in LANGUAGES]
    rows = []
    for code in sorted(Code, key=str):
        said = (sentences[f"error.{code.value}"] for sentences in languages)
        cells = (f"`{code.value}`", *(sentence.replace("|", "\\|") for sentence in said))
        rows.append(f"| {' | '.join(cells)} |\n")
    return HEAD + "".join(rows)


def _sentences(folder: Path) -> dict[str, str]:
    found: dict[str, str] = {}
    for part in sorted(folder.glob("*.po")):
        with part.open("rb") as stream:
            found |= {str(each.id): str(each.string) for each in read_po(stream) if each.id}
    return found


if __name__ == "__main__":
    TARGET.write_text(error_table(), encoding="utf-8")
