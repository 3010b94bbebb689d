"""Parses the command line, runs one verb, prints its answer, and maps errors to exit statuses.

0 done · 1 refused · 2 wrong usage · 3 found wanting · 70 a bug of ours, with a report file ·
130 broken off with Ctrl-C · 141 nobody reads the answer any more.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from assessor_app.cli.findings import finding_data, finding_line
from assessor_app.cli.output import NOT_TAKEN, OutputError, deliver, let_go
from assessor_app.cli.parser import build_parser, wants_json
from assessor_app.cli.session import Answer, Session, Surroundings
from assessor_app.domain.texts import is_well_formed
from assessor_app.errors import (
    Code,
    RefusedError,
    SeveralRefusedError,
    UsageError,
    refusal_of,
)
from assessor_app.i18n import DEFAULT_LANGUAGE, LANGUAGES, Catalogue
from assessor_app.logs import write_bug_report
from assessor_app.settings import LANGUAGE_VARIABLE, default_home

REFUSED = 1
WRONG_USAGE = 2
BUG = 70
INTERRUPTED = 130


def main(arguments: Sequence[str], surroundings: Surroundings) -> int:
    """Run one command line; every outcome, a bug included, becomes an exit status."""
    catalogue = Catalogue(_language(arguments, surroundings))
    try:
        return _outcome(arguments, surroundings, catalogue)
    except OutputError as error:
        let_go(surroundings.output)
        if error.is_closed:
            return NOT_TAKEN
        sentence = catalogue.text("error.output_unwritable", reason=error.reason)
        with suppress(OutputError):
            deliver(f"{sentence} [{Code.OUTPUT_UNWRITABLE}]\n", surroundings.errors)
        return REFUSED


def _outcome(arguments: Sequence[str], surroundings: Surroundings, catalogue: Catalogue) -> int:
    as_json = wants_json(arguments)
    try:
        return _run(arguments, surroundings, catalogue)
    except OutputError:
        raise
    except UsageError as error:
        return _complain(surroundings, "usage", str(error), {}, WRONG_USAGE, as_json=as_json)
    except SeveralRefusedError as error:
        return _complain_of_all(error, surroundings, catalogue, as_json=as_json)
    except RefusedError as error:
        return _refuse(error, surroundings, catalogue, as_json=as_json)
    except OSError as error:
        return _refuse(refusal_of(error), surroundings, catalogue, as_json=as_json)
    except KeyboardInterrupt:
        sentence = catalogue.text("cli.interrupted")
        return _complain(surroundings, "interrupted", sentence, {}, INTERRUPTED, as_json=as_json)
    except Exception as error:  # noqa: BLE001  one of the two places that turn any error into words
        return _complain_of_bug(error, arguments, surroundings, catalogue)


def _refuse(
    error: RefusedError, surroundings: Surroundings, catalogue: Catalogue, *, as_json: bool
) -> int:
    sentence, code = catalogue.refusal(error), error.code.value
    return _complain(surroundings, code, sentence, error.details, REFUSED, as_json=as_json)


def _complain_of_all(
    error: SeveralRefusedError, surroundings: Surroundings, catalogue: Catalogue, *, as_json: bool
) -> int:
    """Name every finding: a line for each, in JSON a list among the details of the first."""
    if not as_json:
        lines = (finding_line(catalogue, each.code, each.details) for each in error.findings)
        deliver("".join(f"{line}\n" for line in lines), surroundings.errors)
        return REFUSED
    told = [finding_data(catalogue, each.code, each.details) for each in error.findings]
    details = {**error.details, "findings": told}
    sentence, code = catalogue.refusal(error), error.code.value
    return _complain(surroundings, code, sentence, details, REFUSED, as_json=True)


def _complain_of_bug(
    error: Exception, arguments: Sequence[str], surroundings: Surroundings, catalogue: Catalogue
) -> int:
    home = _home(arguments, surroundings)
    try:
        report = str(write_bug_report(error, at=surroundings.clock(), home=home))
    except OSError:
        sentence, details = catalogue.text("cli.bug_unwritten"), {}
    else:
        sentence, details = catalogue.text("cli.bug", report=report), {"report": report}
    return _complain(surroundings, "bug", sentence, details, BUG, as_json=wants_json(arguments))


def _run(arguments: Sequence[str], surroundings: Surroundings, catalogue: Catalogue) -> int:
    parsed = build_parser(catalogue, surroundings.output).parse_args(list(arguments))
    _require_readable(parsed)
    home = Path(parsed.home) if parsed.home else default_home(surroundings.environment)
    session = Session(parsed, surroundings, catalogue, home)
    with session.resources:
        answer = parsed.handler(session)
    _print(answer, surroundings, as_json=parsed.json)
    return int(answer.status)


def _require_readable(parsed: argparse.Namespace) -> None:
    """Refuse words with bytes that are no UTF-8; paths may hold what the file system holds."""
    for name, value in vars(parsed).items():
        for word in value if isinstance(value, list) else [value]:
            if isinstance(word, str) and not is_well_formed(word):
                raise RefusedError(Code.TEXT_INVALID, item=name)


def _print(answer: Answer, surroundings: Surroundings, *, as_json: bool) -> None:
    if as_json:
        text = json.dumps(answer.jsonable(), ensure_ascii=False, indent=2)
        deliver(text + "\n", surroundings.output)
    else:
        deliver("".join(line + "\n" for line in answer.lines), surroundings.output)


def _complain(
    surroundings: Surroundings,
    code: str,
    sentence: str,
    details: object,
    status: int,
    *,
    as_json: bool,
) -> int:
    if as_json:
        body = {"error": {"code": code, "message": sentence, "details": details}}
        deliver(json.dumps(body, ensure_ascii=False, indent=2) + "\n", surroundings.output)
    else:
        deliver(f"{sentence} [{code}]\n", surroundings.errors)
    return status


def _language(arguments: Sequence[str], surroundings: Surroundings) -> str:
    chosen = _value_of("--language", arguments) or surroundings.environment.get(LANGUAGE_VARIABLE)
    return chosen if chosen in LANGUAGES else DEFAULT_LANGUAGE


def _home(arguments: Sequence[str], surroundings: Surroundings) -> Path:
    chosen = _value_of("--home", arguments)
    return Path(chosen) if chosen else default_home(surroundings.environment)


def _value_of(option: str, arguments: Sequence[str]) -> str | None:
    """Return an option's value before the parser exists, which itself needs the language."""
    for position, word in enumerate(arguments):
        if word.startswith(option + "="):
            return word.partition("=")[2]
        if word == option and position + 1 < len(arguments):
            return arguments[position + 1]
    return None
