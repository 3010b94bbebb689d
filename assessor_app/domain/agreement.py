"""How far two assessors agree, with and without chance: figures for the two, never on a person.

Percent agreement, Cohen's kappa and Gwet's AC1, each with a 95 % interval (normal approximation,
clipped to the range of the figure). Kappa falls low when nearly everything is alike although the
two agree on nearly everything; AC1 does not: show them together. Sources: Cohen (1960); Fleiss,
Cohen and Everitt (1969) for the standard error of kappa; Gwet (2008) for AC1 and its variance.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from math import sqrt

from assessor_app.domain.items import ItemKind
from assessor_app.domain.views import Merged

Z95 = 1.959963984540054
Pair = tuple[Hashable, Hashable]


@dataclass(frozen=True)
class Estimate:
    """A figure with the bounds of its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Agreement:
    """`kappa` is None where it does not exist: both used one and the same category only."""

    pairs: int
    percent: Estimate
    kappa: Estimate | None
    ac1: Estimate


def measure_agreement(pairs: Sequence[Pair], *, categories: int) -> Agreement | None:
    """Return the agreement over pairs (first, second); None without a pair.

    `categories` is the size of the scale, used or not: at least two, and no fewer than occur.
    """
    if categories < max(2, len({value for pair in pairs for value in pair})):
        raise ValueError("the scale has fewer categories than occur")
    if not pairs:
        return None
    observed = sum(first == second for first, second in pairs) / len(pairs)
    spread = sqrt(observed * (1 - observed) / len(pairs))
    return Agreement(
        pairs=len(pairs),
        percent=_estimate(observed, spread, lowest=0.0),
        kappa=_kappa(pairs, observed),
        ac1=_ac1(pairs, observed, categories),
    )


def agreement_of(merged: Merged, *, kind: ItemKind, categories: int) -> Agreement | None:
    """Return the agreement of the two sheets over one kind of item; None without two sheets."""
    pairs: list[Pair] = []
    for view in merged.items:
        said = tuple(view.individual.values())
        if view.item.kind is kind and len(said) == 2 and None not in said:
            pairs.append((said[0], said[1]))
    return measure_agreement(pairs, categories=categories)


def _shares(values: Sequence[Hashable]) -> dict[Hashable, float]:
    return {value: count / len(values) for value, count in Counter(values).items()}


def _kappa(pairs: Sequence[Pair], observed: float) -> Estimate | None:
    first = _shares([pair[0] for pair in pairs])
    second = _shares([pair[1] for pair in pairs])
    chance = sum(share * second.get(value, 0.0) for value, share in first.items())
    if chance == 1:
        return None
    kappa = (observed - chance) / (1 - chance)
    agreeing = disagreeing = 0.0
    for (left, right), count in Counter(pairs).items():
        share = count / len(pairs)
        if left == right:
            marginal = first[left] + second[left]
            agreeing += share * (1 - marginal * (1 - kappa)) ** 2
        else:
            # Fleiss, Cohen, Everitt: the row's second and the column's first marginal.
            crossed = second.get(left, 0.0) + first.get(right, 0.0)
            disagreeing += share * crossed**2
    shift = (kappa - chance * (1 - kappa)) ** 2
    variance = agreeing + (1 - kappa) ** 2 * disagreeing - shift
    spread = sqrt(max(0.0, variance) / len(pairs)) / (1 - chance)
    return _estimate(kappa, spread, lowest=-1.0)


def _ac1(pairs: Sequence[Pair], observed: float, categories: int) -> Estimate:
    both = _shares([value for pair in pairs for value in pair])
    scale = categories - 1
    chance = sum(share * (1 - share) for share in both.values()) / scale
    ac1 = (observed - chance) / (1 - chance)
    total = 0.0
    for left, right in pairs:
        agrees = float(left == right)
        own = (agrees - chance) / (1 - chance)
        # The pair's pull on the chance term; the mean of 1 - share over its two categories.
        pull = ((1 - both[left]) + (1 - both[right])) / 2 / scale
        linear = own - 2 * (1 - ac1) * (pull - chance) / (1 - chance)
        total += (linear - ac1) ** 2
    count = len(pairs)
    spread = sqrt(total / (count * (count - 1))) if count > 1 else 1.0
    return _estimate(ac1, spread, lowest=-1.0)


def _estimate(value: float, spread: float, *, lowest: float) -> Estimate:
    margin = Z95 * spread
    return Estimate(value, max(lowest, value - margin), min(1.0, value + margin))
