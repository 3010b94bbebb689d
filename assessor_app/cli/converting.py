"""`package convert`, and an `import` that converts first: exports and folders to packages."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from assessor_app.cli.session import Answer, Session
from assessor_app.errors import Code, RefusedError

if TYPE_CHECKING:
    from assessor_app.cli.parser import Verbs
    from assessor_app.intake.converting import CaseDetails
    from assessor_app.intake.mapping import Proposal, Proposed
    from assessor_app.intake.reports import BuiltPackage


def add_convert(package: Verbs) -> None:
    """Add `package convert`."""
    convert = package.add("convert", convert_package, package.text("cli.help.package_convert"))
    convert.add_argument("file", type=Path)
    add_conversion_options(convert, package)
    convert.add_argument(
        "--dry-run", action="store_true", help=package.text("cli.help.convert.dry_run")
    )


def add_conversion_options(parser: argparse.ArgumentParser, verbs: Verbs) -> None:
    """Add what a conversion has to be told: where to, as what, and what the files do not say."""
    parser.add_argument("-o", "--output", type=Path, help=verbs.text("cli.help.convert.output"))
    parser.add_argument(
        "--map",
        action="append",
        default=[],
        metavar="FILE=SECTION",
        help=verbs.text("cli.help.convert.map"),
    )
    parser.add_argument("--reference", help=verbs.text("cli.help.convert.reference"))
    parser.add_argument("--date", help=verbs.text("cli.help.convert.date"))
    parser.add_argument("--framework", help=verbs.text("cli.help.convert.framework"))
    parser.add_argument("--procedure", help=verbs.text("cli.help.convert.procedure"))
    parser.add_argument("--name", help=verbs.text("cli.help.convert.name"))
    parser.add_argument("--membership", help=verbs.text("cli.help.convert.membership"))
    parser.add_argument(
        "--assessor",
        action="append",
        default=[],
        metavar="NAME:NUMBER",
        help=verbs.text("cli.help.convert.assessor"),
    )
    parser.add_argument("--due", help=verbs.text("cli.help.convert.due"))
    parser.add_argument("--supersedes", help=verbs.text("cli.help.convert.supersedes"))


def convert_package(session: Session) -> Answer:
    proposal = proposed(session)
    if session.arguments.dry_run:
        return Answer(_mapping(session, proposal), _mapping_lines(session, proposal))
    built = convert_to(session, proposal)
    line = session.text(
        "cli.package_converted",
        path=session.arguments.output,
        documents=built.documents,
        answers=built.answers,
    )
    data = {"package": session.arguments.output, **vars(built), **_mapping(session, proposal)}
    return Answer(data, (*_mapping_lines(session, proposal), line))


def proposed(session: Session) -> Proposal:
    """Return the mapping: guessed, then as `--map` says."""
    from assessor_app.intake import actions
    from assessor_app.intake.mapping import parse_choice

    arguments = session.arguments
    proposal = actions.propose_conversion(
        session.engine(), path=arguments.file, framework=arguments.framework
    )
    choices = {}
    for each in arguments.map:
        key, told, wanted = each.rpartition("=")
        if not told:
            raise RefusedError(Code.DETAIL_INVALID, rule="mapping.detail.map")
        choices[key] = parse_choice(wanted, proposal.framework)
    return proposal.with_choices(choices)


def convert_to(session: Session, proposal: Proposal) -> BuiltPackage:
    """Write the package at `-o`; DETAIL_MISSING for what the files do not say."""
    from assessor_app.intake import actions

    if session.arguments.output is None:
        raise RefusedError(Code.DETAIL_MISSING, rule="mapping.detail.output")
    return actions.convert_package(
        proposal=proposal,
        details=_details(session.arguments),
        output=session.arguments.output,
        home=session.home,
    )


def _details(arguments: argparse.Namespace) -> CaseDetails:
    from assessor_app.intake.actions import read_details
    from assessor_app.intake.details import ToldDetails

    told = ToldDetails(
        reference=arguments.reference or "",
        date=arguments.date or "",
        name=arguments.name or "",
        membership=arguments.membership or "",
        assessors=tuple(_assessor(each) for each in arguments.assessor),
        due=arguments.due or "",
        procedure=arguments.procedure or "",
        supersedes=arguments.supersedes or "",
    )
    return read_details(told=told)


def _assessor(text: str) -> tuple[str, str]:
    """Return name and number; a text without both is no assessor, and is refused as one."""
    name, _, number = text.rpartition(":")
    return name or text, number if name else ""


def _mapping(session: Session, proposal: Proposal) -> dict[str, object]:
    pieces = [
        {
            "file": each.piece.key,
            "kind": each.piece.kind,
            "title": each.piece.title,
            "folder": each.piece.folder,
            "media_type": each.piece.media_type,
            "taken": each.choice.taken,
            "sections": [str(target) for target in each.choice.targets],
            "reason": session.say(each.reason),
        }
        for each in proposal.proposed
    ]
    return {
        "input": proposal.material.kind,
        "framework": proposal.framework.stem,
        "pieces": pieces,
        "left_out": proposal.material.left_out,
    }


def _mapping_lines(session: Session, proposal: Proposal) -> tuple[str, ...]:
    lines = [_line(session, each) for each in proposal.proposed]
    lines += [
        session.text(f"mapping.left_out.{kind}", count=count)
        for kind, count in proposal.material.left_out.items()
    ]
    return tuple(lines)


def _line(session: Session, each: Proposed) -> str:
    target = ", ".join(str(target) for target in each.choice.targets)
    if not each.choice.taken:
        target = session.text("mapping.not_taken")
    elif not target:
        target = session.text("mapping.no_section")
    return f"{each.piece.key} → {target} ({session.say(each.reason)})"
