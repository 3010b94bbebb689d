"""Names of persons: which ones the declared facts reveal, and how to find a name in text.

A name is looked for as whole words: whole, by the first name, by the surname with its small words
(tussenvoegsels), behind initials, turned round (`Berg, J. van der`), in capitals, as a possessive,
broken at a line's end, and with accents that a PDF or a scan lost. First names that nobody gave
are not guessed at.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

from assessor_app.domain.portfolio import Portfolio

LEAST: Final = 3
"""Letters of a name that is looked for on its own."""
DISTINCT: Final = 6
"""Letters of a surname that is also looked for without its small words: shorter ones are words."""

Span = tuple[int, int]

_PREFIXES: Final = (
    "van der|van den|van de|van het|van 't|van ’t|van|von|vom|de la|de los|de|den|der|des|del"
    "|di|da|dos|du|d'|d’|el|al|ten|ter|te|in 't|in ’t|in de|op de|op den|op 't|op ’t|op|uit de"
    r"|aan de|aan den|bij de|bin|ben|la|le|l'|v\.d\.|v/d|v\.\s?d\.|'t|’t"
)
_SMALL: Final = rf"(?:(?:{_PREFIXES})(?:[ \u00a0]|(?<=['’])))"
_CAPITAL: Final = r"[A-ZÀ-ÖØ-Þ][\w’'-]{0,40}\w"
_INITIALS: Final = r"(?:[A-Z]\.[ \u00a0\n]?){1,5}"
_SURNAME: Final = rf"(?:(?:{_SMALL}{{0,2}}){_CAPITAL})"
_WRAPPED: Final = rf"(?:{_CAPITAL}|{_INITIALS})[ ]?\n{_SMALL}{{1,2}}{_CAPITAL}"
_ABOUT: Final = r"(?:[ \u00a0]van(?:[ \u00a0]de)?[ \u00a0][\w’'-]{1,40})?"
_TITLED: Final = re.compile(
    r"(?<!\w)(?:(?:[Mm]evrouw|[Mm]evr\.?|[Mm]w\.?|[Mm]ej\.|[Jj]uffrouw|[Dd]hr\.?|[Mm]eneer"
    r"|[Dd]e [Hh]eer|[Ff]amilie|[Ff]am\.)"
    r"[ \u00a0]+|(?:mevrouw|mevr\.?|mw\.?|dhr\.?|meneer|de heer)\n)"
    rf"(?P<name>{_WRAPPED}|(?:{_INITIALS})?(?:{_CAPITAL}[ \u00a0])?{_SURNAME})"
)
_SHOUTED: Final = re.compile(
    r"(?<!\w)(?:MEVROUW|MEVR\.?|MW\.?|DHR\.?|MENEER|DE HEER|FAMILIE|FAM\.)[ \u00a0]+"
    r"(?P<name>(?:[A-Z]\.[ \u00a0]?){0,5}"
    r"(?:(?:VAN|VON|DER|DEN|DE|TEN|TER|EL|AL|'T|’T|LA|LE|DI|DA)[ \u00a0]){0,3}"
    r"[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ’'-]{2,40}(?:[ \u00a0][A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ’'-]{2,40})?)(?!\w)"
)
_KIN: Final = re.compile(
    r"(?<!\w)(?:[Mm]oeder|[Vv]ader|[Oo]uders?|[Zz]us|[Bb]roer|[Zz]oon|[Dd]ochter|[Pp]artner"
    r"|[Ee]chtgeno(?:ot|te)|[Vv]riendin|[Vv]riend|[Oo]ma|[Oo]pa|[Oo]om|[Tt]ante|[Mm]entor|[Vv]oogd"
    r"|[Bb]uurvrouw|[Bb]uurman|[Cc]lie?ë?nte?|[Kk]lant|[Kk]andidate?|[Dd]eelneme?r|[Cc]oachee"
    rf"|[Ww]erkneme?r|[Cc]ollega|[Ll]eidinggevende){_ABOUT}"
    rf"(?:,\s|[:,]?[ \u00a0]+)\(?(?P<name>{_WRAPPED}|(?:{_INITIALS}|{_CAPITAL}[ \u00a0]){_SURNAME})"
)
_NO_PERSON: Final = re.compile(
    r"\b(?:gemeente|stichting|hogeschool|universiteit|bureau|afdeling|team|school|werkgever|uwv"
    r"|werknemer|jobcoach|kandidaat|datum|naam|adres|telefoon|functie|bedrijf|centrum|zorg|groep"
    r"|dienst|arbeid|register|en|of)\b",
    re.IGNORECASE,
)
"""Words of organisations and of forms: with one of these it is no name of a person."""

_TITLES: Final = re.compile(
    "drs|dr|ir|ing|mr|prof|bc|bsc|msc|ba|ma|llb|llm|med|mba|mw|mevr|mevrouw|dhr|meneer|heer|",
    re.IGNORECASE,
)
_LEADING: Final = re.compile(
    r"van|von|vom|de|den|der|des|del|di|da|dos|du|el|al|ten|ter|te|op|in|uit|aan|bij|het|bin|la|le"
    r"|['’]t|d['’]|l['’]|v\.d\.|v/d",
    re.IGNORECASE,
)
_INITIAL: Final = re.compile(r"(?:[^\W\d_]\.)+|[A-Z]")
_WORDS: Final = re.compile(
    "ben|wil|mei|april|juni|juli|augustus|rein|storm|heer|mevrouw", re.IGNORECASE
)
"""First names that begin a sentence as a word far more often."""

_VAN_DER: Final = re.compile(r"\b([Vv]an) ([Dd]e[nr]?)\b")
_ACCENTED: Final = re.compile("[\u00c0-\u024f\u1e00-\u1eff]")
_STROKED: Final = str.maketrans("øØłŁđĐıħĦ", "oOlLdDihH")
_LOOSE: Final = "[\u0300-\u036f\u00a8\u00b4`\u02c6\u02dc\u00b8]?"
_BREAK: Final = "(?:\u00ad|[-\u2010]\u00ad?[ ]?\n[ ]{0,8})?"
_DASHES: Final = r"[ ]?[-\u2010\u2011\u2013]?\s*"
_POSSESSIVE: Final = "(?:['’]?[sS])?"
_MORE_INITIALS: Final = r"\.?(?:[ \u00a0]?[A-Z]\.){0,4}"


def revealed_names(portfolio: Portfolio) -> tuple[str, ...]:
    """Return the names of persons that the declared facts reveal, in the forms to look for.

    The candidate's name; and names that stand behind a form of address in titles and in the
    certifying body's notes. The assessors' names are not among them.
    """
    found = [*candidate_names(portfolio), *_introduced_in_facts(portfolio)]
    ours = assessors_names(portfolio)
    return tuple(dict.fromkeys(name for name in found if name.casefold() not in ours))


def candidate_names(portfolio: Portfolio) -> tuple[str, ...]:
    """Return the forms of the candidate's name; none of an anonymous portfolio."""
    return name_forms(portfolio.candidate.name or "")


