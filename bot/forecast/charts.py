"""Draws the pictures of a forecast: the course of a month, and the record of past forecasts. Data in, PNG bytes out.

Texts stand at what they name, so that no legend is needed. The colours are those of Okabe and Ito, which colour-blind
people tell apart; besides, no two things have the same shape. Made for the width of a phone.

matplotlib takes half a second to load, so only `draw` loads it: it runs in the sender, never before an acknowledgement.
It is not safe in several threads at once. It keeps a list of fonts in a folder of its own, which goes with the process,
unless MPLCONFIGDIR names one: nothing is written to anybody's home.
"""

from __future__ import annotations

import io
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from tempfile import TemporaryDirectory
from threading import Lock
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.axes import Axes

INK, QUIET, GRID = "#1d1c1d", "#616061", "#e4e4e4"
WON, RANGE, TARGET = "#0072b2", "#e69f00", "#d55e00"  # blue, orange, vermilion of Okabe and Ito
WIDTH, HEIGHT, DPI = 5.0, 3.75, 200  # inches, inches, dots an inch: 1000 × 750, sharp on a phone
SIZE = 11.0  # points
ROOM = 0.16  # the part of the height that lies free above the highest value
LETTER = 0.0205  # the width of a bold letter, as a part of the width
CLOSEST = 0.085  # the least distance of two labels, as a part of the height

FOLDER = "MPLCONFIGDIR"  # the variable that names matplotlib's folder

_drawing = Lock()


@dataclass(frozen=True, slots=True)
class LabelledSum:
    """An amount, in minor units, and the text that says it."""

    minor: int
    text: str


@dataclass(frozen=True, slots=True)
class MonthChart:
    """The course of a month: what was won up to each day, and what the month's end is expected to bring.

    `won` has the amount won by the end of each day that has a win, in minor units; `now` is the day of the forecast.
    `low` and `high` are None where no range is told.
    """

    title: str
    days: tuple[date, date]
    day_labels: tuple[tuple[date, str], ...]
    now: date
    won: tuple[tuple[date, int], ...]
    won_now: LabelledSum
    expected: LabelledSum
    low: LabelledSum | None = None
    high: LabelledSum | None = None
    target: LabelledSum | None = None


@dataclass(frozen=True, slots=True)
class PastForecast:
    """One past forecast: its label, its range, and what came, in minor units."""

    label: str
    low: int
    high: int
    came: int

    @property
    def has_held(self) -> bool:
        """Whether what came lies in the range."""
        return self.low <= self.came <= self.high


@dataclass(frozen=True, slots=True)
class RecordChart:
    """The record of past forecasts, the oldest first. The labels name a range, a hit and a miss where they stand."""

    title: str
    forecasts: tuple[PastForecast, ...]
    hit: str
    miss: str
    range: str
    top: LabelledSum


def draw(chart: MonthChart | RecordChart) -> bytes:
    """Draw a chart as a PNG of 1000 × 750 pixels."""
    with _drawing:
        if FOLDER not in os.environ:
            os.environ[FOLDER] = _own_folder().name
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure

        figure = Figure(figsize=(WIDTH, HEIGHT), dpi=DPI, facecolor="white")
        FigureCanvasAgg(figure)
        axes = figure.add_axes((0.03, 0.11, 0.94, 0.77))
        _bare(axes, chart.title)
        if isinstance(chart, MonthChart):
            _draw_month(axes, chart)
        else:
            _draw_record(axes, chart)
        made = io.BytesIO()
        figure.savefig(made, format="png", metadata={"Software": None})
        return made.getvalue()


@cache
def _own_folder() -> TemporaryDirectory[str]:
    """Make the folder for matplotlib's list of fonts; it is removed when the process ends."""
    return TemporaryDirectory(prefix="putki-", ignore_cleanup_errors=True)


