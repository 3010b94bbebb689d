"""Every form in which numbers and known names are written, and what looks like them and is not."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from assessor_app.domain.personal_names import find_names, introduced_names, name_forms
from assessor_app.domain.personal_numbers import (
    find_accounts,
    find_phones,
    find_service_numbers,
    is_bsn,
)
from assessor_app.domain.privacy import PersonalKind, find_personal

PHONES = """
06-12345678 | 0612345678 | 06 12345678 | 06 12 34 56 78 | 06 - 12 34 56 78 | 06.12.34.56.78
06/12345678 | (06) 12345678 | 06 1234 5678 | 06 123 45 678 | +31612345678 | +31 6 12345678
+31 (0)6 12345678 | +31(0)6-12345678 | +31 (0) 6 - 12 34 56 78 | (+31) 6 12345678 | 0031 6 12345678
0031(0)612345678 | 31612345678 | 010-1234567 | 010 123 45 67 | (010) 412 34 56 | 0101234567
0570-123456 | (0570) 123456 | 0570 12 34 56 | 088 123 4567 | 085-1234567 | +31 10 123 4567
+31 (0)570 123456 | 0800-1351 | 0900 9292 | 0900-1884 | 0800 123 4567 | 0900-1234567
+32 470 12 34 56 | 0032 470 12 34 56 | +49 30 1234567 | +44 20 7946 0958 | +1 555 123 4567
"""
SERVICE_NUMBERS = """
999990019 | 9999.90.019 | 999 990 019 | 999-990-019 | 99 99 90 019 | 9999 90 019
"""
CALLED_SO = """
BSN 12345672 | BSN: 1234 56 72 | burgerservicenummer (BSN): 12345672 | bsn-nummer 12345672
BSN is 12.34.56.72 | Sofinummer 12345672 | BSN nr. 999 990 019
"""
ACCOUNTS = """
NL91 ABNA 0417 1643 00 | NL91ABNA0417164300 | nl91abna0417164300 | NL91.ABNA.0417.1643.00
NL91-ABNA-0417-1643-00 | BE68 5390 0754 7034 | DE89 3704 0044 0532 0130 00
GB29 NWBK 6016 1331 9268 19 | FR14 2004 1010 0505 0001 3M02 606 | LV80BANK0000435195001
MT84MALT011000012345MTLCAST001S | TR330006100519786457841326 | NL 91 ABNA 0417 1643 00
NL91 ABNA  0417  1643 00
"""
NO_NUMBERS = """
02-03-2024 10:30 | 06-12-2023 12:34 | 06-12-23 09.30 | 06-12-23 09:30 | 06/12/2023-07/12/2023
0800-1700 uur | van 0900 - 1200 | KvK 01234567 | KvK-nummer 12345678 | ISBN 978-0817638177
ISBN 0201633612 | ISBN-13: 978-90-313-8224-5 | registratienummer 0612345678 | RSIN 999990019
1.342 uur in drie jaar | schooljaar 2023-2024 | 01-09-2021 t/m 31-08-2024 | blz. 10-12
C1.2.3 en C1.2.4 | 10.30-12.00 uur, 13.00-14.30 uur | week 12 13 14 15 16 | 01 02 03 04 05
€ 1.234.567,89 | 12.345.678 | 0,0612345678 | Postbus 1234, 5600 AB | crebo 25168
0006123456781234 | 2024061234567890 | 999990019,50 | 999 990 019 123 | BSN 12345678
diplomanummer 999990019 | NL92ABNA0417164300 | NL91ABNA04171643001 | AB12 3456 7890 1234
NL91 ABNA 0417 | 06 1 2 3 4 5 6 7 8 | pagina 31 van 44
"""


def _each(table: str) -> list[str]:
    return [piece.strip() for line in table.strip().splitlines() for piece in line.split("|")]


def _found(text: str) -> list[tuple[PersonalKind, str]]:
    return [(one.kind, text[one.start : one.end]) for one in find_personal(text)]


@pytest.mark.parametrize("number", [*_each(PHONES), "06-\n12345678", "06 1234\n5678"])
def test_a_phone_number_is_found_in_every_form(number: str) -> None:
    text = f"Bereikbaar: {number}, op werkdagen"
    assert _found(text) == [(PersonalKind.PHONE, number)]


def test_a_service_number_that_reads_like_hours_needs_a_word() -> None:
    assert _found("bel gratis 0800-2000") == [(PersonalKind.PHONE, "0800-2000")]
    assert _found("open 0800-2000") == []


@pytest.mark.parametrize("number", _each(SERVICE_NUMBERS))
def test_a_citizen_service_number_is_found_in_every_form(number: str) -> None:
    assert _found(f"Nummer {number}.") == [(PersonalKind.BSN, number)]


@pytest.mark.parametrize("said", _each(CALLED_SO))
def test_what_is_called_a_citizen_service_number_may_lack_its_zero(said: str) -> None:
    ((kind, piece),) = _found(said)
    assert kind is PersonalKind.BSN
    assert said.endswith(piece)
    assert piece[0].isdigit()


def test_a_number_that_is_called_so_ends_where_it_ends() -> None:
    assert _found("BSN 999 990 019 18 maart") == [(PersonalKind.BSN, "999 990 019")]
    assert _found("btw NL999990019B01") == [(PersonalKind.BSN, "999990019")]


@pytest.mark.parametrize("number", [*_each(ACCOUNTS), "NL91 ABNA 0417\n1643 00"])
def test_an_account_is_found_in_every_form(number: str) -> None:
    assert _found(f"op {number} en verder") == [(PersonalKind.IBAN, number)]


def test_an_account_is_in_one_place() -> None:
    assert list(find_accounts("NL91   ABNA 0417 1643 00")) == []


def test_two_accounts_beside_each_other_are_two() -> None:
    pair = "NL91ABNA0417164300 NL20INGB0001234567"
    assert [piece for _, piece in _found(pair)] == pair.split()


@pytest.mark.parametrize("text", [*_each(NO_NUMBERS), "06\n12\n34\n56\n78", "+31\n6\n12345678"])
def test_what_is_no_number_of_a_person_is_left_alone(text: str) -> None:
    assert _found(text) == []


DATES = st.dates(datetime.date(1950, 1, 1), datetime.date(2049, 12, 31))
TIMES = st.times().map(lambda time: time.replace(minute=time.minute // 5 * 5))
GAPS = st.sampled_from(["-", "/", ".", " "])


@given(DATES, DATES, TIMES, TIMES, GAPS, st.sampled_from([" ", ", ", " t/m ", " - ", "\n"]))
def test_dates_and_hours_are_no_numbers(
    first: datetime.date,
    last: datetime.date,
    start: datetime.time,
    end: datetime.time,
    gap: str,
    between: str,
) -> None:
    days = [f"{day:%d}{gap}{day:%m}{gap}{day:%Y}" for day in (first, last)]
    for text in (
        between.join(days),
        f"{days[0]} {start:%H:%M}-{end:%H:%M} uur",
        f"{days[0]} van {start:%H.%M} tot {end:%H.%M} uur",
        f"{start:%H:%M} - {end:%H:%M}",
        f"{first:%Y-%m-%d}T{start:%H:%M:%S}",
    ):
        found = [piece for kind, piece in _found(text) if kind is not PersonalKind.BSN]
        assert found == []


@given(st.integers(0, 99_999_999))
def test_the_numbers_of_a_business_are_no_numbers_of_a_person(number: int) -> None:
    assert _found(f"KvK {number:08}") == _found(f"ingeschreven onder {number:08} bij") == []


@given(st.integers(1, 99_999_999), st.sampled_from(["{}", "{:.4}.{:.2}.{:.3}"]))
def test_exactly_the_numbers_that_pass_the_test_are_found(body: int, shape: str) -> None:
    total = sum(
        weight * int(digit) for weight, digit in zip(range(9, 1, -1), f"{body:08}", strict=True)
    )
    assume(total % 11 != 10)
    whole = f"{body:08}{total % 11}"
    assert is_bsn(whole)
    written = whole if shape == "{}" else f"{whole[:4]}.{whole[4:6]}.{whole[6:]}"
    assert list(find_service_numbers(f"({written})")) == [(1, 1 + len(written))]
    for other in range(10):
        changed = f"{body:08}{other}"
        assert bool(list(find_service_numbers(changed))) is (changed == whole)


@given(st.integers(0, 9_999_999_999), st.sampled_from(["ABNA", "INGB", "RABO"]), st.booleans())
def test_check_digits_decide_on_accounts(number: int, bank: str, grouped: bool) -> None:
    body = f"{bank}{number:010}"
    spelled = "".join(str(int(letter, 36)) for letter in f"{body}NL00")
    plain = f"NL{98 - int(spelled) % 97:02}{body}"
    pieces = [plain[at : at + 4] for at in range(0, len(plain), 4)]
    written = " ".join(pieces) if grouped else plain
    assert list(find_accounts(f"({written})")) == [(1, 1 + len(written))]
    wrong = plain[:-1] + str((int(plain[-1]) + 1) % 10)
    assert list(find_accounts(wrong)) == []


@given(st.integers(10_000_000, 99_999_999), st.sampled_from(["06{}", "06-{}", "+31 6 {}", "06 {}"]))
def test_every_mobile_number_is_found(number: int, shape: str) -> None:
    text = shape.format(number)
    assert list(find_phones(f"tel. {text}.")) == [(5, 5 + len(text))]


NAMES = {
    "Karim el Idrissi": [
        "Karim",
        "Karims",
        "Karim's",
        "KARIM EL IDRISSI",
        "K. el Idrissi",
        "K. Idrissi",
        "K.A. el Idrissi",
        "Idrissi, Karim",
        "Idrissi, K. el",
        "Karim\nel Idrissi",
        "Ka-\nrim",
        "Idris-\n  si",
        "Ka\u00adrim",
        "El Idrissi",
        "Idrissi",
        "Karim** el Idrissi",
        "Karim el\u00a0Idrissi",
    ],
    "Noël Dijkstra": [
        "Noël",
        "Noel",
        "Noe\u0308l",
        "No¨el",
        "NOEL",
        "No\ufffdl",
        "D\u0133kstra",
        "DIJKSTRA",
        "Dij-\nkstra",
        "N. Dijkstra",
        "Dijkstra's",
    ],
    "Jan van der Berg": [
        "J. van der Berg",
        "J.P. van der Berg",
        "J van der Berg",
        "Berg, J. van der",
        "Berg, van der",
        "Van der Berg",
        "VAN DER BERG",
        "v.d. Berg",
        "v/d Berg",
        "v d Berg",
        "Jan Berg",
        "Jans",
    ],
    "Els Jansen - de Boer": [
        "Jansen-de Boer",
        "Jansen-\nde Boer",
        "E. Jansen - de Boer",
        "JANSEN-DE BOER",
        "De Boer",
        "Els",
    ],
    "Anne-Marie Vos": ["Anne-Marie", "Anne Marie Vos", "Marie", "A. Vos"],
    "Søren Li": ["Soren", "S. Li"],
    "IJsbrand Smit": ["IJsbrand", "\u0132sbrand", "IJSBRAND"],
}


@pytest.mark.parametrize(
    ("name", "written"), [(name, form) for name, forms in NAMES.items() for form in forms]
)
def test_a_known_name_is_found_in_every_form(name: str, written: str) -> None:
    text = f"Zij zag {written}: het ging goed"
    found = [text[start:end] for start, end in find_names(text, name_forms(name))]
    assert found == [written]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Karim el Idrissi", "karim, Karimata en el idrissi"),
        ("Jan van der Berg", "op de berg, Berg en Dal, van der Bergen"),
        ("Ben Smit", "Ben je er? Smitsen"),
        ("Wil de Groot", "Wil je dat? Groot verschil"),
        ("Bo Li", "Bo en Li"),
        ("Jan Van den Akker", "Van alles"),
    ],
)
def test_what_only_resembles_a_name_is_left_alone(name: str, text: str) -> None:
    assert list(find_names(text, name_forms(name))) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("mevrouw Fatima\nel Idrissi kwam", "Fatima el Idrissi"),
        ("MEVROUW DE WIT", "DE WIT"),
        ("mw de Vries", "de Vries"),
        ("Dhr Bakker", "Bakker"),
        ("dhr. J.\nBakker", "J. Bakker"),
        ("cliënt Karim Bouali", "Karim Bouali"),
        ("de heer Van den Berg belde", "Van den Berg"),
        ("familie De Vries", "De Vries"),
        ("mevrouw Jansen\nDatum: 3 mei", "Jansen"),
    ],
)
def test_who_is_introduced_has_a_name(text: str, name: str) -> None:
    assert [each for _, each in introduced_names(text)] == [name]


@pytest.mark.parametrize(
    "text",
    ["partner, Gemeente Deventer", "collega Jobcoach Fase", "MENEER EN MEVROUW", "cliënt Joris"],
)
def test_words_of_organisations_and_single_first_names_introduce_nobody(text: str) -> None:
    assert list(introduced_names(text)) == []


FIRST = st.sampled_from(["Karim", "Noël", "Anne-Marie", "Zoë", "Øyvind", "Françoise"])
LAST = st.sampled_from(["el Idrissi", "van der Berg", "Dijkstra", "de Boer", "Terpstra-Vos"])


@given(FIRST, LAST, st.sampled_from([str.upper, str.title, lambda text: text]), st.booleans())
def test_a_whole_name_is_one_hit_however_it_is_set(
    first: str, last: str, setting: object, bare: bool
) -> None:
    whole = f"{first} {last}"
    written = setting(whole) if callable(setting) else whole
    if bare:
        written = written.translate(str.maketrans("ëøçËØÇ", "eocEOC"))
    assert list(find_names(f"({written})", name_forms(whole))) == [(1, 1 + len(written))]
