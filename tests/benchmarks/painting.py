"""Painting a section of 12 indicators with 40 passages, against painting a page view of nothing."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from assessor_app.domain.values import DossierId, Polarity
from assessor_app.errors import Code, RefusedError
from assessor_app.judging import actions as judging
from assessor_app.judging.levels import Evidence
from assessor_app.reading import actions as reading
from assessor_app.reading.geometry import Fit
from assessor_app.reading.service import serve_pages
from assessor_app.store.workspace import Workspace
from assessor_app.ui.pages.judging import JudgingPage
from assessor_app.ui.view.page_drawing import Shown
from assessor_app.ui.view.page_view import PageView
from tests.benchmarks.window import SIZE, desk_over, make_sample_home, opened, wait, wait_until
from tests.building.sample import sample_portfolio

SECTION = "C3.4"
OTHER = "C1.4"
INDICATORS = 12
PASSAGES = 40
WORDS = 3
ROUNDS = 30


def measure(folder: Path) -> Iterator[str]:
    """Yield a line for each widget: milliseconds per whole repaint, and the ratio."""
    home = folder / "painting"
    dossier = make_sample_home(home)
    with opened(home) as workspace:
        _cite(workspace, dossier)
    with desk_over(home) as desk, serve_pages(desk.workspace, dossier=dossier) as service:
        empty = PageView(desk, service)
        page = JudgingPage(desk, dossier)
        for widget in (empty, page):
            widget.resize(*SIZE)
            widget.show()
        wait_until(lambda: page.keeper.is_ready and page.reader.view is not None)
        view = page.reader.view
        if view is None:
            raise ValueError("no page view")
        page.open_section(SECTION)
        view.canvas.set_size(Fit.PAGE)
        wait(500)
        wait_until(lambda: set(view.canvas.last_drawn.values()) == {Shown.SHARP})
        empty.resize(view.size())
        wait(50)
        yield from _compared(page, view, empty)
        yield _opened(page)
        for widget in (empty, page):
            widget.close()


def _compared(page: JudgingPage, view: PageView, empty: PageView) -> Iterator[str]:
    if len(page.rubric.rows) != INDICATORS:
        raise ValueError(f"not a section of {INDICATORS} indicators")
    drawn = sum(len(list(view.canvas.overlays_on(at))) for at in view.canvas.last_drawn)
    yield (
        f"a whole repaint, medians of {ROUNDS} in turn; {len(page.rubric.rows)} indicators, "
        f"{drawn} places on the pages in sight"
    )
    widgets: dict[str, QWidget] = {
        "page view of nothing": empty,
        "page view with the places": view,
        "rubric, what is in sight": page.rubric,
        "rubric, all of its length": page.rubric.widget() or page.rubric,
        "the whole page of judging": page,
    }
    images = {name: _image_for(widget) for name, widget in widgets.items()}
    times: dict[str, list[float]] = {name: [] for name in widgets}
    for _ in range(ROUNDS):
        for name, widget in widgets.items():
            start = time.perf_counter()
            widget.render(images[name])
            times[name].append(time.perf_counter() - start)
    base = median(times["page view of nothing"])
    for name, widget in widgets.items():
        taken = median(times[name])
        size = f"{widget.width()}x{widget.height()}"
        longest = max(times[name]) * 1000
        yield f"{name}, {size}: {taken * 1000:.1f} ms ({taken / base:.2f}), at most {longest:.1f}"


def _opened(page: JudgingPage) -> str:
    """Turn from section to section, with what laying it out and drawing it takes afterwards."""
    whole: list[float] = []
    own: list[float] = []
    for turn in range(ROUNDS):
        wait(100)
        start, used = time.perf_counter(), time.thread_time()
        page.open_section(SECTION if turn % 2 else OTHER)
        QCoreApplication.processEvents()
        whole.append(time.perf_counter() - start)
        own.append(time.thread_time() - used)
    return (
        f"turning to {SECTION} and {OTHER}, drawn: {median(whole) * 1000:.0f} ms, "
        f"at most {max(whole) * 1000:.0f}; the window's thread itself {median(own) * 1000:.0f} ms, "
        f"at most {max(own) * 1000:.0f}"
    )


def _image_for(widget: QWidget) -> QImage:
    return QImage(widget.size(), QImage.Format.Format_ARGB32_Premultiplied)


def _cite(workspace: Workspace, dossier: DossierId) -> None:
    """Mark places at the beginning of the answer, and cite them at the indicators in turn."""
    words = " ".join(each.text for each in sample_portfolio().answers if each.section == SECTION)
    pieces = words.split()
    board = judging.show_sheet(workspace, dossier=dossier)
    (section,) = (each for each in board.sections if each.id == SECTION)
    cited = 0
    for start in range(0, len(pieces), WORDS):
        if cited == PASSAGES:
            return
        quote = " ".join(pieces[start : start + WORDS])
        item = str(section.indicators[cited % len(section.indicators)].id)
        cited += _cite_one(workspace, dossier, item, quote, list(Polarity)[cited % 3])
    raise ValueError(f"only {cited} places")


def _cite_one(
    workspace: Workspace, dossier: DossierId, item: str, quote: str, polarity: Polarity
) -> bool:
    """Return False for words that do not stand together, as those of two answers."""
    try:
        reading.mark_passage(workspace, dossier=dossier, quote=quote, polarity=polarity)
    except RefusedError as error:
        if error.code is not Code.QUOTE_NOT_FOUND:
            raise
        return False
    evidence = Evidence(quotes=(quote,))
    judging.cite_places(workspace, dossier=dossier, items=(item,), evidence=evidence)
    return True
