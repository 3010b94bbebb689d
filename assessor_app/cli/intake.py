"""Verbs of packages: build, check, convert, import."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from assessor_app.cli.converting import add_conversion_options, add_convert, convert_to, proposed
from assessor_app.cli.findings import finding_data, finding_line
from assessor_app.cli.session import FOUND_WANTING, Answer, Session
from assessor_app.domain.sheet import EntryKind
from assessor_app.intake import actions
from assessor_app.intake.reports import ImportStatus
from assessor_app.intake.wording import change_lines

if TYPE_CHECKING:
    from assessor_app.cli.parser import Verbs
    from assessor_app.intake.reports import Replacement

_ITEMS = (EntryKind.JUDGEMENT, EntryKind.VERDICT)


def add_verbs(verbs: Verbs) -> None:
    """Add `package build|check` and `import`."""
    package = verbs.group(verbs.add("package", None, verbs.text("cli.help.package")))
    build = package.add("build", build_package, package.text("cli.help.package_build"))
    build.add_argument("folder", type=Path)
    build.add_argument("-o", "--output", type=Path, required=True)
    check = package.add("check", check_package, package.text("cli.help.package_check"))
    check.add_argument("file", type=Path)
    add_convert(package)
    received = verbs.add("import", import_package, verbs.text("cli.help.import"))
    received.add_argument("file", type=Path)
    add_conversion_options(received, verbs)
    received.add_argument(
        "--preview", action="store_true", help=verbs.text("cli.help.import_preview")
    )
    second = verbs.add("second-look", second_look, verbs.text("cli.help.second_look"))
    second.add_argument("id")
    second.add_argument("items", nargs="*", metavar="ITEM")


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
    words, found = session.catalogue, report.findings
    lines = tuple(finding_line(words, each.code, each.details) for each in found)
    told = [finding_data(words, each.code, each.details) for each in found]
    return Answer({**vars(report), "findings": told}, lines, FOUND_WANTING)


def import_package(session: Session) -> Answer:
    path = session.arguments.file
    if session.arguments.preview:
        return _preview(session, path)
    if session.arguments.output is not None:
        convert_to(session, proposed(session))
        path = session.arguments.output
    summary = actions.import_package(session.workspace, session.engine(), path=path)
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
    lines += [
        session.text(
            "cli.document_marked",
            document=document.id,
            signs=", ".join(session.text(f"ui.sign.{sign}") for sign in document.signs),
        )
        for document in summary.marked
    ]
    if summary.replacement is not None:
        supplements = summary.status is ImportStatus.SUPPLEMENTED
        lines += _replacement_lines(session, summary.replacement, supplements=supplements)
    return Answer(vars(summary), tuple(lines))


def _preview(session: Session, path: Path) -> Answer:
    preview = actions.preview_package(session.workspace, path=path)
    lines = [session.text(f"cli.preview_{preview.status}", dossier=preview.dossier)]
    if preview.changes is not None:
        lines += change_lines(session.catalogue, preview.changes)
    return Answer({"preview": preview}, tuple(lines))


def _replacement_lines(
    session: Session, replacement: Replacement, *, supplements: bool
) -> tuple[str, ...]:
    moved, items, void = replacement.moved, replacement.second_look, replacement.seals_void
    return (
        *change_lines(session.catalogue, replacement.changes),
        *((session.text("cli.passages_moved", count=moved),) if moved else ()),
        *(
            session.text("cli.passage_gone", item=item, quote=gone.quote)
            for gone in replacement.gone
            for item in (gone.key if gone.kind in _ITEMS else session.text(f"entry.{gone.kind}"),)
        ),
        *((session.text("cli.second_look_items", items=", ".join(items)),) if items else ()),
        *((session.text("cli.seals_void", numbers=", ".join(void)),) if void else ()),
        session.text("cli.peer_agrees" if supplements else "cli.peer_needs_package"),
    )


def show_changes(session: Session) -> Answer:
    """Answer with what each newer package changed."""
    found = actions.show_changes(session.workspace, dossier=session.dossier)
    lines: list[str] = []
    for one in found:
        heading = session.text("cli.changes_between", package=one.package, replaced=one.replaced)
        lines += [heading, *(f"  {line}" for line in change_lines(session.catalogue, one.changes))]
    return Answer({"changes": found}, tuple(lines) or (session.text("cli.changes_none"),))


def second_look(session: Session) -> Answer:
    workspace, dossier, items = session.workspace, session.dossier, tuple(session.arguments.items)
    if items:
        actions.confirm_second_looks(workspace, dossier=dossier, items=items)
        line = session.text("cli.looked_again", items=", ".join(items))
        return Answer({"looked_at": items}, (line,))
    waiting = actions.list_second_looks(workspace, dossier=dossier)
    lines = tuple(
        session.text(
            "cli.second_look",
            item=item,
            because=", ".join(session.text(f"because.{each}") for each in look.because),
        )
        for item, look in waiting.items()
    )
    return Answer({"second_look": waiting}, lines or (session.text("cli.second_looks_none"),))
