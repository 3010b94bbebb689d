"""Verbs about frameworks and procedures; none asks a passphrase, `add` alone a workspace."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from assessor_app.cli.session import FOUND_WANTING, Answer, Session
from assessor_app.domain.toml_source import Fault
from assessor_app.keeping import actions

if TYPE_CHECKING:
    from assessor_app.cli.parser import Verbs


def add_verbs(verbs: Verbs) -> None:
    """Add `framework list|check|show` and `procedure list|check|add`."""
    framework = verbs.group(verbs.add("framework", None, verbs.text("cli.help.framework")))
    framework.add("list", list_frameworks, framework.text("cli.help.framework_list"))
    check = framework.add("check", check_framework, framework.text("cli.help.framework_check"))
    check.add_argument("file", type=Path)
    show = framework.add("show", show_framework, framework.text("cli.help.framework_show"))
    show.add_argument("id")
    procedure = verbs.group(verbs.add("procedure", None, verbs.text("cli.help.procedure")))
    procedure.add("list", list_procedures, procedure.text("cli.help.procedure_list"))
    check = procedure.add("check", check_procedure, procedure.text("cli.help.procedure_check"))
    check.add_argument("file", type=Path)
    add = procedure.add("add", add_procedure, procedure.text("cli.help.procedure_add"))
    add.add_argument("file", type=Path)


def list_frameworks(session: Session) -> Answer:
    frameworks = actions.list_frameworks()
    lines = tuple(f"{framework.stem}  {framework.title}" for framework in frameworks)
    data = [
        {
            "id": framework.stem,
            "title": framework.title,
            "version": framework.version,
            "sha256": framework.sha256,
        }
        for framework in frameworks
    ]
    return Answer({"frameworks": data}, lines)


def list_procedures(session: Session) -> Answer:
    procedures = actions.list_procedures(home=session.home)
    lines = tuple(f"{one.id}  {one.title}" for one in procedures)
    return Answer({"procedures": [vars(one) for one in procedures]}, lines)


def show_framework(session: Session) -> Answer:
    framework = actions.show_framework(stem=session.arguments.id)
    lines = [f"{framework.stem}  {framework.title}"]
    for part in framework.parts:
        lines.append(f"{part.id}  {part.title}")
        lines += [f"  {item.id}  {item.text}" for item in part.conditions]
        for alternative in framework.alternatives_of(part.id):
            lines.append(f"  {alternative.id}  {alternative.text}")
            lines += [f"    {item.id}  {item.text}" for item in alternative.conditions]
        for section in framework.sections_of(part.id):
            lines.append(f"  {section.id}  {section.title}")
            lines += [f"    {item.id}  {item.text}" for item in section.indicators]
    return Answer(actions.framework_outline(framework=framework), tuple(lines))


def check_framework(session: Session) -> Answer:
    return _faults(session, actions.check_framework(path=session.arguments.file))


def check_procedure(session: Session) -> Answer:
    return _faults(session, actions.check_procedure(path=session.arguments.file))


def add_procedure(session: Session) -> Answer:
    added = actions.add_procedure(home=session.home, path=session.arguments.file)
    key = "cli.procedure_added" if added.added else "cli.procedure_unchanged"
    status = "added" if added.added else "unchanged"
    data = {"procedure": added.id, "sha256": added.sha256, "status": status}
    return Answer(data, (session.text(key, procedure=added.id),))


def _faults(session: Session, faults: tuple[Fault, ...]) -> Answer:
    if not faults:
        return Answer({"faults": []}, (session.text("cli.file_sound"),))
    lines = tuple(
        session.text(
            "cli.fault", file=fault.file, line=fault.line, what=session.say(fault.sentence)
        )
        for fault in faults
    )
    return Answer({"faults": list(faults)}, lines, FOUND_WANTING)
