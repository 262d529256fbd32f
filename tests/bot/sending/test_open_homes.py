"""Which Homes may be published anew: those that were looked at lately, one person's not again and again."""

from __future__ import annotations

from dataclasses import replace

from bot.sending.open_homes import MOST, OpenHomes

NOW, LATER = (7, 0), (8, 0)  # the newest event, and the part of an hour


def opened(*members: int) -> OpenHomes:
    homes = OpenHomes()
    for no in members:
        homes.opened(no, f"U{no}", {"blocks": []}, "1")
    return homes


def test_one_that_was_just_published_waits() -> None:
    homes = opened(1)

    assert homes.due(NOW, between=60) == []
    assert [no for no, _ in homes.due(NOW, between=0)] == [1]


def test_one_that_was_seen_to_be_so_waits_for_something_new() -> None:
    homes = opened(1)
    ((no, shown),) = homes.due(NOW, between=0)

    homes.save(no, shown, replace(shown, moment=NOW))

    assert homes.due(NOW, between=0) == []
    assert [no for no, _ in homes.due(LATER, between=0)] == [1]


def test_what_its_member_opened_meanwhile_counts() -> None:
    homes = opened(1)
    ((no, before),) = homes.due(NOW, between=0)
    homes.opened(1, "U1", {"blocks": ["newer"]}, "2")

    homes.save(no, before, replace(before, moment=NOW))

    assert [shown.hash for _, shown in homes.due(NOW, between=0)] == ["2"]


def test_those_that_wait_longest_come_first() -> None:
    homes = opened(1, 2, 3)
    homes.opened(1, "U1", {}, "2")

    assert [no for no, _ in homes.due(NOW, between=0)] == [2, 3, 1]


def test_of_too_many_the_first_ones_are_let_go() -> None:
    homes = opened(*range(MOST + 2))

    assert len(homes) == MOST
    assert 0 not in {no for no, _ in homes.due(NOW, between=0)}


def test_one_that_is_forgotten_is_not_due() -> None:
    homes = opened(1)

    homes.forget(1)

    assert homes.due(NOW, between=0) == []
