"""Zoeken without words and without hits: what to do here, and a way on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from assessor_app.keeping.actions import list_dossiers
from assessor_app.reading.actions import search_dossier
from assessor_app.ui.desk import Desk
from assessor_app.ui.pages.search import SearchPage
from assessor_app.ui.theme import Appearance
from assessor_app.ui.window import MainWindow
from tests.ui.conftest import Settle
from tests.ui.test_dossiers import press, texts
from tests.ui.test_pages import cut_texts, nameless, small_targets
from tests.ui.test_pictures import VIEWS, folder, photograph

Show = Callable[[Desk], MainWindow]
__all__ = ["folder"]
NOWHERE = "zeppelin Joris"
EXAMPLES = ("coach", "gesprekken", "coordinatie", "werkgever doelen")


def _search(desk: Desk, show: Show, settle: Settle, words: str) -> MainWindow:
    window = show(desk)
    window.activateWindow()
    desk.search_words = words
    window.show_page("search", list_dossiers(desk.workspace)[0].dossier)
    settle(desk)
    assert isinstance(window.page, SearchPage)
    return window


def test_without_words_it_says_what_is_searched_and_begins_at_once(
    judged_desk: Desk, show: Show, settle: Settle
) -> None:
    window = _search(judged_desk, show, settle, "")
    assert any("de tekst van alle bewijsstukken" in text for text in texts(window))
    field = window.focusWidget()
    assert isinstance(field, QLineEdit)
    assert nameless(window) == small_targets(window) == cut_texts(window) == []
    QTest.keyClicks(field, "Joris")
    QTest.keyClick(field, Qt.Key.Key_Return)
    settle(judged_desk)
    assert "Gezocht: Joris" in texts(window)
    window.show_page("dossiers")
    settle(judged_desk)
    again = _search(judged_desk, show, settle, "")
    assert "Eerder gezocht" in texts(again)
    press(again, "Joris")
    settle(judged_desk)
    assert "Gezocht: Joris" in texts(again)
    judged_desk.lock()
    assert judged_desk.recent_searches == {}
    settle(judged_desk)


def test_where_nothing_is_found_each_word_can_be_tried_alone(
    judged_desk: Desk, show: Show, settle: Settle
) -> None:
    window = _search(judged_desk, show, settle, NOWHERE)
    assert f"Niets gevonden voor ‘{NOWHERE}’" in texts(window)
    assert nameless(window) == small_targets(window) == cut_texts(window) == []
    press(window, "Joris")
    settle(judged_desk)
    assert "Gezocht: Joris" in texts(window)


def test_what_the_examples_promise_is_found(judged_desk: Desk) -> None:
    dossier = list_dossiers(judged_desk.workspace)[0].dossier
    part, form, _, both = (
        search_dossier(judged_desk.workspace, dossier=dossier, words=words) for words in EXAMPLES
    )
    assert any("oachingsplan" in hit.context for hit in part)
    assert any("gesprek" in {word.casefold() for word in hit.found} for hit in form)
    assert both


@pytest.mark.parametrize(("look", "size"), VIEWS)
def test_the_empty_search_is_photographed(
    look: Appearance,
    size: tuple[int, int],
    judged_desk: Desk,
    show: Show,
    settle: Settle,
    folder: Path,
) -> None:
    judged_desk.prefer(appearance=look)
    for name, words in (("empty", ""), ("none", NOWHERE)):
        window = _search(judged_desk, show, settle, words)
        window.resize(*size)
        settle(judged_desk)
        image = photograph(window, folder / f"search-{name}-{look}-{size[0]}.png")
        assert (image.width(), image.height()) == size
        window.hide()
