"""Route en formele eisen: the route, own findings, contradictions, and signals to the CI."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QCheckBox, QLayout, QPlainTextEdit, QWidget

from assessor_app.domain.bodies import ROUTE_ITEM
from assessor_app.domain.contradictions import DeclaredFact
from assessor_app.domain.fact_words import fact_in_words
from assessor_app.domain.passage import Passage
from assessor_app.domain.quoting import quote_as_read
from assessor_app.domain.sheet import Concern, Contradiction, Signal
from assessor_app.domain.values import DossierId, Outcome, Route
from assessor_app.judging import actions as judging
from assessor_app.judging.levels import Evidence
from assessor_app.ui.choice_box import ChoiceBox
from assessor_app.ui.commands import Command, bind_command
from assessor_app.ui.controls import (
    SideBySide,
    badge,
    button,
    card,
    clear,
    column,
    label,
    labelled,
    row,
    rule,
    scrolling,
)
from assessor_app.ui.desk import Desk
from assessor_app.ui.panels.chips import where_on
from assessor_app.ui.panels.keeper import SheetKeeper
from assessor_app.ui.panels.undo_bar import UndoBar
from assessor_app.ui.words import outcome_badge

if TYPE_CHECKING:
    from assessor_app.judging.formal import FactsFound, Proposed
    from assessor_app.store.workspace import Workspace

NARROW: Final = 900
LINES_HIGH: Final = 3
QUOTE_MOST: Final = 70
OUTCOMES: Final = (Outcome.MET, Outcome.NOT_MET, Outcome.NEEDS_A_LOOK)


class FormalPage(QWidget):
    """One dossier's formal part, to be filled in; what is sealed is only shown."""

    def __init__(self, desk: Desk, dossier: DossierId | None) -> None:
        super().__init__()
        if dossier is None:
            raise ValueError("the formal part is of a dossier")
        self.desk, self.dossier = desk, dossier
        self.keeper = SheetKeeper(desk, dossier, self)
        self._found: tuple[FactsFound, tuple[Proposed, ...]] | None = None
        self._body = column()
        area = scrolling(self._body, name=desk.text("ui.page.formal"))
        self.setLayout(column(area, UndoBar(self.keeper), spacing=0))
        for command, act in ((Command.UNDO, self.keeper.undo), (Command.REDO, self.keeper.redo)):
            bind_command(desk, self, command, act)
        self.keeper.changed.connect(self._read)
        self.keeper.reload()

    def _read(self) -> None:
        workspace, dossier = self.desk.workspace, self.dossier
        self.desk.tasks.run(
            lambda _: (
                judging.assess_facts(workspace, dossier=dossier),
                judging.propose_contradictions(workspace, dossier=dossier),
            ),
            done=self._on_read,
            label_key="ui.task.opening",
        )

    def _on_read(self, found: tuple[FactsFound, tuple[Proposed, ...]]) -> None:
        self._found = found
        clear(self._body)
        facts, proposals = found
        left = column(RouteCard(self, facts), OwnFindingCard(self, facts), spacing=4)
        left.addStretch(1)
        right = column(ContradictionCard(self, facts, proposals), SignalCard(self), spacing=4)
        right.addStretch(1)
        back = button(self.desk.text("ui.privacy.back"), self._back)
        self._body.addLayout(row(label(self.desk.text("ui.page.formal"), "title"), None, back))
        narrow = NARROW * self.desk.theme.scale
        self._body.addWidget(SideBySide(left, right, narrow=narrow))
        self._body.addStretch(1)
        self.desk.dossier_changed.emit(self.dossier)  # the header names the route

    def _back(self) -> None:
        self.desk.go("overview", self.dossier)

    def change(self, act: Callable[[Workspace], object]) -> None:
        """Keep something; the page and whoever shows the dossier read it anew."""
        self.keeper.change(act)

    def words_of(self, fact: DeclaredFact) -> str:
        """Say a declared fact: its name and its value."""
        return fact_in_words(self.desk.catalogue, fact)


class _Card(QWidget):
    """A card of the page; what is typed into it is kept by its own button."""

    def __init__(self, page: FormalPage, title: str) -> None:
        super().__init__()
        self.page, self.desk, self.dossier = page, page.desk, page.dossier
        self.content = column(spacing=3)
        self.setLayout(column(card(self.content, title=title)))

    @property
    def may_judge(self) -> bool:
        return self.page.keeper.may_judge

    def add(self, *pieces: QWidget | QLayout) -> None:
        for piece in pieces:
            if isinstance(piece, QLayout):
                self.content.addLayout(piece)
            else:
                self.content.addWidget(piece)

    def round_line(self, items: list[str]) -> QWidget:
        """Say what of this card a supplement round reopens; none: it stays as it was sealed."""
        text = self.desk.text("ui.round.card_stands")
        if items:
            text = self.desk.text("ui.round.card", items=", ".join(items))
        return label(text, "word", tone="unclear")

    def text_field(self, name: str) -> QPlainTextEdit:
        field = QPlainTextEdit()
        field.setAccessibleName(name)
        field.setTabChangesFocus(True)
        height = field.fontMetrics().lineSpacing() * LINES_HIGH + 16
        field.setFixedHeight(height)
        return field

    def choice(self, name: str, *entries: tuple[str, object]) -> ChoiceBox:
        field = ChoiceBox(self.desk, name)
        for words, value in entries:
            field.addItem(words, value)
        field.setMinimumContentsLength(20)
        return field


