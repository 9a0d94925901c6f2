"""BM25F scores in four bits. The browser computes those of phrases by the same formula (`search-rank.js`)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from .bits import Ints

Reals = npt.NDArray[np.float64]

BODY, LEAD, TITLE = 0, 1, 2
# Of BM25F: weights of the fields, how much a long document loses, and how fast more occurrences count less. The field
# decides first (FLOORS), so that a word in the title outweighs any number in the body; the rest only within its STEPS.
WEIGHTS = np.array([1.0, 3.0, 6.0])
LENGTH_SHARE = 0.4
SATURATION = 1.6
STEPS = np.array([8, 4, 4])
FLOORS = np.array([0, 8, 12])
_COARSE = np.array([0, 5, 8, 12])


def weigh(field: Ints, times: Ints) -> Reals:
    """The weight of so many occurrences (`times`) in a field. Shapes (n,)."""
    weights: Reals = times * WEIGHTS[field]
    return weights


def quantise(best: Ints, weight: Reals, length: Reals) -> Ints:
    """0–15: 0–7 when the best field is the body, 8–11 for the lead, 12–15 for the title, more for a higher weight.

    `weight`: the sum of `weigh` over the fields. `length`: of the document, as a share of the average.
    """
    adjusted = weight / (1 - LENGTH_SHARE + LENGTH_SHARE * length)
    steps = STEPS[best]
    level = (adjusted / (adjusted + SATURATION) * steps).astype(np.int64)
    scores: Ints = FLOORS[best] + np.minimum(level, steps - 1)
    return scores


def quantise_coarse(scores: Ints) -> Ints:
    """0–3 for a score of 0–15: little or more in the body, the lead, the title. For single characters."""
    coarse: Ints = np.searchsorted(_COARSE, scores, side="right") - 1
    return coarse
