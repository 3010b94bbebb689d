"""What a newer export of a portfolio says differently: pure, the same on both laptops.

Documents are paired by their bytes first, then by id, then by path: a file that was renamed is
not one that went and another that came.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from assessor_app.domain.canonical import Json
from assessor_app.domain.portfolio import Answer, DocumentEntry, Finding, Portfolio
from assessor_app.domain.values import Outcome

Scalar = str | int | None
_SINGLE = ("candidate", "assignment", "reference_date", "facts")


class Change(StrEnum):
    """What became of something that has a place of its own."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


class DocumentChange(StrEnum):
    """What became of a document; several can hold at once."""

    ADDED = "added"
    REMOVED = "removed"
    REPLACED = "replaced"  # other bytes
    RENAMED = "renamed"  # id, title or path
    MOVED = "moved"  # sections or condition


@dataclass(frozen=True)
class AnswerChanged:
    """Words are counted, not placed: what merely moved within an answer is neither."""

    section: str
    question: int
    change: Change
    words_added: int
    words_removed: int


@dataclass(frozen=True)
class DocumentChanged:
    """`id`, `title` and `sections` are the newer package's, where it has the document."""

    id: str
    title: str
    sections: tuple[str, ...]
    changes: tuple[DocumentChange, ...]
    earlier_id: str | None
    earlier_title: str | None
    earlier_sections: tuple[str, ...]


@dataclass(frozen=True)
class FieldChanged:
    """One value of `portfolio.json` by its path, a list's entries counted from 1."""

    field: str
    before: Scalar
    after: Scalar


@dataclass(frozen=True)
class FindingChanged:
    """What the certifying body established otherwise; the latest of each condition counts."""

    condition: str
    change: Change
    before: Outcome | None
    after: Outcome | None


@dataclass(frozen=True)
class PortfolioChanges:
    """Everything that differs, in the order of the newer portfolio; what went comes last."""

    answers: tuple[AnswerChanged, ...]
    documents: tuple[DocumentChanged, ...]
    fields: tuple[FieldChanged, ...]
    findings: tuple[FindingChanged, ...]

    @property
    def count(self) -> int:
        """How many things differ."""
        return len(self.answers) + len(self.documents) + len(self.fields) + len(self.findings)


Paired = tuple[DocumentEntry | None, DocumentEntry | None]


def compare_portfolios(before: Portfolio, after: Portfolio) -> PortfolioChanges:
    """Return what `after` says differently; ids, times and the portal's name are not compared."""
    pairs = pair_documents(before.documents, after.documents)
    return PortfolioChanges(
        answers=tuple(_answers(before.answers, after.answers)),
        documents=tuple(found for pair in pairs if (found := _document(*pair)) is not None),
        fields=tuple(_fields(before, after)),
        findings=tuple(_findings(before.findings, after.findings)),
    )


def pair_documents(
    before: Iterable[DocumentEntry], after: Iterable[DocumentEntry]
) -> tuple[Paired, ...]:
    """Return each document beside what it was; None stands for what was not there."""
    old, new = list(before), list(after)
    found: dict[int, int] = {}
    for key in _KEYS:
        taken = set(found.values())
        free: dict[object, list[int]] = defaultdict(list)
        for number, entry in enumerate(old):
            if number not in taken:
                free[key(entry)].append(number)
        for number, entry in enumerate(new):
            if number not in found and free[key(entry)]:
                found[number] = free[key(entry)].pop(0)
    kept = set(found.values())
    gone = (entry for number, entry in enumerate(old) if number not in kept)
    pairs = ((old[found[n]] if n in found else None, entry) for n, entry in enumerate(new))
    return (*pairs, *((entry, None) for entry in gone))


_KEYS: tuple[Callable[[DocumentEntry], object], ...] = (
    lambda one: (one.sha512, one.id),
    lambda one: (one.sha512, one.path),
    lambda one: one.sha512,
    lambda one: one.id,
    lambda one: one.path,
)


def answers_by_place(answers: Iterable[Answer]) -> dict[tuple[str, int], str]:
    """Return the texts by section and question."""
    return {(answer.section, answer.question): answer.text for answer in answers}


def _answers(before: Iterable[Answer], after: Iterable[Answer]) -> Iterator[AnswerChanged]:
    old, new = answers_by_place(before), answers_by_place(after)
    for place in dict.fromkeys((*new, *old)):
        if old.get(place) == new.get(place):
            continue
        had, has = Counter(old.get(place, "").split()), Counter(new.get(place, "").split())
        change = _change(place in old, place in new)
        added, removed = (has - had).total(), (had - has).total()
        yield AnswerChanged(place[0], place[1], change, added, removed)


def _change(was: bool, is_now: bool) -> Change:
    if was and is_now:
        return Change.CHANGED
    return Change.ADDED if is_now else Change.REMOVED


def _document(before: DocumentEntry | None, after: DocumentEntry | None) -> DocumentChanged | None:
    one = after or before
    changes = tuple(_document_changes(before, after))
    if one is None or not changes:
        return None
    return DocumentChanged(
        id=one.id,
        title=one.title,
        sections=() if after is None else after.sections,
        changes=changes,
        earlier_id=None if before is None else before.id,
        earlier_title=None if before is None else before.title,
        earlier_sections=() if before is None else before.sections,
    )


def _document_changes(
    before: DocumentEntry | None, after: DocumentEntry | None
) -> Iterator[DocumentChange]:
    if before is None:
        yield DocumentChange.ADDED
        return
    if after is None:
        yield DocumentChange.REMOVED
        return
    if before.sha512 != after.sha512:
        yield DocumentChange.REPLACED
    if (before.id, before.title, before.path) != (after.id, after.title, after.path):
        yield DocumentChange.RENAMED
    if (set(before.sections), before.condition) != (set(after.sections), after.condition):
        yield DocumentChange.MOVED


def _fields(before: Portfolio, after: Portfolio) -> Iterator[FieldChanged]:
    old, new = (dict(_flat("", each)) for each in (_singles(before), _singles(after)))
    for field in dict.fromkeys((*new, *old)):
        if old.get(field) != new.get(field):
            yield FieldChanged(field, old.get(field), new.get(field))


def _singles(portfolio: Portfolio) -> Json:
    value: Json = portfolio.model_dump(mode="json", include=set(_SINGLE))
    return value


def _flat(path: str, value: Json) -> Iterator[tuple[str, Scalar]]:
    if isinstance(value, Mapping):
        for name, member in value.items():
            yield from _flat(f"{path}.{name}" if path else name, member)
    elif isinstance(value, list):
        for number, member in enumerate(value, start=1):
            yield from _flat(f"{path}.{number}", member)
    elif value is not None:
        yield path, value


def _findings(before: Iterable[Finding], after: Iterable[Finding]) -> Iterator[FindingChanged]:
    old, new = _latest(before), _latest(after)
    for condition in dict.fromkeys((*new, *old)):
        if old.get(condition) != new.get(condition):
            yield FindingChanged(
                condition=condition,
                change=_change(condition in old, condition in new),
                before=_outcome(old.get(condition)),
                after=_outcome(new.get(condition)),
            )


def _outcome(finding: Finding | None) -> Outcome | None:
    return None if finding is None else Outcome(finding.outcome)


def _latest(findings: Iterable[Finding]) -> dict[str, Finding]:
    return {one.condition: one for one in sorted(findings, key=lambda one: one.date)}
