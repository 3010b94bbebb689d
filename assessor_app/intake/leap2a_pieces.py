"""The pieces of a Leap2A export: its texts, and the files behind its entries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from assessor_app.intake.files import Files
from assessor_app.intake.kinds import media_type_of
from assessor_app.intake.leap2a import FEED, Entry, Feed, read_feed
from assessor_app.intake.material import Hint, LeftOut, Material, MaterialKind, Piece, PieceKind
from assessor_app.intake.naming import FileFinder, repaired, title_of, title_of_file
from assessor_app.intake.watching import UNWATCHED, Progress

_FILES = "files/"
_PARTS = ("has_part",)
_WHOLE = ("is_part_of",)
_ATTACHED = ("has_attachment", "has_evidence", "enclosure", "related", "relation")
_DEEPEST = 6  # folders within folders that are named


def read_leap2a(files: Files, base: str, progress: Progress = UNWATCHED) -> Material:
    """Return what the candidate's own part of an export holds, in the feed's order."""
    feed = read_feed(files, base, progress)
    gathering = _Gathering(files, base, feed)
    pieces = (*gathering.of_entries(), *gathering.unmentioned())
    return Material(
        kind=MaterialKind.LEAP2A,
        pieces=tuple(pieces),
        origin=feed.origin,
        producer=feed.producer,
        exported_at=feed.updated,
        left_out=dict(gathering.left_out),
    )


class _Gathering:
    """One export on its way to pieces."""

    def __init__(self, files: Files, base: str, feed: Feed) -> None:
        self._files, self._base, self._feed = files, base, feed
        below = base + _FILES
        self._names = [name for name in files.names() if name.startswith(below)]
        self._finder = FileFinder(name.removeprefix(base) for name in self._names)
        self._entries = {entry.id: entry for entry in feed.entries}
        self._folders = _folders(feed)
        self._hung_on = _hung_on(feed)
        self._others = self._files_of_others()
        self._seen: set[str] = set()
        self._keys: Counter[str] = Counter()
        self.left_out: Counter[LeftOut] = Counter()

    def of_entries(self) -> Iterator[Piece]:
        """Yield the pieces of every own entry, counting what is left out."""
        for entry in self._feed.entries:
            if entry.is_other_party:
                self.left_out[LeftOut.PERSON] += 1
            elif not entry.own or self._is_attached_to_others(entry):
                self.left_out[LeftOut.OTHERS] += 1
            else:
                yield from self._of_entry(entry)

    def unmentioned(self) -> Iterator[Piece]:
        """Yield the files that no entry mentions: whose they are is for a person to say."""
        for name in sorted(self._names):
            if name not in self._seen and name not in self._others:
                yield self._document(name, title_of_file(name), "", Hint.UNMENTIONED)

    def _of_entry(self, entry: Entry) -> Iterator[Piece]:
        addresses = list(entry.files())
        if (entry.text or entry.too_long) and not self._is_only_a_file(entry):
            yield self._text(entry)
        elif not addresses:
            self.left_out[LeftOut.EMPTY] += 1
        for address in addresses:
            found = self._found(address)
            if found is None:
                self.left_out[LeftOut.LOST_FILE] += 1
            elif found not in self._seen:
                self._seen.add(found)
                hint = Hint.PROFILE_PICTURE if entry.is_profile_picture else None
                yield self._document(found, self._title(entry, found), self._folder(entry), hint)

    def _text(self, entry: Entry) -> Piece:
        return Piece(
            key=self._key(entry.id or entry.title),
            kind=PieceKind.TEXT,
            title=entry.title,
            folder=self._folder(entry),
            text=entry.text,
            hint=Hint.TOO_LONG if entry.too_long else None,
        )

    def _document(self, name: str, title: str, folder: str, hint: Hint | None) -> Piece:
        media_type = media_type_of(self._files, name)
        return Piece(
            key=self._key(name.removeprefix(self._base)),
            kind=PieceKind.DOCUMENT,
            title=title,
            folder=folder,
            name=name,
            media_type=media_type,
            hint=Hint.UNSUPPORTED if media_type is None else hint,
        )

    def _found(self, address: str) -> str | None:
        """Return the file an address means; a full address is cut down to `files/…`."""
        path = address.strip().removeprefix("portfolio:").removeprefix("./").lstrip("/")
        at = path.find(_FILES)
        found = self._finder.find(path) or self._finder.find(path[at:] if at > 0 else path)
        return None if found is None else self._base + found

    def _title(self, entry: Entry, name: str) -> str:
        files = list(entry.files())
        if entry.title and (len(files) == 1 and self._is_only_a_file(entry)):
            return title_of_file(entry.title)
        own = title_of_file(name)
        return title_of(f"{entry.title}: {own}") if entry.title else own

    def _is_only_a_file(self, entry: Entry) -> bool:
        """Whether the entry stands for its file; what it says of it is no answer."""
        return entry.type == "resource" and any(True for _ in entry.files())

    def _folder(self, entry: Entry) -> str:
        names: list[str] = []
        here = entry.id
        while (here := self._folders.get(here, "")) and len(names) < _DEEPEST:
            names.insert(0, self._entries[here].title)
        return " / ".join(name for name in names if name)

    def _key(self, wanted: str) -> str:
        key = repaired(wanted)
        self._keys[key] += 1
        return key if self._keys[key] == 1 else f"{key}#{self._keys[key]}"

    def _files_of_others(self) -> set[str]:
        """Return the files that only persons' and others' entries mention."""
        own: set[str] = set()
        others: set[str] = set()
        for entry in self._feed.entries:
            is_own = (
                entry.own and not entry.is_other_party and not self._is_attached_to_others(entry)
            )
            found = {self._found(address) for address in entry.files()} - {None}
            (own if is_own else others).update(str(name) for name in found)
        return others - own

    def _is_attached_to_others(self, entry: Entry) -> bool:
        """Whether it is a file that hangs on what others said, and on nothing of one's own."""
        hung_on = self._hung_on.get(entry.id, [])
        return entry.type == "resource" and bool(hung_on) and not any(hung_on)


def _hung_on(feed: Feed) -> dict[str, list[bool]]:
    """Return of each entry whether what it is attached to is the candidate's own."""
    own = {entry.id: entry.own for entry in feed.entries}
    found: dict[str, list[bool]] = {}
    for entry in feed.entries:
        for part in entry.linked(*_ATTACHED):
            found.setdefault(part, []).append(entry.own)
        for whole in entry.linked("is_attachment_of", "is_evidence_of"):
            if whole in own:
                found.setdefault(entry.id, []).append(own[whole])
    return found


def _folders(feed: Feed) -> dict[str, str]:
    """Return of each entry the selection it is part of; the first that says so counts."""
    selections = {entry.id for entry in feed.entries if entry.type == "selection"}
    within: dict[str, str] = {}
    for entry in feed.entries:
        for whole in entry.linked(*_WHOLE):
            if whole in selections and whole != entry.id:
                within.setdefault(entry.id, whole)
        if entry.id in selections:
            for part in entry.linked(*_PARTS):
                if part != entry.id:
                    within.setdefault(part, entry.id)
    return within


def leap2a_base(names: frozenset[str]) -> str | None:
    """Return the folder that holds the feed, with its slash; None where there is no feed."""
    bases = {name.removesuffix(FEED) for name in names if name.rpartition("/")[2] == FEED}
    near = sorted(base for base in bases if base.count("/") <= 1)
    return near[0] if near else None
