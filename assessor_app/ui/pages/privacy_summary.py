"""Privacy in Overzicht: how many hits there are, how many still to look at, and the way there."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from assessor_app.domain.privacy import PersonalKind
from assessor_app.domain.sheet import HitMark
from assessor_app.domain.values import DossierId
from assessor_app.reading import actions as reading
from assessor_app.reading.privacy import PrivacyCheck
from assessor_app.ui.controls import button, card, column, label, row
from assessor_app.ui.desk import Desk
from assessor_app.ui.tasks import Progress


class PrivacySummary(QWidget):
    """Counts only; it searches off the GUI thread when it is made."""

    def __init__(self, desk: Desk, dossier: DossierId) -> None:
        super().__init__()
        self._desk, self._dossier = desk, dossier
        self.said = label(desk.text("ui.privacy.searching"))
        self._more = label("", "small")
        self._more.hide()
        opened = button(desk.text("ui.privacy.open"), self._open)
        whole = card(self.said, self._more, row(opened, None), title=desk.text("ui.page.privacy"))
        self.setLayout(column(whole))
        workspace = desk.workspace

        def check(progress: Progress) -> PrivacyCheck:
            return reading.check_privacy(workspace, dossier=dossier, watcher=progress)

        desk.tasks.run_aside(
            check, done=self._on_checked, failed=self._on_refused, label_key="ui.task.privacy"
        )

    def _open(self) -> None:
        self._desk.go("privacy", self._dossier)

    def _on_refused(self, _: object) -> None:
        self.said.setText(self._desk.text("ui.privacy.stopped"))

    def _on_checked(self, checked: PrivacyCheck) -> None:
        desk = self._desk
        others = [hit for hit in checked.hits if hit.kind is not PersonalKind.CANDIDATE]
        own = len(checked.hits) - len(others)
        findings = sum(hit.mark is not None and hit.mark.mark is HitMark.FINDING for hit in others)
        words = desk.text(
            "ui.privacy.summary",
            found=len(others),
            open=len(checked.to_look_at),
            findings=findings,
        )
        self.said.setText(words if others else desk.text("privacy.none"))
        pages = sum(len(one.pages) for one in checked.unsearched)
        lines = [desk.text("ui.privacy.own_count", count=own)] if own else []
        if pages == 1:
            lines.append(desk.text("ui.look.blank_one"))
        elif pages:
            lines.append(desk.text("ui.look.blank_many", count=pages))
        self._more.setText("\n".join(lines))
        self._more.setVisible(bool(lines))
