"""A long list of numbers is asked for in portions."""

from __future__ import annotations

from pipeline.storage.portions import AT_ONCE, portions


def test_each_number_is_in_one_portion_in_its_order() -> None:
    numbers = list(range(2 * AT_ONCE + 1))
    found = list(portions(numbers))
    assert [len(some) for some in found] == [AT_ONCE, AT_ONCE, 1]
    assert [no for some in found for no in some] == numbers


def test_no_number_is_no_portion() -> None:
    assert list(portions([])) == []
