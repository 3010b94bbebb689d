"""Where a person would put files named as candidates name them: by name, and by first pages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assessor_app.engine.client import Engine
from assessor_app.intake.guessing import Described, Guesser, Sign
from assessor_app.intake.kinds import EXTENSIONS
from assessor_app.intake.naming import title_of_file
from assessor_app.settings import SAMPLE_FOLDER
from assessor_app.store.shelf import frameworks
from tests.building.workspaces import running_engine

PAGES = 2
KINDS = {extension: kind for kind, extension in EXTENSIONS.items()}
# What the sample's documents could be called, and every section a person might choose.
SAMPLE = {
    "CV.pdf": ("01-cv.pdf", "B2"),
    "Diploma HBO.pdf": ("02-diploma.pdf", "A1"),
    "werkgeversverklaring uren.pdf": ("03-uren-verklaring.pdf", "B1"),
    "verklaring werkzaam als jobcoach.pdf": ("04-werkzaam-verklaring.pdf", "B1"),
    "toestemming client.pdf": ("05-toestemming.pdf", "C1.intro"),
    "Certificaat autisme en werk.pdf": ("06-certificaat-autisme.pdf", "A2"),
    "cert SE.pdf": ("07-certificaat-supported-employment.pdf", "A2"),
    "training gespreksvoering.pdf": ("08-certificaat-gespreksvoering.pdf", "A2"),
    "bewijs van deelname angst.pdf": ("09-certificaat-angst.pdf", "A2"),
    "opdracht C1.2 werknemersprofiel.pdf": ("10-werknemersprofiel.pdf", "C1.2"),
    "Werkplekprofiel_Veldkamp.pdf": ("11-werkplekprofiel.pdf", "C1.3"),
    "matching.pdf": ("12-matchingsbeschrijving.pdf", "C1.4"),
    "Coachingsplan Joris def.pdf": ("13-coachingsplan.pdf", "C1.5"),
    "Logboek.pdf": ("14-logboek.pdf", "C1.0 C1.6"),
    "feedback werkgever.docx": ("15-feedback-werkgever.docx", "C1.6 C1.7 C3.3"),
}
SCANS = {"02-diploma.pdf", "05-toestemming.pdf"}  # without text there is nothing but the name
NAMES = {
    "taak2.docx": "C1.2",
    "Taak 3 deel 2.docx": "C1.3",
    "werknemers profiel.docx": "C1.2",
    "werkplek profiel.docx": "C1.3",
    "kennisgebied2.docx": "C2.2",
    "attitudevraag 2.docx": "C4.2",
    "C.V. M. Jansen.pdf": "B2",
    "uren 2024.pdf": "B1",
    "diploma post-hbo jobcoaching.pdf": "A2",
    "scholing wetgeving.pdf": "A2",
    "cursus effectief communiceren.pdf": "A2",
    "Onderdeel D.docx": "D",
    "A.D. Jansen.pdf": "",
    "CV E. de Boer.pdf": "B2",
    "Portfolio compleet.pdf": "",
    "bijlage 1.pdf": "",
}


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    yield from running_engine()


@pytest.fixture(scope="module")
def guesser() -> Guesser:
    return Guesser(frameworks()[-1])


def _named(name: str, text: str = "") -> Described:
    return Described(f"{title_of_file(name)}\n{name}", "", text)


def _read(engine: Engine, name: str) -> str:
    path = SAMPLE_FOLDER / "documents" / name
    read = engine.extract_first(path.read_bytes(), KINDS[path.suffix], PAGES)
    return "\n".join(page.text for page in read.pages)


def test_a_candidates_folder_goes_where_a_person_would_put_it(
    engine: Engine, guesser: Guesser
) -> None:
    wrong = {}
    for number, (name, (source, sections)) in enumerate(SAMPLE.items()):
        text = _read(engine, source)
        blind = f"scan{number:04}{Path(name).suffix}"
        for called in (name,) if source in SCANS else (name, blind):
            found = guesser.guess(_named(called, text))
            if found is None or found.section not in sections.split():
                wrong[called] = found
    assert wrong == {}


@pytest.mark.parametrize(("name", "section"), list(NAMES.items()))
def test_a_name_alone(name: str, section: str, guesser: Guesser) -> None:
    found = guesser.guess(_named(name))
    assert ("" if found is None else found.section) == section


def test_an_answer_under_its_copied_question_goes_to_that_question(guesser: Guesser) -> None:
    for section in guesser.framework.sections():
        for question in section.questions:
            found = guesser.guess(_named("antwoord.txt", f"{question.text}\n\nHet begon zo."))
            assert found is not None, question
            assert (found.section, found.question) == (section.id, question.number)


def test_a_long_text_that_names_a_subject_in_passing_says_nothing(guesser: Guesser) -> None:
    passing = "Over de participatiewet en de participatiewet. "
    filler = "Wij spraken elkaar en hij vertelde over zijn week. " * 30
    assert guesser.guess(_named("a.txt", filler + passing)) is None
    found = guesser.guess(_named("a.txt", "x. " * 100 + passing))
    assert found is not None
    assert (found.section, found.sign) == ("C2.4", Sign.TEXT)
