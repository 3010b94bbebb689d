"""Tegenspraak met feit: from what is selected on the pages to a contradiction, in one act.

The dialog stays until the contradiction is kept: after a refusal it says why, and what was typed
is still there.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Final

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QCheckBox, QDialog, QLayout, QPlainTextEdit, QWidget

from assessor_app.domain.contradictions import (
    DeclaredFact,
    Text,
    declared_facts,
    propose_contradictions,
)
from assessor_app.domain.fact_words import fact_in_words, value_in_words
from assessor_app.domain.quoting import quote_as_read
from assessor_app.domain.sheet import Contradiction
from assessor_app.errors import RefusedError
from assessor_app.judging import actions as judging
from assessor_app.judging.levels import Evidence
from assessor_app.reading.selection import PassageSelection
from assessor_app.ui.choice_box import ChoiceBox
from assessor_app.ui.commands import Command, bind_command
from assessor_app.ui.controls import button, column, frame, label, labelled, row
from assessor_app.ui.desk import Desk
from assessor_app.ui.panels.chips import where_on
from assessor_app.ui.panels.keeper import SheetKeeper
from assessor_app.ui.panels.marks import MarkTray
from assessor_app.ui.panels.reader import ReaderPanel
from assessor_app.ui.theme import UNIT
from assessor_app.ui.view.page_menu import Entry

WIDTH: Final = 460
LINES_HIGH: Final = 3
QUOTE_MOST: Final = 240


@dataclass(frozen=True)
class Against:
    """What speaks against a fact: as evidence, and where and what it is in words."""

    evidence: Evidence
    where: str
    quote: str
    document: str | None


class Contradicting(QObject):
    """The command over one page's reader: what is selected, else the mark that is chosen."""

    def __init__(
        self, keeper: SheetKeeper, reader: ReaderPanel, tray: MarkTray, page: QWidget
    ) -> None:
        super().__init__(page)
        self._keeper, self._reader, self._tray, self._page = keeper, reader, tray, page
        bind_command(keeper.desk, page, Command.CONTRADICT, self.ask)

    def entry(self) -> Entry:
        """Return the line of the menu over the pages."""
        return Entry(Command.CONTRADICT, self.ask, able=lambda: self._keeper.may_judge)

    def ask(self) -> None:
        """Ask which fact it is and what is wrong with it; say so where nothing is selected."""
        if not self._keeper.may_judge:
            return
        desk, against = self._keeper.desk, self._against()
        facts = declared_facts(self._keeper.board.case.portfolio.facts)
        if against is None:
            desk.tell(desk.text("ui.contradict.nothing"))
        elif not facts:
            desk.tell(desk.text("ui.contradict.no_facts"))
        else:
            likely = self._likely(against, facts)
            dialog = ContradictionDialog(self._keeper, self._page, against, facts, likely)
            dialog.accepted.connect(partial(self._on_kept, against))
            dialog.open()

    def tell_of(self, key: str) -> bool:
        """Say what stands behind a sign in the margin; False when it is no contradiction's."""
        found = self._keeper.board.sheet.contradictions.get(key)
        if found is None:
            return False
        desk = self._keeper.desk
        fact = said_fact(self._keeper, found)
        desk.tell(desk.text("ui.contradict.said", fact=fact, text=found.text))
        return True

    def _against(self) -> Against | None:
        selection, key = self._reader.selection(), self._tray.current
        if selection is not None:
            return self._selected(selection)
        mark = None if key is None else self._keeper.board.marks.get(key)
        if mark is None or key is None:
            return None
        place = self._keeper.place_of(mark.passage)
        where = "" if place is None else f"{place.title} {where_on(self._keeper.desk, place)}"
        document = None if place is None else place.place.id
        return Against(Evidence(marks=(key,)), where, quote_as_read(mark.passage), document)

    def _selected(self, selection: PassageSelection) -> Against:
        parts = (part for part in self._reader.parts if part.place == selection.place)
        title = next((part.title for part in parts), "")
        page = self._keeper.desk.text("ui.passage.page", page=selection.first)
        evidence = Evidence(selections=(selection,))
        return Against(evidence, f"{title} {page}", selection.quote, selection.place.id)

    def _likely(self, against: Against, facts: tuple[DeclaredFact, ...]) -> str:
        """The fact that a plain rule sees in the words; else what the document is proof of."""
        case = self._keeper.board.case
        documents = {one.id: one.condition for one in self._keeper.board.documents}
        proof = against.document if against.document in documents else None
        text = Text("", against.quote, proof, documents.get(proof or ""))
        for proposal in propose_contradictions(case.framework, case.portfolio.facts, [text]):
            return proposal.fact.id
        proven = (one.id for one in facts if proof is not None and one.document == proof)
        return next(proven, facts[0].id)

    def _on_kept(self, against: Against) -> None:
        if against.evidence.selections:
            self._reader.clear_selection()
        self._keeper.desk.tell(self._keeper.desk.text("ui.contradict.kept"), tone="good")


