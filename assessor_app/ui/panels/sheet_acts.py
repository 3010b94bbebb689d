"""Every change that judging makes, as one queued act each."""

from __future__ import annotations

from assessor_app.domain.sheet import Vraak
from assessor_app.domain.values import Level, Verdict
from assessor_app.judging import actions as judging
from assessor_app.judging.levels import Evidence, Texts
from assessor_app.reading import actions as reading
from assessor_app.ui.panels.keeper import SheetKeeper


class SheetActs:
    """The verbs of judging over one keeper."""

    def __init__(self, keeper: SheetKeeper) -> None:
        self._keeper, self._dossier = keeper, keeper.dossier

    def is_open(self, item: str) -> bool:
        """Whether an item may be judged; where a supplement round leaves it as it is, say so."""
        if not self._keeper.may_judge:
            return False
        if not self._keeper.board.reopens(item):
            desk = self._keeper.desk
            desk.tell(desk.text("error.not_reopened", item=item))
            return False
        return True

    def give(self, item: str, level: Level) -> None:
        """Give an indicator a level."""
        self._keeper.change(
            lambda workspace: judging.judge_indicator(
                workspace, dossier=self._dossier, indicator=item, level=level
            )
        )

    def judge_rest(self, section: str) -> None:
        """Call the indicators of a section without a level shown."""
        self._keeper.change(
            lambda workspace: judging.judge_remaining(
                workspace, dossier=self._dossier, section=section
            )
        )

    def decide(self, section: str, verdict: Verdict) -> None:
        """Give a section its verdict."""
        self._keeper.change(
            lambda workspace: judging.set_verdict(
                workspace, dossier=self._dossier, section=section, verdict=verdict
            )
        )

    def cite(self, item: str, evidence: Evidence) -> None:
        """Tie places to an indicator or section."""
        self._keeper.change(
            lambda workspace: judging.cite_places(
                workspace, dossier=self._dossier, items=(item,), evidence=evidence
            )
        )

    def uncite(self, item: str, number: int) -> None:
        """Take a place off an item."""
        if not self.is_open(item):
            return
        self._keeper.change(
            lambda workspace: judging.remove_place(
                workspace, dossier=self._dossier, item=item, number=number
            )
        )

    def toggle_vraak(self, item: str, vraak: Vraak) -> None:
        """Set a VRAAK mark beside an indicator, or take it away."""
        before = self._keeper.board.judgement(item).vraak
        chosen = {*before} ^ {vraak}
        texts = Texts(vraak=tuple(each for each in Vraak if each in chosen))
        self._keeper.change(
            lambda workspace: judging.write_beside(
                workspace, dossier=self._dossier, indicator=item, texts=texts
            )
        )

    def remove_mark(self, mark: str) -> None:
        """Take a mark away; the places it was tied to stay."""
        self._keeper.change(
            lambda workspace: reading.remove_mark(workspace, dossier=self._dossier, mark=mark)
        )
