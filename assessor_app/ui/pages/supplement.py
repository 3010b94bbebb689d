"""Aanvullingsronde on the overview: what a newer package reopens, agreed between two laptops.

One proposes, the other accepts or proposes something else; both travel in files that are made and
read here. Each step is a signed record, so each is asked once more in words.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLayout, QVBoxLayout, QWidget

from assessor_app.conference import actions as conference
from assessor_app.domain.bodies import REOPENING_ITEM
from assessor_app.domain.states import Act
from assessor_app.domain.values import DossierId
from assessor_app.errors import RefusedError
from assessor_app.intake import actions as intake
from assessor_app.judging import actions as judging
from assessor_app.ui.controls import (
    SideBySide,
    badge,
    button,
    card,
    clear,
    column,
    frame,
    label,
    row,
)
from assessor_app.ui.desk import Desk
from assessor_app.ui.dialogs import AskDialog, ask
from assessor_app.ui.pages.exchange import ExchangeButtons
from assessor_app.ui.panels.proposing import ProposalForm
from assessor_app.ui.panels.reopening import Reopenable, items_in_words
from assessor_app.ui.theme import UNIT

if TYPE_CHECKING:
    from assessor_app.conference.supplement import ProposedReopening, Supplement
    from assessor_app.domain.framework import Framework
    from assessor_app.domain.sheet import SecondLook
    from assessor_app.judging.board import Board
    from assessor_app.keeping.overview import DossierShown
    from assessor_app.store.workspace import Workspace

NARROW: Final = 860


@dataclass(frozen=True)
class Begun:
    """A proposal that is being written."""

    ticked: tuple[str, ...]
    reason: str


@dataclass(frozen=True)
class _Found:
    """How the round stands, and what may be chosen from."""

    supplement: Supplement
    looks: dict[str, SecondLook]
    board: Board

    @property
    def framework(self) -> Framework:
        return self.board.framework

    @property
    def conflict(self) -> bool:
        return len({one.items for one in self.supplement.proposals}) > 1

    def proposed_by_peer(self, own: str) -> ProposedReopening | None:
        """The proposal of the other assessor than `own`."""
        return next((one for one in self.supplement.proposals if one.author != own), None)


class SupplementCard(QWidget):
    """Nothing, unless a newer package came after both sealed."""

    def __init__(self, desk: Desk, shown: DossierShown, begun: Begun | None = None) -> None:
        """`begun` is a proposal that was being written when the page was read anew."""
        super().__init__()
        self._begun = begun
        self._form: ProposalForm | None = None
        self._desk, self._shown, self._dossier = desk, shown, shown.dossier
        self._found: _Found | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self.hide()
        workspace, dossier = desk.workspace, shown.dossier
        desk.tasks.run(
            lambda _: _found(workspace, dossier),
            done=self._on_found,
            failed=self._on_unread,
            label_key="ui.task.opening",
        )

    def _on_unread(self, _: RefusedError) -> None:
        """Before the declaration, and after a withdrawal, nothing is shown."""

    def _on_found(self, found: _Found) -> None:
        self._found = found
        if found.supplement.supplement:
            self._show(editing=False)
            self.show()

    def _show(self, *, editing: bool) -> None:
        """Say how it stands, beside it the choice where one is to be made."""
        clear(self._layout)
        self._form = None
        found = self._the_found()
        may_propose = Act.REOPEN in self._shown.permitted
        said = column(self._heading(found), *self._rounds(found), *self._stand(found), spacing=2)
        if may_propose and found.supplement.proposals and not editing:
            said.addLayout(self._answers(found))
        said.addWidget(ExchangeButtons(self._desk, self._shown))
        said.addStretch(1)
        whole: QWidget | QLayout = said
        if may_propose and (editing or not found.supplement.proposals):
            form, narrow = self._made_form(found), NARROW * self._desk.theme.scale
            whole = SideBySide(said, form, narrow=narrow, shares=(4, 6))
            if editing:  # asked for by a press: one goes on there
                QTimer.singleShot(0, form.tree, form.tree.setFocus)
        self._layout.addWidget(card(whole, title=self._desk.text("ui.supplement.title")))

    def _the_found(self) -> _Found:
        if self._found is None:
            raise RuntimeError("the supplement was not read yet")
        return self._found

    # how it stands

    def _heading(self, found: _Found) -> QLayout:
        desk, how = self._desk, found.supplement
        tone, text = "partly", desk.text("ui.supplement.waiting")
        if how.agreed:
            tone, text = "good", desk.text("ui.supplement.agreed")
        return row(badge(text, tone), None)

    def _rounds(self, found: _Found) -> list[QWidget]:
        desk = self._desk
        lines: list[QWidget] = []
        for number, one in enumerate(found.supplement.rounds, start=1):
            items = desk.text("ui.reopen.everything")
            if one.items is not None:
                items = self._words(one.items)
            text = desk.text("ui.supplement.round", number=number, items=items)
            lines.append(label(text, "small"))
        return lines

    def _stand(self, found: _Found) -> list[QWidget]:
        """What is agreed or proposed, and what is to be done about it."""
        desk, how, own = self._desk, found.supplement, self._own
        if how.agreed:
            return [self._proposal(how.proposals[0]), label(self._after(found), "small")]
        lines: list[QWidget] = [self._proposal(one) for one in how.proposals]
        if found.conflict:
            lines.append(label(desk.text("ui.supplement.conflict"), "strong"))
        elif found.proposed_by_peer(own):
            lines.append(label(desk.text("ui.supplement.asks_you"), "strong"))
        elif how.proposals:
            lines.append(label(desk.text("ui.supplement.waits_for_peer"), "strong"))
        elif Act.REOPEN not in self._shown.permitted:
            lines.append(label(desk.text("ui.supplement.exchange_first"), "strong"))
        else:
            lines.append(label(desk.text("ui.supplement.propose_hint")))
        return lines

    def _after(self, found: _Found) -> str:
        desk = self._desk
        if not any(one.items for one in found.supplement.proposals):
            return desk.text("ui.supplement.nothing_agreed")
        judging_on = Act.JUDGE in self._shown.permitted
        key = "ui.supplement.judge_now" if judging_on else "ui.supplement.sealed_now"
        return desk.catalogue.text(key)

    def _proposal(self, one: ProposedReopening) -> QWidget:
        desk = self._desk
        who = desk.text("ui.supplement.proposed_by_peer", number=one.author)
        if one.author == self._own:
            who = desk.text("ui.supplement.proposed_by_you")
        items = self._words(one.items) or desk.text("ui.supplement.nothing")
        lines = column(label(who, "caption"), label(items, "strong"), label(one.reason), spacing=1)
        lines.setContentsMargins(*(4 * [2 * UNIT]))
        return frame("well", lines)

    @property
    def _own(self) -> str:
        return self._desk.workspace.identity.number

    def _words(self, items: tuple[str, ...]) -> str:
        return items_in_words(self._desk, self._the_found().framework, items)

    # answering

    def _answers(self, found: _Found) -> QLayout:
        desk, theirs = self._desk, found.proposed_by_peer(self._own)
        pieces = []
        if theirs is not None and not found.supplement.agreed and not found.conflict:
            accept = partial(self._ask_to_accept, theirs)
            pieces.append(button(desk.text("ui.supplement.accept"), accept, kind="primary"))
        waits = theirs is None and not found.supplement.agreed
        key = "ui.supplement.change" if waits else "ui.supplement.counter"
        pieces.append(button(desk.catalogue.text(key), partial(self._show, editing=True)))
        return row(*pieces, None)

    def _ask_to_accept(self, theirs: ProposedReopening) -> AskDialog:
        desk = self._desk
        items = self._words(theirs.items)
        text = desk.text("ui.supplement.accept.means_nothing")
        if theirs.items:
            text = desk.text("ui.supplement.accept.means", items=items)
        title = desk.text("ui.supplement.accept")
        return ask(desk, self, title=title, text=text, asked=title, then=self._accept)

    def _accept(self) -> None:
        dossier = self._dossier
        self._record(
            lambda workspace: conference.accept_items(
                workspace, dossier=dossier, items=(REOPENING_ITEM,)
            ),
            self._desk.text("ui.supplement.accepted"),
        )

    # proposing

    def _made_form(self, found: _Found) -> ProposalForm:
        conditions = tuple(one.result.condition for one in self._shown.requirements)
        looks = {item: found.looks[item] for item in found.supplement.suggested}
        offered = Reopenable(found.framework, conditions, found.board.sections, looks)
        before = found.proposed_by_peer(self._own) or next(iter(found.supplement.proposals), None)
        form = ProposalForm(
            self._desk,
            offered,
            before=None if before is None else before.items,
            can_leave=before is not None,
        )
        form.proposed.connect(self._propose)
        form.left.connect(self._leave)
        if self._begun is not None:
            form.tree.tick(self._begun.ticked)
            form.reason.setPlainText(self._begun.reason)
        self._form = form
        return form

    @property
    def begun(self) -> Begun | None:
        """What is being proposed and was given a reason, but not proposed yet."""
        if self._form is None:
            return self._begun
        reason = self._form.reason.toPlainText()
        return Begun(self._form.tree.ticked, reason) if reason.strip() else None

    def _leave(self) -> None:
        self._begun = None
        self._show(editing=False)

    def _propose(self, ticked: tuple[str, ...], reason: str) -> None:
        dossier = self._dossier
        self._record(
            lambda workspace: conference.propose_reopening(
                workspace, dossier=dossier, items=ticked, reason=reason
            ),
            self._desk.text("ui.supplement.proposed"),
        )

    def _record(self, act: Callable[[Workspace], object], said: str) -> None:
        desk, workspace, dossier = self._desk, self._desk.workspace, self._dossier

        def tell(_: object) -> None:
            self._begun = self._form = None  # it is proposed: nothing to go on with
            desk.tell(said, tone="good")
            desk.dossier_changed.emit(dossier)

        desk.tasks.run(lambda _: act(workspace), done=tell, label_key="ui.task.saving")


def _found(workspace: Workspace, dossier: DossierId) -> _Found:
    return _Found(
        conference.show_supplement(workspace, dossier=dossier),
        intake.list_second_looks(workspace, dossier=dossier),
        judging.show_sheet(workspace, dossier=dossier),
    )