def _bare(axes: Axes, title: str) -> None:
    """Leave out what says nothing: the frame, the ticks, and the scale of amounts, which the labels tell."""
    axes.set_title(title, loc="left", fontsize=SIZE + 2, fontweight="bold", color=INK, pad=8)
    for side in ("top", "left", "right"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(QUIET)
    axes.tick_params(length=0, labelsize=SIZE, labelcolor=QUIET)
    axes.set_yticks([])


# --- The month --------------------------------------------------------------------------------------------------------


def _draw_month(axes: Axes, chart: MonthChart) -> None:
    first, last = chart.days
    length, now = (last - first).days + 1, (chart.now - first).days
    levels = [chart.won_now, chart.expected, *(each for each in (chart.low, chart.high, chart.target) if each)]
    top = max(1, *(each.minor for each in levels)) * (1 + ROOM)
    longest = max(len(each.text) for each in levels if each is not chart.won_now)
    axes.set_xlim(-0.5, length / (1 - min(0.5, LETTER * longest + 0.02)))  # the labels stand to the right
    axes.set_ylim(0, top)
    axes.set_xticks([(day - first).days for day, _ in chart.day_labels], [text for _, text in chart.day_labels])
    _target(axes, chart, length)
    _range(axes, chart, now, length)
    _won(axes, chart, now)
    _label_end(axes, chart, length, top)


def _won(axes: Axes, chart: MonthChart, now: int) -> None:
    first = chart.days[0]
    steps = [(0, 0), *(((day - first).days, sum_) for day, sum_ in chart.won), (now, chart.won_now.minor)]
    days, sums = [day for day, _ in steps], [sum_ for _, sum_ in steps]
    axes.fill_between(days, sums, step="post", color=WON, alpha=0.18, linewidth=0)
    axes.step(days, sums, where="post", color=WON, linewidth=2.6, solid_capstyle="round")
    axes.plot([now], [chart.won_now.minor], "o", color=WON, markersize=7)
    is_right = now < 12
    axes.annotate(
        chart.won_now.text,
        (now, chart.won_now.minor),
        xytext=(0 if is_right else 4, 9),
        textcoords="offset points",
        ha="left" if is_right else "right",
        va="bottom",
        fontsize=SIZE,
        fontweight="bold",
        color=WON,
        bbox=_under(),
        zorder=6,
    )


def _range(axes: Axes, chart: MonthChart, now: int, length: int) -> None:
    won, end = chart.won_now.minor, length - 0.5
    axes.plot([now, end], [won, chart.expected.minor], color=INK, linewidth=1.6, linestyle=(0, (4, 2)))
    if chart.low is not None and chart.high is not None:
        axes.fill_between([now, end], [won, chart.low.minor], [won, chart.high.minor], color=RANGE, alpha=0.28, lw=0)
        axes.plot([end, end], [chart.low.minor, chart.high.minor], color=RANGE, linewidth=5, solid_capstyle="butt")
    axes.plot([end], [chart.expected.minor], "D", color=INK, markersize=7, zorder=5)


def _target(axes: Axes, chart: MonthChart, length: int) -> None:
    if chart.target is not None:
        axes.plot([-0.5, length], [chart.target.minor] * 2, color=TARGET, linewidth=1.8, linestyle=(0, (1, 1.6)))


def _label_end(axes: Axes, chart: MonthChart, length: int, top: float) -> None:
    """Write the amounts of the month's end beside it, moved apart where they would overlap."""
    named = [(chart.expected, INK), (chart.low, QUIET), (chart.high, QUIET), (chart.target, TARGET)]
    there = sorted(((level, colour) for level, colour in named if level is not None), key=lambda each: each[0].minor)
    heights = spread([level.minor / top for level, _ in there], CLOSEST)
    for (level, colour), height in zip(there, heights, strict=True):
        is_main = level is chart.expected
        axes.text(
            length + 0.6,
            height * top,
            level.text,
            va="center",
            fontsize=SIZE,
            fontweight="bold" if is_main or level is chart.target else "normal",
            color=colour,
        )


def spread(heights: Sequence[float], least: float) -> list[float]:
    """Move sorted heights (0 to 1) apart, so that any two differ by `least`, as little as that takes."""
    placed = [max(height, least / 2) for height in heights]
    for n in range(1, len(placed)):
        placed[n] = max(placed[n], placed[n - 1] + least)
    over = placed[-1] - (1 - least / 2) if placed else 0.0
    if over > 0:
        placed[-1] -= over
        for n in range(len(placed) - 2, -1, -1):
            placed[n] = min(placed[n], placed[n + 1] - least)
    return placed


def _under() -> dict[str, Any]:
    return {"boxstyle": "square,pad=0.15", "facecolor": "white", "alpha": 0.8, "linewidth": 0}


# --- The record -------------------------------------------------------------------------------------------------------


def _draw_record(axes: Axes, chart: RecordChart) -> None:
    shown = chart.forecasts
    top = max(1, *(max(each.high, each.came) for each in shown)) * (1 + ROOM)
    axes.set_xlim(-0.7, len(shown) - 0.3)
    axes.set_ylim(0, top)
    every = max(1, -(-len(shown) // 6))
    places = range(len(shown) - 1, -1, -every)
    axes.set_xticks(list(places), [shown[n].label for n in places])
    axes.axhline(chart.top.minor, color=GRID, linewidth=1.2, zorder=0)
    axes.text(-0.6, chart.top.minor, chart.top.text, va="bottom", fontsize=SIZE, color=QUIET, bbox=_under(), zorder=6)
    for n, each in enumerate(shown):
        axes.plot([n, n], [each.low, each.high], color=RANGE, alpha=0.55, linewidth=9, solid_capstyle="butt")
        marker, colour = ("o", WON) if each.has_held else ("X", TARGET)
        axes.plot([n], [each.came], marker, color=colour, markersize=8, markeredgecolor="white", zorder=5)
    _key(axes, chart)


def _key(axes: Axes, chart: RecordChart) -> None:
    """Say below the title what each mark is, in its own colour."""
    at = 0.0
    for mark, text, colour in (("■", chart.range, "#9a6a00"), ("●", chart.hit, WON), ("✖", chart.miss, TARGET)):
        axes.text(at, 1.0, f"{mark} {text}", transform=axes.transAxes, va="top", fontsize=SIZE, color=colour)
        at += 0.045 * 1.0 + 0.0225 * (len(text) + 1)
