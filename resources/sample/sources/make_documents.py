"""Make the fifteen documents of the sample portfolio from the sources beside this file.

Run from the repository's root: `python -m resources.sample.sources.make_documents`. Needs
LibreOffice (see `papers/office.py`) and nothing else outside the locked packages.
"""

import shutil
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from reportlab.lib.pagesizes import A4, landscape

from resources.sample.sources.papers.blocks import Block, parse_blocks
from resources.sample.sources.papers.certificates import certificate_blocks, drawn_certificate
from resources.sample.sources.papers.coaching_plan import coaching_plan_pdf
from resources.sample.sources.papers.fixed import fix_pdf
from resources.sample.sources.papers.flow import (
    HELVETICA,
    TIMES,
    Look,
    build_pdf,
    flowables,
    footer,
    no_furniture,
)
from resources.sample.sources.papers.forms import hours_form
from resources.sample.sources.papers.logbook import logbook_pdf
from resources.sample.sources.papers.office import convert_to_pdf, word_document
from resources.sample.sources.papers.scans import images_as_pdf, scan_pages

HERE = Path(__file__).resolve().parent
SOURCES = HERE / "documents"
SAMPLE = HERE.parent
WORK = SAMPLE / ".making"

Maker = Callable[[str], bytes]


def make_documents() -> list[Path]:
    """Write every document of `documents.toml`; the paths, in its order."""
    listed = tomllib.loads((HERE / "documents.toml").read_text(encoding="utf-8"))["documents"]
    try:
        return [_make(entry) for entry in listed]
    finally:
        shutil.rmtree(WORK, ignore_errors=True)


def _make(entry: dict[str, Any]) -> Path:
    path: Path = SAMPLE / entry["path"]
    path.parent.mkdir(exist_ok=True)
    made = MAKERS[entry["id"]](entry["title"])
    path.write_bytes(fix_pdf(made, title=entry["title"]) if path.suffix == ".pdf" else made)
    return path


def _text(name: str) -> str:
    return (SOURCES / name).read_text(encoding="utf-8")


def _blocks(name: str) -> list[Block]:
    return parse_blocks(_text(name))


def _course(name: str) -> dict[str, Any]:
    course: dict[str, Any] = tomllib.loads(_text("06-09-certificaten.toml"))[name]
    return course


def _cv(title: str) -> bytes:
    drawer = footer("Curriculum vitae Marloes Terpstra", "{page}", HELVETICA)
    story = flowables(_blocks("01-cv.md"), HELVETICA)
    return build_pdf(story, title=title, producer="Loopbaanmap 3", draw=drawer)


def _degree(_title: str) -> bytes:
    look = Look(TIMES.font, TIMES.bold, size=13, leading=19, accent="#000000", centred=True)
    story = flowables(_blocks("02-diploma.md"), look)
    for flowable in story:
        flowable.hAlign = "CENTER"
    sheet = build_pdf(story, title="", producer="", draw=no_furniture, pagesize=landscape(A4))
    return images_as_pdf(scan_pages(sheet, seed=2, sideways=True))


def _consent(_title: str) -> bytes:
    story = flowables(_blocks("05-toestemming.md"), TIMES)
    return images_as_pdf(
        scan_pages(build_pdf(story, title="", producer="", draw=no_furniture), seed=5)
    )


def _office(name: str, *, sideways: bool = False, footer_text: str = "") -> Maker:
    def make(title: str) -> bytes:
        word = word_document(_blocks(name), title=title, landscape=sideways, footer=footer_text)
        return convert_to_pdf(word, folder=WORK)

    return make


def _drawn(name: str, *, seed: int, colour: str) -> Maker:
    return lambda _title: drawn_certificate(_course(name), seed=seed, colour=colour)


def _office_certificate(name: str, *, font: str, signature: str) -> Maker:
    def make(title: str) -> bytes:
        parsed = certificate_blocks(_course(name), signature=signature)
        word = word_document(parsed, title=title, landscape=True, centred=True, font=font)
        return convert_to_pdf(word, folder=WORK)

    return make


def _coaching_plan(title: str) -> bytes:
    return coaching_plan_pdf(_text("13-coachingsplan.md"), _text("13-overeenkomst.md"), title=title)


def _feedback(title: str) -> bytes:
    return word_document(_blocks("15-feedback-werkgever.md"), title=title)


MAKERS: dict[str, Maker] = {
    "cv": _cv,
    "diploma": _degree,
    "uren-verklaring": lambda title: hours_form(_text("03-uren-verklaring.toml"), title=title),
    "werkzaam-verklaring": _office("04-werkzaam-verklaring.md"),
    "toestemming": _consent,
    "certificaat-autisme": _drawn("autisme", seed=6, colour="#7a1f2b"),
    "certificaat-supported-employment": _office_certificate(
        "supported-employment", font="Liberation Serif", signature="(getekend) E. Hoekstra"
    ),
    "certificaat-gespreksvoering": _drawn("motiverende-gespreksvoering", seed=8, colour="#2b5d34"),
    "certificaat-angst": _office_certificate(
        "angst-en-spanning", font="Liberation Sans", signature="(getekend) W. Postma"
    ),
    "werknemersprofiel": _office("10-werknemersprofiel.md", footer_text="Werknemersprofiel Joris"),
    "werkplekprofiel": _office(
        "11-werkplekprofiel.md", sideways=True, footer_text="Werkplekprofiel Veldkamp Techniek"
    ),
    "matchingsbeschrijving": _office(
        "12-matchingsbeschrijving.md", footer_text="Matchingsbeschrijving Joris"
    ),
    "coachingsplan": _coaching_plan,
    "logboek": lambda title: logbook_pdf(SOURCES / "14-logboek", title=title),
    "feedback-werkgever": _feedback,
}


if __name__ == "__main__":
    for made in make_documents():
        print(made.name, made.stat().st_size)
