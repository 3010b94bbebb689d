"""What a person makes of a proposal: which piece goes where, until it is converted."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from assessor_app.ui.panels.mapping_lists import choice_of, ticked_choice

if TYPE_CHECKING:
    from assessor_app.intake.mapping import Choice, Proposal, Proposed


class MappingChoices:
    """Begins with what was guessed; what cannot be taken stays out whatever is chosen."""

    def __init__(self, guessed: Proposal) -> None:
        self.guessed = guessed
        self._choices = guessed.choices()
        self._pieces = {each.piece.key: each for each in guessed.proposed}

    def proposal(self) -> Proposal:
        """Return what was guessed, with what a person made of it."""
        return self.guessed.with_choices(self._choices)

    def carried_to(self, guessed: Proposal) -> MappingChoices:
        """Return the same for another framework: what a person chose, where that has the place."""
        other = MappingChoices(guessed)
        before = self.guessed.choices()
        for key, choice in self._choices.items():
            places = all(guessed.framework.has_section(each.section) for each in choice.targets)
            if choice != before[key] and places:
                other._choices[key] = choice
        return other

    def piece(self, key: str | None) -> Proposed | None:
        """Return a piece as it was proposed."""
        return None if key is None else self._pieces.get(key)

    def choice(self, key: str) -> Choice:
        """Return what becomes of a piece."""
        return self._choices[key]

    @property
    def taken(self) -> int:
        """How many pieces go along."""
        return sum(choice.taken for choice in self._choices.values())

    @property
    def total(self) -> int:
        """How many pieces there are."""
        return len(self._choices)

    def put(self, keys: Iterable[str], value: str) -> None:
        """Let pieces go to one place alone."""
        for each in self._changeable(keys):
            self._choices[each.piece.key] = choice_of(value, each.piece.kind)

    def tick(self, keys: Iterable[str], value: str, *, on: bool) -> None:
        """Add a place to where pieces go, or take it away."""
        for each in self._changeable(keys):
            before = self._choices[each.piece.key]
            self._choices[each.piece.key] = ticked_choice(before, value, each.piece.kind, on=on)

    def _changeable(self, keys: Iterable[str]) -> list[Proposed]:
        return [self._pieces[key] for key in keys if self._pieces[key].piece.may_be_taken]
