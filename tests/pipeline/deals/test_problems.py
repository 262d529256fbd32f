"""Problems with what was won: a step for today that stands in the list of today until it is done; and what follows."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pipeline import errors, support_errors
from pipeline.deals import needs, problems, steps
from pipeline.deals import open as opening
from pipeline.deals.delivery_events import ProblemTold
from pipeline.deals.events import SourceKind
from pipeline.deals.to_do import NextReason
from pipeline.messages.change_notices import DealCreated
from pipeline.messages.need_notices import NeedKept
from pipeline.messages.support_notices import ProblemKept
from pipeline.queries.changes_by_others import changes_by_others
from pipeline.queries.deal_view import DealView, deal_view
from pipeline.queries.next_up import next_up
from tests.pipeline.team import ANNA, BERTIL, Team, change_of, told


def won(team: Team, customer: str = "Acme Oy") -> int:
    deal = team.new(customer, amount=12_500)
    team.won(deal)
    return deal


def to_do(team: Team, who: int = ANNA) -> list[tuple[int, NextReason, str]]:
    with team.ledger.read_session(team.by(who)) as session:
        return [(each.deal_no, each.reason, each.step) for each in next_up(session).deals]


def seen(team: Team, deal: int) -> DealView:
    with team.ledger.read_session(team.by()) as session:
        return deal_view(session, deal)


def test_it_is_to_do_today_and_until_it_is_done(team: Team) -> None:
    deal = won(team)

    told(problems.tell(team.ledger, team.by(), deal, "venttiili\n vuotaa"), ProblemKept)

    assert to_do(team) == [(deal, NextReason.STEP_TODAY, "venttiili vuotaa")]
    assert seen(team, deal).is_cared_for
    team.clock.move_by(timedelta(days=4))
    assert to_do(team) == [(deal, NextReason.STEP_OVERDUE, "venttiili vuotaa")]
    steps.put_off(team.ledger, team.by(), deal)
    assert to_do(team) == []
    team.clock.move_by(timedelta(days=3))  # from Friday to Monday
    assert to_do(team) == [(deal, NextReason.STEP_TODAY, "venttiili vuotaa")]
    steps.done(team.ledger, team.by(), deal)
    assert to_do(team) == []
    assert seen(team, deal).problems == ("venttiili vuotaa",)
    with pytest.raises(errors.NoStep):
        steps.done(team.ledger, team.by(), deal)
    assert team.is_sound()


def test_a_second_problem_stands_beside_the_first_and_each_can_be_undone(team: Team) -> None:
    deal = won(team)
    problems.tell(team.ledger, team.by(), deal, "venttiili vuotaa")

    second = told(problems.tell(team.ledger, team.by(), deal, "pumppu pitää ääntä"), ProblemKept)

    assert to_do(team) == [(deal, NextReason.STEP_TODAY, "venttiili vuotaa · pumppu pitää ääntä")]
    team.undo(change_of(second))
    assert to_do(team) == [(deal, NextReason.STEP_TODAY, "venttiili vuotaa")]
    assert seen(team, deal).problems == ("venttiili vuotaa",)
    assert team.is_sound()


def test_a_step_left_over_from_before_the_win_is_no_problem(team: Team) -> None:
    deal = team.new(amount=12_500)
    team.step(deal, days=1)
    team.won(deal)
    team.clock.move_by(timedelta(days=3))

    assert to_do(team) == []
    assert not seen(team, deal).is_cared_for


def test_a_colleague_may_tell_it_and_take_it_back_and_the_owner_has_the_step(team: Team) -> None:
    deal = won(team)

    told_by = told(problems.tell(team.ledger, team.by(BERTIL), deal, "venttiili vuotaa"), ProblemKept)

    assert to_do(team) == [(deal, NextReason.STEP_TODAY, "venttiili vuotaa")]
    assert to_do(team, BERTIL) == []
    with team.ledger.read_session(team.by(None)) as session:
        [changed] = changes_by_others(session, ANNA, change_of(told_by))
    assert (changed.who, [type(each) for each in changed.added]) == ((BERTIL,), [ProblemTold])
    team.undo(change_of(told_by), who=BERTIL)
    assert to_do(team) == []
    assert team.is_sound()


def test_what_is_not_won_is_empty_or_too_long_is_refused(team: Team) -> None:
    is_open, deal = team.new(), won(team, "Beta Oy")

    with pytest.raises(support_errors.NothingSold) as refused:
        problems.tell(team.ledger, team.by(), is_open, "vuotaa")
    assert refused.value.text == "vuotaa"
    with pytest.raises(support_errors.EmptyProblem):
        problems.tell(team.ledger, team.by(), deal, " \n ")
    with pytest.raises(support_errors.ProblemTooLong):
        problems.tell(team.ledger, team.by(), deal, "x" * (problems.LONGEST + 1))


def test_a_follow_up_sale_takes_over_the_needs_and_both_deals_name_each_other(team: Team) -> None:
    deal = won(team)
    told(needs.add(team.ledger, team.by(), deal, "seisokki heinäkuussa"), NeedKept)

    opened = told(
        opening.new(team.ledger, team.by(), opening.NewDeal(customer="Acme Oy", name="Huolto", follows=deal)),
        DealCreated,
    )

    later = team.there(opened.deal)
    assert (later.follows, later.source_kind) == (deal, SourceKind.EXISTING)
    assert later.customer_no == team.there(deal).customer_no
    assert seen(team, opened.deal).needs == ("seisokki heinäkuussa",)
    assert [(each.deal_no, each.is_later) for each in seen(team, opened.deal).linked] == [(deal, False)]
    assert [(each.deal_no, each.is_later) for each in seen(team, deal).linked] == [(opened.deal, True)]
    team.undo(change_of(opened))
    assert seen(team, deal).linked == ()
    assert team.is_sound()


def test_what_is_not_won_has_no_follow_up_sale(team: Team) -> None:
    deal = team.new()

    with pytest.raises(support_errors.NothingSold):
        opening.new(team.ledger, team.by(), opening.NewDeal(customer="Acme Oy", follows=deal))