class RouteCard(_Card):
    """The route that the facts lead to, the one that was chosen, and why."""

    def __init__(self, page: FormalPage, found: FactsFound) -> None:
        super().__init__(page, page.desk.text("ui.overview.route"))
        desk, chosen = self.desk, found.chosen
        self.add(label(desk.say(found.route.sentence)))
        board = page.keeper.board
        if board.reopened is not None:
            self.add(self.round_line([ROUTE_ITEM] if board.reopens(ROUTE_ITEM) else []))
        if chosen is not None:
            word = badge(desk.text(f"route.{chosen.route}"), "good")
            self.add(row(label(desk.text("ui.formal.chosen"), "muted"), word, None))
        self.why = self.text_field(desk.text("ui.formal.why_route"))
        self.why.setPlainText(chosen.rationale if chosen else "")
        if board.may_judge_item(ROUTE_ITEM):
            self.add(labelled(desk.text("ui.formal.why_route"), self.why))
            self.full = button(desk.text("route.full"), partial(self._choose, Route.FULL))
            self.exempt = button(desk.text("route.exempt"), partial(self._choose, Route.EXEMPT))
            self.add(row(self.full, self.exempt, None))
        elif chosen is not None and chosen.rationale:
            self.add(label(chosen.rationale))

    def _choose(self, route: Route) -> None:
        dossier, why = self.dossier, self.why.toPlainText()
        self.page.change(
            lambda workspace: judging.choose_route(
                workspace, dossier=dossier, route=route, rationale=why
            )
        )


class OwnFindingCard(_Card):
    """What one found oneself about a formal requirement; the CI's finding stands beside it."""

    def __init__(self, page: FormalPage, found: FactsFound) -> None:
        super().__init__(page, page.desk.text("ui.formal.own_finding"))
        desk, framework = self.desk, page.keeper.board.framework
        self.add(label(desk.text("ui.formal.own_finding.hint"), "small"))
        for condition, own in found.own.items():
            self.add(row(label(condition, "strong"), outcome_badge(desk, own.outcome), None))
            if own.rationale:
                self.add(label(own.rationale, "small"))
        board = page.keeper.board
        asked = [
            (f"{one.condition}  {framework.condition(one.condition).text}", one.condition)
            for one in found.conditions
            if board.reopens(one.condition)
        ]
        if board.reopened is not None:
            self.add(self.round_line([condition for _, condition in asked]))
        self.condition = self.choice(desk.text("ui.formal.requirement"), *asked)
        words = [(desk.text(f"outcome.{one}"), one.value) for one in OUTCOMES]
        self.outcome = self.choice(desk.text("ui.formal.outcome"), *words)
        self.why = self.text_field(desk.text("ui.formal.why"))
        if self.may_judge and asked:
            self.add(
                labelled(desk.text("ui.formal.requirement"), self.condition),
                labelled(desk.text("ui.formal.outcome"), self.outcome),
                labelled(desk.text("ui.formal.why"), self.why),
                row(button(desk.text("ui.formal.keep"), self._keep), None),
            )

    def _keep(self) -> None:
        dossier, condition = self.dossier, str(self.condition.currentData())
        outcome, why = Outcome(self.outcome.currentData()), self.why.toPlainText()
        self.page.change(
            lambda workspace: judging.set_condition(
                workspace, dossier=dossier, condition=condition, outcome=outcome, rationale=why
            )
        )