class ContradictionDialog(QDialog):
    """The passage, the fact with what was declared, the words, and whether the CI hears of it."""

    def __init__(
        self,
        keeper: SheetKeeper,
        parent: QWidget,
        against: Against,
        facts: tuple[DeclaredFact, ...],
        likely: str,
    ) -> None:
        super().__init__(parent)
        desk = keeper.desk
        self._keeper, self._desk, self._against = keeper, desk, against
        self._facts = {one.id: one for one in facts}
        title = desk.text("ui.contradict.title")
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.finished.connect(self.deleteLater)
        self.fact = self._fact_field(likely)
        self._declared = label("", "small")
        self.words = _words_field(desk)
        self.signal = QCheckBox(desk.text("ui.formal.with_signal"))
        self.signal.setChecked(True)
        self.refusal = label("", tone="bad")
        self.refusal.hide()
        self.keep = button(desk.text("ui.formal.contradict"), self._keep, kind="primary")
        self._arrange(title)
        self.fact.currentIndexChanged.connect(self._show_declared)
        self._show_declared()
        self.fact.setFocus()

    def _fact_field(self, likely: str) -> ChoiceBox:
        field = ChoiceBox(self._desk, self._desk.text("ui.formal.fact"))
        for key, one in self._facts.items():
            field.addItem(fact_in_words(self._desk.catalogue, one), key)
        field.setCurrentIndex(field.findData(likely))
        field.setMinimumContentsLength(20)
        return field

    def _arrange(self, title: str) -> None:
        desk = self._desk
        passage = column(
            label(self._against.where, "caption"),
            label(_shortened(self._against.quote) or desk.text("ui.passage.area")),
            spacing=1,
        )
        passage.setContentsMargins(3 * UNIT, 2 * UNIT, 3 * UNIT, 2 * UNIT)
        fact = column(labelled(desk.text("ui.formal.fact"), self.fact), self._declared, spacing=1)
        words = labelled(desk.text("ui.formal.contradiction.text"), self.words)
        stay = button(desk.text("ui.cancel"), self.reject)
        layout = column(
            label(title, "title"),
            frame("card", passage),
            fact,
            words,
            self.signal,
            self.refusal,
            row(None, stay, self.keep),
            spacing=4,
        )
        layout.setContentsMargins(*(4 * [6 * UNIT]))
        layout.setSizeConstraint(QLayout.SizeConstraint.SetMinimumSize)
        self.words.setMinimumWidth(round(WIDTH * desk.theme.scale**0.5))
        self.setLayout(layout)
        self.keep.setDefault(True)

    def _show_declared(self, *_: object) -> None:
        fact = self._facts[self.fact.currentData()]
        value = value_in_words(self._desk.catalogue, fact.value)
        self._declared.setText(self._desk.text("ui.contradict.declared", value=value))

    def _keep(self) -> None:
        self.keep.setEnabled(False)  # one press is one contradiction
        fact = str(self.fact.currentData())
        said = fact_in_words(self._desk.catalogue, self._facts[fact])
        text = self.words.toPlainText().strip()
        text = text or self._desk.text("facts.contradiction", fact=said)
        dossier, evidence = self._keeper.dossier, self._against.evidence
        signal = self.signal.isChecked()
        self._keeper.change(
            lambda workspace: judging.record_contradiction(
                workspace, dossier=dossier, fact=fact, text=text, evidence=evidence, signal=signal
            ),
            done=lambda _: self.accept(),
            failed=self._on_refused,
        )

    def _on_refused(self, error: RefusedError) -> None:
        self.refusal.setText(self._desk.catalogue.refusal(error))
        self.refusal.show()
        self.keep.setEnabled(True)
        self.words.setFocus()


def said_fact(keeper: SheetKeeper, one: Contradiction) -> str:
    """Return the fact of a contradiction in words; its name where it is not declared any more."""
    facts = declared_facts(keeper.board.case.portfolio.facts)
    named = {fact.id: fact for fact in facts}.get(one.fact)
    return one.fact if named is None else fact_in_words(keeper.desk.catalogue, named)


def _words_field(desk: Desk) -> QPlainTextEdit:
    field = QPlainTextEdit()
    field.setAccessibleName(desk.text("ui.formal.contradiction.text"))
    field.setPlaceholderText(desk.text("ui.contradict.words.hint"))
    field.setTabChangesFocus(True)
    field.setFixedHeight(field.fontMetrics().lineSpacing() * LINES_HIGH + 4 * UNIT)
    return field


def _shortened(quote: str) -> str:
    line = " ".join(quote.split())
    return line if len(line) <= QUOTE_MOST else f"{line[:QUOTE_MOST].rstrip()}…"