def assessors_names(portfolio: Portfolio) -> frozenset[str]:
    """Return the forms of the assigned assessors' names, case folded."""
    names = (one.name for one in portfolio.assignment.assessors)
    return frozenset(form.casefold() for name in names for form in name_forms(name))


def name_forms(name: str) -> tuple[str, ...]:
    """Return the forms under which a person of this name may be mentioned, the whole one first.

    Surnames come with their small words, in both halves where they are double, and without them
    where they are long enough, turned round, or behind a first name or an initial.
    """
    words = _words_of(name)
    if not words:
        return ()
    given, family = _parted(words)
    halves = family.split("-")
    called = [half for each in given for half in (each, *each.split("-"))]
    forms = [" ".join((*given, family)), family, *halves]
    forms += [each for each in called if not _INITIAL.fullmatch(each)]
    if given:
        forms += (f"{given[0][0]}. {family}", f"{given[0]} {family}")
    forms += [form for half in halves for form in _without_small_words(given, half)]
    return tuple(dict.fromkeys(form for form in forms if _is_looked_for(form)))


def introduced_names(text: str) -> Iterator[tuple[Span, str]]:
    """Yield where a name stands behind a form of address or a word for a relation, and the name.

    `mevrouw De Wit`, `dhr. J. Bakker`, `zijn moeder, Anja Wissink`: capitals decide, so a title
    without a name behind it yields nothing.
    """
    for pattern in (_TITLED, _SHOUTED, _KIN):
        for match in pattern.finditer(text):
            name = " ".join(match["name"].split())
            if not _NO_PERSON.search(name):
                yield match.span("name"), name


def find_names(text: str, names: Iterable[str]) -> Iterator[Span]:
    """Yield where one of `names` stands, offsets in code points; the longest form first."""
    wanted = tuple(sorted({name for name in names if _is_looked_for(name)}))
    if wanted:
        folded = text if text.isascii() else _folded(text)
        for match in _pattern(wanted).finditer(folded):
            yield match.span()