class ContradictionCard(_Card):
    """Declared facts that passages speak against: recorded, proposed by a plain rule, or new."""

    def __init__(
        self, page: FormalPage, found: FactsFound, proposals: tuple[Proposed, ...]
    ) -> None:
        super().__init__(page, page.desk.text("ui.formal.contradictions"))
        desk = self.desk
        self._facts = {one.id: one for one in found.facts}
        for key, one in found.contradictions.items():
            self._add_recorded(key, one)
        for proposal in proposals:
            self._add_proposed(proposal)
        marks = page.keeper.board.marks
        self.fact = self.choice(
            desk.text("ui.formal.fact"), *((page.words_of(one), one.id) for one in found.facts)
        )
        self.mark = self.choice(
            desk.text("ui.formal.mark"),
            *((_short(one.passage), key) for key, one in marks.items()),
        )
        self.words = self.text_field(desk.text("ui.formal.contradiction.text"))
        self.signal = QCheckBox(desk.text("ui.formal.with_signal"))
        self.signal.setChecked(True)
        if not self.may_judge:
            return
        if not marks:
            self.add(label(desk.text("ui.formal.no_marks"), "small"))
            return
        self.add(
            labelled(desk.text("ui.formal.fact"), self.fact),
            labelled(desk.text("ui.formal.mark"), self.mark),
            labelled(desk.text("ui.formal.contradiction.text"), self.words),
            self.signal,
            row(button(desk.text("ui.formal.contradict"), self._record_mark), None),
        )

    def _add_recorded(self, key: str, one: Contradiction) -> None:
        desk = self.desk
        fact = self._facts.get(one.fact)
        said = self.page.words_of(fact) if fact else one.fact
        head = row(label(said, "strong"), spacing=2)
        if one.signal is not None:
            head.addWidget(badge(desk.text("ui.formal.signalled"), "unclear"))
        self.add(head, label(one.text, "small"))
        for passage in one.passages:
            self.add(label(self._where(passage), "small"))
        if self.may_judge:
            withdrawn = button(desk.text("ui.formal.withdraw"), partial(self._withdraw, key))
            self.add(row(withdrawn, None))
        self.add(rule())

    def _where(self, passage: Passage) -> str:
        """Say where a passage stands, and what it says where it has words."""
        place = self.page.keeper.place_of(passage)
        where = "" if place is None else f"{place.title} {where_on(self.desk, place)}"
        quote = " ".join(quote_as_read(passage).split())
        return f"{where}: ‘{quote}’" if quote else where

    def _add_proposed(self, one: Proposed) -> None:
        desk = self.desk
        text = desk.text(
            "cli.contradiction_proposed",
            fact=self.page.words_of(one.fact),
            quote=one.quote,
            place=one.title,
            page=one.page,
        )
        self.add(label(text))
        if self.may_judge:
            kept = button(desk.text("ui.formal.contradict"), partial(self._record_proposal, one))
            self.add(row(kept, None))
        self.add(rule())

    def _record_proposal(self, one: Proposed) -> None:
        said = self.page.words_of(one.fact)
        text = self.desk.text("facts.contradiction", fact=said)
        self._record(one.fact.id, text, Evidence(quotes=(one.quote,), prefer=(one.place,)))

    def _record_mark(self) -> None:
        fact = str(self.fact.currentData())
        said = self.page.words_of(self._facts[fact])
        text = self.words.toPlainText() or self.desk.text("facts.contradiction", fact=said)
        self._record(fact, text, Evidence(marks=(str(self.mark.currentData()),)))

    def _record(self, fact: str, text: str, evidence: Evidence) -> None:
        dossier, signal = self.dossier, self.signal.isChecked()
        self.page.change(
            lambda workspace: judging.record_contradiction(
                workspace, dossier=dossier, fact=fact, text=text, evidence=evidence, signal=signal
            )
        )

    def _withdraw(self, key: str) -> None:
        dossier = self.dossier
        self.page.change(
            lambda workspace: judging.remove_contradiction(workspace, dossier=dossier, key=key)
        )


class SignalCard(_Card):
    """Signals to the certifying body, in the confidential annex only."""

    def __init__(self, page: FormalPage) -> None:
        super().__init__(page, page.desk.text("ui.formal.signals"))
        desk = self.desk
        self.add(label(desk.text("ui.formal.signals.hint"), "small"))
        sheet = page.keeper.board.sheet
        given = {one.signal for one in sheet.contradictions.values()}
        for key, signal in sheet.signals.items():
            self._add_kept(key, signal, of_contradiction=key in given)
        words = [(desk.text(f"concern.{one}"), one.value) for one in Concern]
        self.concern = self.choice(desk.text("ui.formal.concern"), *words)
        self.words = self.text_field(desk.text("ui.formal.signal.text"))
        if self.may_judge:
            self.add(
                labelled(desk.text("ui.formal.concern"), self.concern),
                labelled(desk.text("ui.formal.signal.text"), self.words),
                row(button(desk.text("ui.formal.keep"), self._keep), None),
            )

    def _add_kept(self, key: str, signal: Signal, *, of_contradiction: bool) -> None:
        desk = self.desk
        self.add(
            row(badge(desk.text(f"concern.{signal.concern}"), "unclear"), None),
            label(signal.text),
        )
        if of_contradiction:
            self.add(label(desk.text("ui.formal.signal.of_contradiction"), "small"))
        elif self.may_judge:
            self.add(row(button(desk.text("ui.formal.withdraw"), partial(self._drop, key)), None))
        self.add(rule())

    def _drop(self, key: str) -> None:
        dossier = self.dossier
        self.page.change(
            lambda workspace: judging.remove_signal(workspace, dossier=dossier, key=key)
        )

    def _keep(self) -> None:
        dossier, text = self.dossier, self.words.toPlainText()
        concern = Concern(self.concern.currentData())
        self.page.change(
            lambda workspace: judging.add_signal(
                workspace, dossier=dossier, text=text, concern=concern
            )
        )


def _short(passage: Passage) -> str:
    """A mark in one line; one on a scan has no words."""
    line = " ".join(passage.quote.split()) or f"p. {passage.page}"
    return line if len(line) <= QUOTE_MOST else f"{line[:QUOTE_MOST]}…"
