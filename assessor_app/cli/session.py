"""What a verb is given and what it gives back."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from pydantic_core import to_jsonable_python

from assessor_app.cli.secrets import ask, ask_twice, read_line
from assessor_app.clock import Clock
from assessor_app.domain.sentence import Sentence
from assessor_app.domain.values import DossierId
from assessor_app.i18n import Catalogue

if TYPE_CHECKING:
    from assessor_app.engine.client import Engine
    from assessor_app.store.workspace import Workspace

FOUND_WANTING = 3


@dataclass(frozen=True)
class Surroundings:
    """What the process was started with; `passphrase` is already out of the environment."""

    clock: Clock
    environment: Mapping[str, str]
    passphrase: str | None
    output: TextIO
    errors: TextIO


@dataclass(frozen=True)
class Answer:
    """`data` is what `--json` prints, `lines` what a person reads; `status` is the exit status."""

    data: Mapping[str, object]
    lines: tuple[str, ...] = ()
    status: int = 0

    def jsonable(self) -> object:
        """Return `data` with dataclasses, enums, dates, UUIDs and paths made plain."""
        return to_jsonable_python(dict(self.data))


@dataclass
class Session:
    """One run of one verb; what it opens is closed when the run ends."""

    arguments: argparse.Namespace
    surroundings: Surroundings
    catalogue: Catalogue
    home: Path
    resources: ExitStack = field(default_factory=ExitStack)
    _workspace: Workspace | None = None

    @property
    def clock(self) -> Clock:
        return self.surroundings.clock

    @property
    def workspace(self) -> Workspace:
        """The unlocked workspace, opened at the first use."""
        if self._workspace is None:
            from assessor_app.keeping.actions import open_workspace

            self._workspace = self.resources.enter_context(
                open_workspace(home=self.home, passphrase=self.passphrase(), clock=self.clock)
            )
        return self._workspace

    def engine(self) -> Engine:
        """A document engine with its worker running."""
        from assessor_app.engine.client import Engine

        return self.resources.enter_context(Engine())

    @property
    def dossier(self) -> DossierId:
        """The dossier meant by `ID`: its key or an unambiguous prefix."""
        from assessor_app.keeping.actions import find_dossier

        return find_dossier(self.workspace, prefix=str(self.arguments.id))

    def passphrase(self) -> str:
        """Return the passphrase: `--passphrase-fd`, then the environment, then a prompt."""
        given = self.given_passphrase()
        return ask(self.text("cli.passphrase_prompt")) if given is None else given

    def given_passphrase(self) -> str | None:
        """Return the passphrase that came with the command; None where it has to be asked."""
        descriptor: int | None = getattr(self.arguments, "passphrase_fd", None)
        return self.surroundings.passphrase if descriptor is None else read_line(descriptor)

    def new_passphrase(self, descriptor: int | None) -> str:
        """Return a passphrase to be chosen: the descriptor's, else asked twice."""
        if descriptor is not None:
            return read_line(descriptor)
        return ask_twice(
            self.text("cli.new_passphrase_prompt"), self.text("cli.passphrase_again_prompt")
        )

    def text(self, key: str, /, **values: object) -> str:
        """Return a sentence of the catalogue."""
        return self.catalogue.text(key, **values)

    def say(self, sentence: Sentence) -> str:
        """Return a rule's sentence in words."""
        return self.catalogue.text(sentence.key, **sentence.values)


Handler = Callable[[Session], Answer]