def _words_of(name: str) -> list[str]:
    """The words of a name in reading order, without titles."""
    plain = unicodedata.normalize("NFC", name.replace("\u0132", "IJ").replace("\u0133", "ij"))
    last, _, first = re.sub(r"\s*[-\u2010\u2011\u2013]\s*", "-", plain).partition(",")
    words = [word.strip('()"“”„*_,') for word in f"{first} {last}".split()]
    kept = [word for at, word in enumerate(words) if not _is_title(word, is_first=not at)]
    whole = "".join(kept)
    one_case = whole.isupper() or whole.islower()
    return [_capitalised(word) if one_case else word for word in kept]


def _is_title(word: str, *, is_first: bool) -> bool:
    """Whether a word is a title or a degree; `M.A.` before a surname is initials."""
    if is_first and _INITIAL.fullmatch(word):
        return False
    return _TITLES.fullmatch(word.replace(".", "")) is not None


def _capitalised(word: str) -> str:
    """A word of a name that was written in one case throughout, as names are written."""
    small = word.lower()
    if _INITIAL.fullmatch(word):
        return word
    if _LEADING.fullmatch(word):
        return small
    return "-".join(part.capitalize() for part in small.split("-"))


def _parted(words: list[str]) -> tuple[list[str], str]:
    """First names, and the surname with the small words before it."""
    at = len(words) - 1
    while at and _belongs_to_family(words[at - 1], is_first=at == 1):
        at -= 1
    return words[:at], " ".join(words[at:])


def _belongs_to_family(word: str, *, is_first: bool) -> bool:
    small = _LEADING.fullmatch(word.rpartition("-")[2])
    return small is not None or (word == "ben" and not is_first)


def _without_small_words(given: list[str], family: str) -> Iterator[str]:
    small, _, core = family.rpartition(" ")
    if not small:
        return
    if len(core) >= DISTINCT:
        yield core
    yield f"{core}, {small}"
    for each in given:
        yield f"{each} {core}"
        yield f"{core}, {each}"
    if given:
        yield f"{given[0][0]}. {core}"
        yield f"{core}, {given[0][0]}. {small}"


def _is_looked_for(form: str) -> bool:
    letters = sum(letter.isalpha() for letter in form)
    return letters >= LEAST and not _WORDS.fullmatch(form)


@lru_cache(maxsize=32)
def _pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    longest = sorted(names, key=lambda one: (-len(one), one))
    forms = "|".join(_spelled(unicodedata.normalize("NFC", name)) for name in longest)
    return re.compile(f"(?<![^\\W_])(?:{forms}){_POSSESSIVE}(?![^\\W_])")


def _spelled(name: str) -> str:
    """A name's pattern: initials may be more, and need no space behind them; `v.d.` is short."""
    spelled = ""
    for word in _VAN_DER.sub(r"\1_\2", name).split():
        if _INITIAL.fullmatch(word):
            spelled += re.escape(word[0]) + _MORE_INITIALS + r"[\s*_]*"
        else:
            spelled += _word(word) + r"[\s*_]+"
    return spelled.removesuffix(r"[\s*_]+")


def _word(word: str) -> str:
    """A word's pattern: its first letter as it is, the others in either case, also broken."""
    if "_" in word:
        whole = r"[\s*_]+".join(map(_word, word.split("_")))
        return rf"(?:{whole}|[vV][./]?\s?[dD]\.?)"
    pieces = re.findall("[iI][jJ]|.", word)
    return _BREAK.join(_piece(piece, is_first=not at) for at, piece in enumerate(pieces))


def _piece(piece: str, *, is_first: bool) -> str:
    if piece == "-":
        return _DASHES
    if len(piece) > 1:
        apart = (_piece(piece[0], is_first=is_first), _piece(piece[1], is_first=False))
        return f"(?:{_BREAK.join(apart)}|[\u0132\u0133yY])"
    if not piece.isalpha():
        return re.escape(piece)
    base = _folded(piece)
    either = base if is_first and piece.isupper() else f"{base.lower()}{base.upper()}"
    lost = "?\ufffd" if base != piece else ""
    return f"{_LOOSE}[{either}{lost}]{_LOOSE}"


def _folded(text: str) -> str:
    """The same number of code points, each accented letter as its base letter."""
    bare = text.translate(_STROKED)
    return _ACCENTED.sub(lambda match: unicodedata.normalize("NFD", match[0])[0], bare)


def _introduced_in_facts(portfolio: Portfolio) -> Iterator[str]:
    facts = portfolio.facts
    texts = [item.title for item in portfolio.documents]
    texts += [course.title for course in facts.additional.courses]
    texts += [facts.education.title or "", facts.additional.title or ""]
    texts += [item.note or "" for item in portfolio.findings]
    for text in texts:
        for _, name in introduced_names(text):
            yield from name_forms(name)
