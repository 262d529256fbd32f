"""Scores of forecasts: how far numbers were off, how well ranges and chances held.

Source: Gneiting & Raftery 2007, Strictly Proper Scoring Rules, Prediction, and Estimation.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pipeline.forecast.moves import Bools, Floats


def crps(draws: Floats, actual: float) -> float:
    """The continuous ranked probability score of draws: 0 at best, the absolute error if all draws are equal."""
    ordered = np.sort(draws)
    count = len(ordered)
    spread = float(ordered @ (2 * np.arange(1, count + 1) - count - 1)) / count**2
    return float(np.abs(ordered - actual).mean()) - spread


def off_by(values: Sequence[float], actual: Sequence[float]) -> float:
    """WAPE: the absolute errors against all that came; NaN if nothing came."""
    came = float(np.sum(actual))
    return float(np.abs(np.array(values) - np.array(actual)).sum()) / came if came else float("nan")


def brier(chances: Floats, happened: Bools) -> float:
    """The mean squared error of chances: 0 at best; NaN if there are none."""
    return float(((chances - happened) ** 2).mean()) if len(chances) else float("nan")


def auc(chances: Floats, happened: Bools) -> float:
    """How often a deal that was won had a higher chance than one that was not; a tie counts half.

    NaN if there are not both kinds.
    """
    won, all_ = int(happened.sum()), len(happened)
    if not 0 < won < all_:
        return float("nan")
    _, place, counts = np.unique(chances, return_inverse=True, return_counts=True)
    rank = np.cumsum(counts) - (counts - 1) / 2
    return float((rank[place][happened].sum() - won * (won + 1) / 2) / (won * (all_ - won)))
