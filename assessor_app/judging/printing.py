"""The beoordelingsformulier on paper: one's own sheet in the order of the norm, filled or empty.

Working notes, marks and the first impression are not on it, and neither is the candidate's name.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from assessor_app.domain.items import judged_sections
from assessor_app.domain.norm import Indicator, Section
from assessor_app.domain.passage import Passage
from assessor_app.domain.quoting import quote_as_read
from assessor_app.domain.sheet import Judgement, Sheet
from assessor_app.domain.states import Act, permitted_acts
from assessor_app.domain.values import DossierId, Layer, Level
from assessor_app.i18n import Catalogue
from assessor_app.judging.sealing import sheet_as_it_stands
from assessor_app.store.case import Case
from assessor_app.store.standing import permit, standing_of
from assessor_app.store.workspace import Workspace
from assessor_app.typeset.answers import page_label
from assessor_app.typeset.pages import Running
from assessor_app.typeset.simple import Block, Grid, Heading, Text, typeset_document

BOX = "\N{WHITE SQUARE}"
FILLED = "\N{BLACK SQUARE}"
_WIDTHS = (0.40, 0.22, 0.38)
_BLANK = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True)
class Printed:
    """What is printed: `sheet` None for an empty form; `sealed` says that it is final."""

    case: Case
    assessor: str
    sections: tuple[Section, ...]
    sheet: Sheet | None
    sealed: bool


def printed_sheet(
    workspace: Workspace, dossier: DossierId, catalogue: Catalogue, *, empty: bool
) -> bytes:
    """Return one's own sheet as a PDF, or an empty form of the dossier's route."""
    with workspace.read() as reader:
        joint = permit(workspace, reader, dossier, Act.READ)
        sheet = sheet_as_it_stands(workspace, reader, joint.case)
        acts = permitted_acts(standing_of(workspace, reader, joint))
    printed = Printed(
        case=joint.case,
        assessor=f"{workspace.identity.name} ({workspace.identity.number})",
        sections=judged_sections(joint.case.framework, sheet.route.route),
        sheet=None if empty else sheet,
        sealed=Act.JUDGE not in acts,
    )
    return typeset_sheet(printed, catalogue)


def typeset_sheet(printed: Printed, catalogue: Catalogue) -> bytes:
    """Return the form as a PDF; same input, same bytes."""
    title = catalogue.text("sheet.print.title")
    reference = printed.case.portfolio.candidate.reference
    running = Running(
        title=title,
        head=f"{title} · {reference}",
        page_label=partial(page_label, catalogue),
        language=catalogue.language,
    )
    return typeset_document(tuple(_blocks(printed, catalogue)), running)


def _blocks(printed: Printed, catalogue: Catalogue) -> Iterator[Block]:
    yield _about(printed, catalogue)
    if printed.sheet is not None:
        yield Heading(catalogue.text("sheet.print.formal"), level=1)
        yield _formal(printed.sheet, printed, catalogue)
    part = None
    titles = {each.id: each.title for each in printed.case.framework.parts}
    for section in printed.sections:
        if section.part != part:
            part = section.part
            yield Heading(f"{part} {titles[part]}", level=1)
        yield from _section(section, printed, catalogue)
    yield Text(catalogue.text("sheet.print.signing"))


def _about(printed: Printed, catalogue: Catalogue) -> Grid:
    case, text = printed.case, catalogue.text
    framework = case.framework
    state = "sheet.print.open"
    if printed.sheet is None:
        state = "sheet.print.blank"
    elif printed.sealed:
        state = "sheet.print.final"
    rows = (
        (text("sheet.print.dossier"), case.portfolio.candidate.reference),
        (text("sheet.print.assessor"), printed.assessor),
        (text("sheet.print.framework"), f"{framework.title}, {framework.version}"),
        (text("sheet.print.state"), text(state)),
    )
    return Grid(("", ""), rows, (0.27, 0.73))


def _formal(sheet: Sheet, printed: Printed, catalogue: Catalogue) -> Grid:
    text = catalogue.text
    rows = [
        (
            text("sheet.print.route"),
            text(f"route.{sheet.route.route.value}"),
            sheet.route.rationale,
        )
    ]
    for item, found in sheet.conditions.items():
        condition = printed.case.framework.condition(item)
        words = text(f"outcome.{found.outcome.value}")
        rows.append((f"{item} {condition.text}", words, found.rationale))
    head = (
        text("sheet.print.condition"),
        text("sheet.print.outcome"),
        text("sheet.print.rationale"),
    )
    return Grid(head, tuple(rows), _WIDTHS)


def _section(section: Section, printed: Printed, catalogue: Catalogue) -> Iterator[Block]:
    text = catalogue.text
    yield Heading(f"{section.id} {section.title}", level=2)
    if section.indicators:
        head = (
            text("sheet.print.indicator"),
            text("sheet.print.level"),
            text("sheet.print.rationale"),
        )
        rows = tuple(_row(each, printed, catalogue) for each in section.indicators)
        yield Grid(head, rows, _WIDTHS)
    yield Text("\n".join(_verdict(section, printed, catalogue)))


def _row(indicator: Indicator, printed: Printed, catalogue: Catalogue) -> tuple[str, str, str]:
    name = f"{indicator.id} {indicator.text}"
    procedure = printed.case.procedure
    levels = [
        level
        for level in procedure.allowed_levels(Layer.INDIVIDUAL)
        if level is not Level.NOT_APPLICABLE or procedure.may_be_not_applicable(indicator.id)
    ]
    if printed.sheet is None:
        boxes = "\n".join(f"{BOX} {catalogue.text(f'level.{level.value}')}" for level in levels)
        return name, boxes, _BLANK
    judgement = printed.sheet.judgements.get(indicator.id, Judgement())
    level = judgement.level
    word = "" if level is None else f"{FILLED} {catalogue.text(f'level.{level.value}')}"
    return name, word, "\n\n".join(_said(judgement, printed, catalogue))


def _said(judgement: Judgement, printed: Printed, catalogue: Catalogue) -> Iterator[str]:
    if judgement.rationale:
        yield judgement.rationale
    if judgement.absence:
        yield catalogue.text("sheet.print.absence", text=judgement.absence)
    for passage in judgement.passages:
        yield _place(passage, printed, catalogue)
    if judgement.question:
        yield catalogue.text("sheet.print.question", text=judgement.question)


def _place(passage: Passage, printed: Printed, catalogue: Catalogue) -> str:
    """Return a passage's document and page, or the answer, with what it says."""
    titles = {f"sha512:{one.sha512}": one.title for one in printed.case.portfolio.documents}
    answer = catalogue.text("sheet.print.answer")
    where = titles.get(passage.source, answer)
    if passage.page is not None:
        where = f"{where}, {catalogue.text('sheet.print.page', page=passage.page)}"
    quote = " ".join(quote_as_read(passage).split())
    return f"{where}: “{quote}”" if quote else where


def _verdict(section: Section, printed: Printed, catalogue: Catalogue) -> Iterator[str]:
    text, word = catalogue.text, catalogue.text("sheet.print.verdict")
    if printed.sheet is None:
        verdicts = printed.case.procedure.allowed_verdicts(Layer.INDIVIDUAL)
        boxes = "    ".join(f"{BOX} {text(f'verdict.{each.value}')}" for each in verdicts)
        yield f"{word}: {boxes}"
        yield f"{text('sheet.print.motivation')}: {'. ' * 60}"
        return
    found = printed.sheet.verdicts.get(section.id)
    given = None if found is None else found.verdict
    yield f"{word}: {'–' if given is None else text(f'verdict.{given.value}')}"
    if found is not None and found.motivation:
        yield f"{text('sheet.print.motivation')}: {found.motivation}"
    for passage in () if found is None else found.passages:
        yield _place(passage, printed, catalogue)
