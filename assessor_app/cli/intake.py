"""Verbs of packages: build, check, import."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from assessor_app.cli.session import FOUND_WANTING, Answer, Session
from assessor_app.intake import actions

if TYPE_CHECKING:
    from assessor_app.cli.parser import Verbs


def add_verbs(verbs: Verbs) -> None:
    """Add `package build|check` and `import`."""
    package = verbs.group(verbs.add("package", None, verbs.text("cli.help.package")))
    build = package.add("build", build_package, package.text("cli.help.package_build"))
    build.add_argument("folder", type=Path)
    build.add_argument("-o", "--output", type=Path, required=True)
    check = package.add("check", check_package, package.text("cli.help.package_check"))
    check.add_argument("file", type=Path)
    received = verbs.add("import", import_package, verbs.text("cli.help.import"))
    received.add_argument("file", type=Path)


def build_package(session: Session) -> Answer:
    arguments = session.arguments
    built = actions.build_package(folder=arguments.folder, output=arguments.output)
    line = session.text("cli.package_built", path=arguments.output, count=built.documents)
    return Answer({"package": arguments.output, **vars(built)}, (line,))


def check_package(session: Session) -> Answer:
    report = actions.check_package(path=session.arguments.file)
    if report.sound:
        line = session.text("cli.package_sound", count=report.documents)
        return Answer(vars(report), (line,))
    lines = tuple(
        session.catalogue.refusal_of(finding.code, finding.details) for finding in report.findings
    )
    return Answer(vars(report), lines, FOUND_WANTING)


def import_package(session: Session) -> Answer:
    summary = actions.import_package(
        session.workspace, session.engine(), path=session.arguments.file
    )
    lines = [
        session.text(
            f"cli.import_{summary.status}", dossier=summary.dossier, count=summary.documents
        )
    ]
    lines += [
        session.text(
            "cli.document_unreadable",
            document=document.id,
            status=session.text(f"document.{document.status}"),
        )
        for document in summary.unreadable
    ]
    return Answer(vars(summary), tuple(lines))
