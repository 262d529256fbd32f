"""A sum and its parts, rounded for a post: the parts add up to the sum, and none is far from what it was."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.forecast.rounding import rounded_parts, rounded_to, unit_of
from pipeline.money import Money


@given(st.lists(st.integers(-(10**11), 10**11), min_size=1, max_size=8), st.sampled_from(["EUR", "JPY"]))
def test_rounded_parts_add_up_and_each_is_within_a_unit_of_itself(minor: list[int], currency: str) -> None:
    total = Money(sum(minor), currency)
    unit = unit_of(total)
    rounded = rounded_to(total, unit)
    parts = rounded_parts([Money(each, currency) for each in minor], rounded, unit)
    assert sum(part.minor for part in parts) == rounded.minor
    assert all(abs(part.minor - each) <= unit for part, each in zip(parts, minor, strict=True))
    assert all(part.minor % unit == 0 for part in parts)


@pytest.mark.parametrize(
    ("parts", "rounded"),
    [
        ([22_049_00, 213_987_00, 155_464_00], [22_000_00, 214_000_00, 156_000_00]),
        ([33_333_33, 33_333_33, 33_333_34], [33_000_00, 33_000_00, 34_000_00]),
        ([400_00, 0, 0], [400_00, 0, 0]),
    ],
)
def test_what_rounding_down_leaves_goes_to_those_that_lost_the_most(parts: list[int], rounded: list[int]) -> None:
    total = Money(sum(parts), "EUR")
    unit = unit_of(total)
    found = rounded_parts([Money(each, "EUR") for each in parts], rounded_to(total, unit), unit)
    assert [each.minor for each in found] == rounded


@pytest.mark.parametrize(
    ("minor", "currency", "unit"),
    [(447_316_12, "EUR", 1_000_00), (99_12, "EUR", 1_00), (0, "EUR", 1_00), (1_234_567, "JPY", 10_000)],
)
def test_a_sum_is_said_in_three_figures_and_never_in_cents(minor: int, currency: str, unit: int) -> None:
    assert unit_of(Money(minor, currency)) == unit
