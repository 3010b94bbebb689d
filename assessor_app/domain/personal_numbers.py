"""Numbers that lead to a person: citizen service number, bank account, telephone.

Shapes alone would take dates, hours and register numbers along, so each kind is held to more: the
eleven-test, the check digits and lengths of ISO 13616, the area codes of the Dutch numbering plan
and the groups in which people write numbers. Every pattern is bounded, so that no text makes it
slow.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

Span = tuple[int, int]
"""Offsets in code points, end exclusive."""

_SPACE: Final = " \u00a0\u2009\u202f"
_DASH: Final = "\u2010\u2011\u2013-"
_ALONE: Final = r"(?<![\w+])(?<![0-9][-.,/:])"  # no later part of some longer number
_DAY: Final = re.compile(
    r"[0-9]{1,2}[ ./-][0-9]{1,2}[ ./-](?:19|20)[0-9]{2}(?![0-9])"
    r"|[0-9]{2}(?P<gap>[./-])[0-9]{2}(?P=gap)[0-9]{2} [0-9]{2}\.[0-9]{2}(?![0-9])"
)
_LABEL: Final = 48
_OF_NO_PERSON: Final = re.compile(
    r"(?:\b(?:ISBN|ISSN|RSIN|K\.?v\.?K\.?|DOI|crebo|croho)"
    r"(?:[- ]?(?:nummer|nr\b\.?|code|10|13))?"
    r"|\b(?:regist(?:er|ratie)|certificaat|diploma|factuur|order|artikel|polis|erkennings?)"
    r"[- ]?(?:nummer|nr\b\.?|code))[^\w\n]{0,6}(?:97[89][- ])?$",
    re.IGNORECASE,
)

_BSN_WEIGHTS: Final = (9, 8, 7, 6, 5, 4, 3, 2, -1)
_NINE: Final = re.compile(
    r"(?<![0-9])(?<![0-9][.,])(?:(?<![A-Za-z])|(?<=\bNL))"
    rf"(?:[0-9]{{9}}|[0-9]{{2,5}}(?P<gap>[{_SPACE}.{_DASH}])[0-9]{{2,4}}"
    r"(?:(?P=gap)[0-9]{2,4}){0,2})(?![0-9]|,[0-9])(?(gap)(?!(?P=gap)[0-9]))"
)
_SAID: Final = re.compile(
    r"\b(?:BSN|burgerservicenummer|sofi-?nummer)(?:[- ]?(?:nummer|nr\b\.?))?(?: ?\(BSN\))?"
    r"[^\w]{0,12}(?:is[^\w]{1,3})?"
    rf"(?P<eight>[0-9](?:[{_SPACE}.{_DASH}]?[0-9]){{7}})(?P<ninth>[{_SPACE}.{_DASH}]?[0-9])?(?![0-9])",
    re.IGNORECASE,
)

_IBAN_START: Final = re.compile(rf"(?<![A-Za-z0-9])[A-Za-z]{{2}}[{_SPACE}]?[0-9]{{2}}")
_IBAN_GAPS: Final = frozenset(_SPACE + _DASH + ".\n")
_IBAN_GAP_MOST: Final = 2
_COUNTRIES: Final = (
    "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27"
    " DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28"
    " IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22"
    " MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24"
    " SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30"
)
_IBAN_LENGTHS: Final[Mapping[str, int]] = MappingProxyType(
    {each[:2]: int(each[2:]) for each in re.findall("[A-Z]{2}[0-9]{2}", _COUNTRIES)}
)

# Area codes: https://wetten.overheid.nl/BWBR0010198 (Nummerplan telefoon- en ISDN-diensten)
_AREA_3: Final = "0(?:1[035]|2[0346]|3[03568]|4[0356]|5[0358]|7[0-9]|8[2-8])"
_AREA_4: Final = (
    "0(?:11[1-8]|16[1-8]|17[24]|18[0-7]|22[2-9]|25[125]|29[479]|31[3-8]|32[01]|34[1-8]|41[1-8]"
    "|47[58]|48[15-8]|49[2-9]|51[1-9]|52[1-9]|54[1-8]|56[126]|57[0-8]|59[1-9])"
)
_GAP: Final = rf"[{_SPACE}\n./{_DASH}]"
_JOIN: Final = rf"\)?[{_SPACE}]?[/.{_DASH}]?[{_SPACE}\n]?"
_NATIONAL: Final = re.compile(
    rf"{_ALONE}(?:\((?=0[0-9]{{1,3}}\)))?(?:06{_JOIN}(?P<mobile>[0-9](?:{_GAP}?[0-9]){{7}})"
    rf"|{_AREA_3}{_JOIN}(?P<large>[0-9](?:{_GAP}?[0-9]){{6}})"
    rf"|{_AREA_4}{_JOIN}(?P<small>[0-9](?:{_GAP}?[0-9]){{5}}))(?![0-9])"
)
_ABROAD: Final = re.compile(
    rf"(?<![\w+])(?:(?:\((?=(?:\+|00)31\)))?(?:\+|00)31{_JOIN}(?:\(0\))?[{_SPACE}]?[1-9](?:{_GAP}{{0,3}}[0-9]){{8}}"
    rf"|316[0-9]{{8}}|(?:\+(?!31)[1-9][0-9]{{0,2}}|00(?:3[02-9]|4[0-9]|90|212))"
    rf"(?:{_GAP}{{0,3}}[0-9]){{7,11}})(?![0-9])"
)
_SERVICE: Final = re.compile(
    rf"{_ALONE}0(?:800|900|906|909){_JOIN}(?P<rest>[0-9]{{4}}|[0-9]{{2}} [0-9]{{2}}|[0-9]{{7}}"
    r"|[0-9]{3} [0-9]{4})(?![0-9])"
)
_TIME: Final = re.compile("(?:[01][0-9]|2[0-4])[0-5][05]")  # as hours are written
_CALLED: Final = re.compile(r"(?:tel|bel|nummer|lijn|gratis|service)[^\n]{0,24}$", re.IGNORECASE)


def is_bsn(digits: str) -> bool:
    """Tell whether nine digits pass the eleven-test of the citizen service number."""
    if len(digits) != len(_BSN_WEIGHTS) or not digits.isdecimal() or not int(digits):
        return False
    total = sum(weight * int(digit) for weight, digit in zip(_BSN_WEIGHTS, digits, strict=True))
    return total % 11 == 0


def find_service_numbers(text: str) -> Iterator[Span]:
    """Yield citizen service numbers; of eight digits only where they are called one."""
    for match in _NINE.finditer(text):
        if is_bsn(_digits(match[0])) and not _is_of_no_person(text, match.start()):
            yield match.span()
    for match in _SAID.finditer(text):
        start, end = match.span("eight")
        if match["ninth"] and is_bsn(_digits(match["eight"] + match["ninth"])):
            yield start, match.end("ninth")
        elif not match["ninth"] and is_bsn("0" + _digits(match["eight"])):
            yield start, end


def find_accounts(text: str) -> Iterator[Span]:
    """Yield bank accounts (IBAN), in one piece or in any groups."""
    for match in _IBAN_START.finditer(text):
        end = _account_end(text, match.start())
        if end:
            yield match.start(), end


def find_phones(text: str) -> Iterator[Span]:
    """Yield telephone numbers: Dutch mobile, fixed and service numbers, and those of abroad."""
    for match in _ABROAD.finditer(text):
        if match[0].count("\n") <= 1:
            yield match.span()
    for match in _NATIONAL.finditer(text):
        groups = re.findall("[0-9]+", match["mobile"] or match["large"] or match["small"])
        written = all(len(group) > 1 for group in groups[1:]) and match[0].count("\n") <= 1
        if written and not _is_else(text, match.start()):
            yield match.span()
    for match in _SERVICE.finditer(text):
        before = text[max(0, match.start() - _LABEL) : match.start()]
        if not _TIME.fullmatch(match["rest"]) or _CALLED.search(before):
            yield match.span()


def _account_end(text: str, start: int) -> int:
    """Where the account number ends that begins at `start`, 0 where there is none.

    ISO 13616: with its first four moved to the end and spelled in numbers, the remainder by 97
    is 1.
    """
    length = _IBAN_LENGTHS.get(text[start : start + 2].upper(), 0)
    plain, at, gap = "", start, 0
    while at < len(text) and len(plain) < length:
        letter = text[at]
        if letter.isascii() and letter.isalnum():
            plain, gap = plain + letter, 0
        elif gap == _IBAN_GAP_MOST or letter not in _IBAN_GAPS:
            return 0
        else:
            gap += 1
        at += 1
    if not length or len(plain) < length or text[at : at + 1].isalnum():
        return 0
    number = int("".join(str(int(letter, 36)) for letter in plain[4:] + plain[:4]))
    return at if number % 97 == 1 else 0


def _is_else(text: str, start: int) -> bool:
    """Whether a date stands here, or began just before, or it is called another number."""
    dated = any(_DAY.match(text, start - back) for back in (0, 2, 3) if start >= back)
    return dated or _is_of_no_person(text, start)


def _is_of_no_person(text: str, start: int) -> bool:
    return _OF_NO_PERSON.search(text, max(0, start - _LABEL), start) is not None


def _digits(text: str) -> str:
    return re.sub("[^0-9]", "", text)
