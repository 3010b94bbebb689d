"""Which parts Instellingen has, in the order of their list."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import Final, Protocol

from PySide6.QtWidgets import QWidget

from assessor_app.ui.desk import Desk


class PartMaker(Protocol):
    """A part's class."""

    def __call__(self, desk: Desk) -> QWidget: ...


@dataclass(frozen=True)
class SettingsPart:
    """One part of Instellingen; its module is imported when it is shown."""

    name: str
    maker: str
    icon: str
    label_key: str

    def load(self) -> PartMaker:
        """Return the part's class."""
        module = import_module(f"assessor_app.ui.pages.settings.{self.name}")
        maker: PartMaker = getattr(module, self.maker)
        return maker


PARTS: Final = (
    SettingsPart("look", "LookPart", "palette-outline", "ui.preferences.look"),
    SettingsPart("keys", "KeysPart", "keyboard-outline", "ui.preferences.keys"),
    SettingsPart("phrases", "PhrasesPart", "text-box-plus-outline", "ui.preferences.phrases"),
    SettingsPart("cards", "CardsPart", "card-account-details-outline", "ui.preferences.cards"),
    SettingsPart("lock", "LockPart", "lock-outline", "ui.preferences.lock"),
    SettingsPart("frameworks", "FrameworksPart", "book-outline", "ui.preferences.frameworks"),
)
