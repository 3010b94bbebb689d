"""Which words open the window, and which the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from assessor_app.bootstrap import has_screen, read_wish


@pytest.mark.parametrize(
    ("words", "window"),
    [
        ([], True),
        (["--home", "d"], True),
        (["--language=en"], True),
        (["demo"], True),
        (["demo", "--home", "d"], True),
        (["--home", "d", "demo"], True),
        (["demo", "--headless"], False),
        (["demo", "--json"], False),
        (["demo", "--passphrase-fd", "3"], False),
        (["--help"], False),
        (["--json"], False),
        (["--home"], False),
        (["dossiers"], False),
        (["import", "demo"], False),
    ],
)
def test_words_choose_between_window_and_command_line(words: list[str], window: bool) -> None:
    assert read_wish(words).wants_window is window


def test_home_and_language_are_read_wherever_they_stand() -> None:
    wish = read_wish(["demo", "--language", "en", "--home", "place"])
    assert (wish.verb, wish.home, wish.language) == ("demo", Path("place"), "en")


@pytest.mark.parametrize(
    ("environment", "platform", "expected"),
    [
        ({}, "linux", False),
        ({"DISPLAY": ""}, "linux", False),
        ({"DISPLAY": ":0"}, "linux", True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True),
        ({}, "win32", True),
        ({}, "darwin", True),
    ],
)
def test_a_screen_is_known_by_its_signs(
    environment: dict[str, str], platform: str, expected: bool
) -> None:
    assert has_screen(environment, platform) is expected
