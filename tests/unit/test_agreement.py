"""Agreement figures against values calculated by hand and published ones."""

from __future__ import annotations

from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessor_app.domain.agreement import (
    Z95,
    Agreement,
    agreement_of,
    measure_agreement,
)
from assessor_app.domain.items import ItemKind
from assessor_app.domain.merge import merge
from assessor_app.domain.values import Level
from tests.building.norm import default_procedure, jobcoach
from tests.building.records import FIRST, SECOND, Laptop, full_sheet


def table(yes_yes: int, yes_no: int, no_yes: int, no_no: int) -> Agreement:
    pairs = [("y", "y")] * yes_yes + [("y", "n")] * yes_no
    pairs += [("n", "y")] * no_yes + [("n", "n")] * no_no
    found = measure_agreement(pairs, categories=2)
    assert found is not None
    return found


def test_a_balanced_table_by_hand() -> None:
    # Observed 35/50; chance 0.5 * 0.6 + 0.5 * 0.4 = 0.5; kappa (0.7 - 0.5) / 0.5 = 0.4.
    found = table(20, 5, 10, 15)
    assert found.pairs == 50
    assert found.percent.value == pytest.approx(0.7)
    assert found.kappa is not None
    assert found.kappa.value == pytest.approx(0.4)
    margin = Z95 * sqrt(0.7 * 0.3 / 50)
    assert found.percent.low == pytest.approx(0.7 - margin)
    assert found.percent.high == pytest.approx(0.7 + margin)
    # AC1: shares 0.55 and 0.45, chance 2 * 0.55 * 0.45 = 0.495.
    assert found.ac1.value == pytest.approx((0.7 - 0.495) / (1 - 0.495))


def test_the_standard_error_of_kappa_by_hand() -> None:
    # Fleiss, Cohen and Everitt's formula on the table above, term by term.
    agreeing = 0.4 * (1 - 1.1 * 0.6) ** 2 + 0.3 * (1 - 0.9 * 0.6) ** 2
    disagreeing = 0.6**2 * (0.1 * (0.6 + 0.5) ** 2 + 0.2 * (0.4 + 0.5) ** 2)
    variance = (agreeing + disagreeing - (0.4 - 0.5 * 0.6) ** 2) / (50 * 0.5**2)
    found = table(20, 5, 10, 15).kappa
    assert found is not None
    assert found.high - found.value == pytest.approx(Z95 * sqrt(variance))
    assert found.value - found.low == pytest.approx(Z95 * sqrt(variance))


def test_the_standard_error_of_ac1_by_hand() -> None:
    # Each pair's own figure is shifted by its pull on the chance term (Gwet 2008, eq. 18).
    chance, ac1 = 0.495, (0.7 - 0.495) / 0.505
    pulls = {"y": 0.45, "n": 0.55, "mixed": 0.5}
    total = 0.0
    for kind, count, agrees in (("y", 20, 1), ("n", 15, 1), ("mixed", 15, 0)):
        own = (agrees - chance) / 0.505 - 2 * (1 - ac1) * (pulls[kind] - chance) / 0.505
        total += count * (own - ac1) ** 2
    found = table(20, 5, 10, 15).ac1
    assert found.high - found.value == pytest.approx(Z95 * sqrt(total / (50 * 49)))


def test_nearly_all_alike_is_the_paradox_of_kappa() -> None:
    # 92 of 108 alike; chance (100 * 98 + 8 * 10) / 108^2: kappa only 0.03.
    found = table(91, 9, 7, 1)
    chance = (100 * 98 + 8 * 10) / 108**2
    assert found.percent.value == pytest.approx(92 / 108)
    assert found.kappa is not None
    assert found.kappa.value == pytest.approx((92 / 108 - chance) / (1 - chance))
    assert found.kappa.value == pytest.approx(0.0314, abs=5e-5)
    assert found.ac1.value > 0.8


def test_chance_counts_how_often_each_uses_a_category() -> None:
    # Observed 0.6; chance 0.6^2 + 0.4^2 = 0.52; kappa 0.08 / 0.48. Two equally likely
    # categories would give 0.2 instead.
    found = table(4, 2, 2, 2)
    assert found.kappa is not None
    assert found.kappa.value == pytest.approx(1 / 6)


def test_all_alike_has_no_kappa() -> None:
    found = measure_agreement([("shown", "shown")] * 4, categories=5)
    assert found is not None
    assert (found.kappa, found.percent.value, found.ac1.value) == (None, 1.0, 1.0)
    assert (found.ac1.low, found.ac1.high) == (1.0, 1.0)


def test_one_pair_says_nothing_about_spread() -> None:
    found = measure_agreement([("a", "b")], categories=2)
    assert found is not None
    assert (found.ac1.value, found.ac1.low) == (-1.0, -1.0)
    assert found.ac1.high == pytest.approx(-1 + Z95)


def test_without_pairs_there_is_nothing_to_say() -> None:
    assert measure_agreement([], categories=2) is None


@pytest.mark.parametrize("categories", [1, 2])
def test_a_scale_smaller_than_what_occurs_is_a_bug(categories: int) -> None:
    with pytest.raises(ValueError, match="categories"):
        measure_agreement([("a", "b"), ("c", "c")], categories=categories)


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=1, max_size=60))
def test_figures_stay_in_range_and_do_not_depend_on_who_is_first(
    pairs: list[tuple[str, str]],
) -> None:
    found = measure_agreement(pairs, categories=5)
    swapped = measure_agreement([(right, left) for left, right in pairs], categories=5)
    assert found is not None
    assert swapped is not None
    for one in (found.percent, found.ac1, *([found.kappa] if found.kappa else [])):
        assert -1 <= one.low <= one.value + 1e-12
        assert one.value - 1e-12 <= one.high <= 1
    assert (found.kappa is None) == (swapped.kappa is None)
    if found.kappa and swapped.kappa:
        assert found.kappa.value == pytest.approx(swapped.kappa.value)
        assert found.kappa.low == pytest.approx(swapped.kappa.low)
    assert found.ac1.low == pytest.approx(swapped.ac1.low)


def test_two_sheets_are_compared_item_by_item() -> None:
    first, second = Laptop(FIRST), Laptop(SECOND)
    ids = [one.id for one in jobcoach().indicators()]
    first.seal(full_sheet(jobcoach(), FIRST, levels=dict.fromkeys(ids[:27], Level.PARTLY)))
    alone = merge(jobcoach(), default_procedure(), first.made, findings={})
    assert agreement_of(alone, kind=ItemKind.INDICATOR, categories=5) is None
    second.seal(full_sheet(jobcoach(), SECOND))
    merged = merge(jobcoach(), default_procedure(), first.made + second.made, findings={})
    found = agreement_of(merged, kind=ItemKind.INDICATOR, categories=5)
    assert found is not None
    assert (found.pairs, found.percent.value) == (108, 0.75)
    sections = agreement_of(merged, kind=ItemKind.SECTION, categories=3)
    assert sections is not None
    assert sections.pairs == 22
