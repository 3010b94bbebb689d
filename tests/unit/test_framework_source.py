"""Every text of the framework stands in the source of the norm, where that source is at hand.

The source is a text extraction of a document in columns: lines break within words, footnote
digits stick to words, and at a page break a column continues below the other. So a text may be
found in two pieces, provided that both pieces end and begin where a line does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.building.norm import jobcoach

NORM_FOLDER = Path(__file__).resolve().parents[3] / "shared" / "norm"
SOURCE = NORM_FOLDER / "toetsingskader-register-jobcoach-1.3.txt"
NEAR = 1500  # characters within which a column goes on after a page break

needs_source = pytest.mark.skipif(not SOURCE.exists(), reason="the source is not at hand")


def restore(text: str) -> tuple[str, frozenset[int]]:
    """Return the running text, and the positions at which a source line begins."""
    running, starts = "", set()
    for raw in text.splitlines():
        line = re.sub(r"\s+", " ", raw.replace("\f", "")).strip()
        line = re.sub(r"^(o|\d\.) (?=\S)", "", line)
        line = re.sub(r"(?<=NVAO|ROHO)\d|(?<=BOC)\d", "", line)
        if not line:
            continue
        if re.search(r"[^A-Z ]-$", running):  # the hyphen after EVC is a real one
            running = running[:-1]
        elif running.endswith("-"):
            pass
        elif running:
            running += " "
        starts.add(len(running))
        running += line
    return _with_diaeresis(running), frozenset(starts)


def _with_diaeresis(text: str) -> str:
    return text.replace("client", "cliënt")


@cache
def source() -> tuple[str, frozenset[int]]:
    return restore(SOURCE.read_text(encoding="utf-8"))


def is_found(text: str) -> bool:
    """Whether the text stands in the source, whole or in two pieces cut at line ends."""
    running, starts = source()
    wanted = re.sub(r"\s+", " ", text).strip()
    return wanted in running or any(_in_two(wanted, running, starts))


def _in_two(wanted: str, running: str, starts: frozenset[int]) -> Iterator[bool]:
    for cut in range(20, len(wanted) - 10):
        at = running.find(wanted[:cut])
        if at < 0:
            return
        rest = wanted[cut:].strip()
        if {at + cut, at + cut + 1} & starts:
            window = running[at + cut : at + cut + NEAR]
            yield any(
                at + cut + found.start() in starts for found in re.finditer(re.escape(rest), window)
            )


def texts() -> dict[str, str]:
    """Every text of the framework that is the norm's, by a name for the report."""
    framework = jobcoach()
    found: dict[str, str] = {item.id: item.text for item in framework.indicators()}
    found |= {item.id: item.text for item in framework.conditions()}
    found |= {item.id: item.text for item in framework.alternatives}
    found |= {f"exemption {item.id}": item.text for item in framework.exemptions}
    for alternative in framework.alternatives:
        found |= {
            f"{alternative.id} deliver {n}": text for n, text in enumerate(alternative.deliver)
        }
        found[f"{alternative.id} guidance"] = alternative.guidance or alternative.text
    for section in framework.sections():
        if section.id != "B2":  # its title is ours, and the file says so
            found[f"{section.id} title"] = section.title
        found |= {f"{section.id} question {q.number}": q.text for q in section.questions}
        found[f"{section.id} guidance"] = section.guidance or ""
        found[f"{section.id} statement"] = section.statement or ""
    return {name: text for name, text in found.items() if text}


TITLES_OF_OURS = frozenset({"C1.intro title"})
TITLES_IN_CAPITALS = frozenset({"B1 title", "D title", "E title"})


@needs_source
@pytest.mark.parametrize("name", sorted(texts().keys() - TITLES_OF_OURS - TITLES_IN_CAPITALS))
def test_each_text_stands_in_the_source(name: str) -> None:
    assert is_found(texts()[name]), texts()[name]


@needs_source
@pytest.mark.parametrize("name", sorted(TITLES_IN_CAPITALS))
def test_titles_in_capitals_stand_in_the_source(name: str) -> None:
    assert is_found(texts()[name].upper())


@needs_source
@pytest.mark.parametrize("item", [item.id for item in jobcoach().indicators()])
def test_a_single_changed_letter_is_noticed(item: str) -> None:
    text = jobcoach().indicator(item).text
    middle = len(text) // 2
    other = "q" if text[middle] != "q" else "x"
    assert not is_found(text[:middle] + other + text[middle + 1 :])
    assert not is_found(text.replace(text[-2], other))


@needs_source
def test_the_source_lists_no_indicator_that_the_framework_lacks() -> None:
    """Each bullet from C1's first task up to C4 is an indicator, or a guidance's line."""
    raw = SOURCE.read_text(encoding="utf-8")
    start, end = raw.index("0. Procestaken gedurende"), raw.index("C.4. PROFESSIONELE ATTITUDE")
    bullets = re.findall(r"^\s*o (\S.*)$", raw[start:end], flags=re.MULTILINE)
    known = [text for name, text in texts().items() if name.startswith("C")]
    flat = " ".join(re.sub(r"\s+", " ", text) for text in known)
    missing = [
        bullet
        for bullet in bullets
        if re.sub(r"\s+", " ", bullet).strip().rstrip("-") not in flat
        and not bullet.startswith(("In de kolom", "De kolom"))
    ]
    assert missing == []


def test_restoring_undoes_breaks_bullets_and_footnotes() -> None:
    text = " o Verwijst cli-\nent door naar\n\nCROHO2-opleiding\n1. Wie is\n"
    assert restore(text)[0] == "Verwijst cliënt door naar CROHO-opleiding Wie is"
