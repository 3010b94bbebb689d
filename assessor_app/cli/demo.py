"""The demo: the sample case's natural course, from an import to a report that both signed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from assessor_app.cli.course import play_course, prepare_window
from assessor_app.cli.output import deliver
from assessor_app.cli.session import Answer, Session
from assessor_app.errors import Code, RefusedError

if TYPE_CHECKING:
    from assessor_app.cli.parser import Verbs

DEMO_PASSPHRASE = "voorbeeld voor iedereen"
"""Of what holds nothing but the sample, which everybody has; printed, so that it is no riddle."""
DEFAULT_FOLDER = "tweeluik-demo"


def add_verbs(verbs: Verbs) -> None:
    """Add `demo`."""
    demo = verbs.add("demo", run_demo, verbs.text("cli.help.demo"))
    demo.add_argument("--headless", action="store_true", help=verbs.text("cli.help.headless"))


def run_demo(session: Session) -> Answer:
    """Play the course for two assessors below the folder, then prepare one for the window."""
    folder = Path(session.arguments.home) if session.arguments.home else Path(DEFAULT_FOLDER)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise RefusedError(Code.HOME_NOT_EMPTY)
    folder.mkdir(parents=True, exist_ok=True)
    given = session.given_passphrase()
    passphrase = given or DEMO_PASSPHRASE
    said = session.surroundings.errors if session.arguments.json else session.surroundings.output

    def tell(key: str, **values: object) -> None:
        deliver(session.text(key, **values) + "\n", said)

    if not given:
        tell("cli.demo_passphrase", passphrase=passphrase)
    played = play_course(
        folder,
        passphrase=passphrase,
        clock=session.clock,
        catalogue=session.catalogue,
        engine=session.engine(),
        tell=tell,
    )
    window = prepare_window(
        folder / "window",
        played.package,
        passphrase=passphrase,
        clock=session.clock,
        engine=session.engine(),
    )
    line = session.text("cli.demo_done", report=played.report)
    data = {
        "report": played.report,
        "package": played.package,
        "dossier": played.dossier,
        "first": folder / "first",
        "second": folder / "second",
        "window": window,
        "verdict": played.verdict,
    }
    return Answer(data, (line,))
