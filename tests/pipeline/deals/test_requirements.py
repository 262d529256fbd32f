"""What a stage may require: one object each, asked by the rules, by undo, and by whatever shows a form."""

from datetime import date

import pytest

from pipeline import errors
from pipeline.deals import close, requirements
from pipeline.deals.deal import Given
from pipeline.deals.events import CloseDaySet, LostKind, SaidBy
from pipeline.deals.requirements import FormField, InputKind, JudgedDeal, Requirement
from pipeline.ledger.events import Via
from pipeline.money import Money
from pipeline.stages import stages as stages_
from pipeline.stages.events import StageKind
from tests.pipeline.team import ANNA, LOST, Team, change_of, euros
from tests.pipelines import CLOSE_DAY, add_pipeline, open_deal

DAY = date(2026, 5, 4)
HUNDRED = euros(100)


def test_the_default_stages_require_only_what_is_registered() -> None:
    tokens = {token for _label, _kind, _limit, requires in stages_.DEFAULT for token in requires}

    assert tokens <= requirements.REGISTERED.keys()


def test_two_requirements_cannot_have_one_token() -> None:
    other = Requirement(
        token="amount",
        field=FormField(InputKind.MONEY, "reason"),
        missing="field_reason",
        is_met=lambda it, given: True,
        still_met=lambda it: True,
    )
    with pytest.raises(ValueError, match="amount"):
        requirements.register(other)
    assert requirements.REGISTERED["amount"] is requirements.AMOUNT


def test_what_a_form_gives_is_kept_by_its_requirement() -> None:
    given = Given.of({"amount": euros(5), "reason": "dear", CLOSE_DAY.token: DAY}, "a note")

    assert given == Given(amount=euros(5), reason="dear", note="a note", others={CLOSE_DAY.token: DAY})


@pytest.mark.parametrize(
    ("given", "is_met"),
    [
        (Given(reason="too dear"), True),
        (Given(lost_kind=LostKind.PRICE), True),
        (Given(lost_kind=LostKind.UNKNOWN), True),
        (Given(reason="  ", said_by=SaidBy.GUESS, returns=DAY), False),
    ],
)
def test_a_kind_or_words_are_a_reason_for_a_loss(team: Team, given: Given, is_met: bool) -> None:
    deal = team.there(team.new())

    assert requirements.REASON.is_met(JudgedDeal(deal, lambda _part: False), given) is is_met


# --- A requirement of a test's own ------------------------------------------------------------------------------------


def _deal_before(team: Team, *requires: str, amount: Money | None = HUNDRED) -> int:
    """A deal in the first of two open stages, the second of which requires this; those for wins and losses nothing."""
    rows = (
        ("Kartoitus", StageKind.OPEN, 10, ()),
        ("Neuvottelu", StageKind.OPEN, 10, requires),
        ("stage_sale", StageKind.WON, None, ()),
        ("stage_lost", StageKind.LOST, None, ()),
    )
    made: list[int] = []
    team.do(lambda work: made.append(add_pipeline(work, rows)))
    team.do(lambda work: made.append(open_deal(work, made[0], "Beta", ANNA, amount)))
    return made[1]


def test_a_new_requirement_is_refused_recorded_and_held_by_undo(team: Team) -> None:
    deal = _deal_before(team, CLOSE_DAY.token)
    before = team.everything()
    with pytest.raises(errors.Missing) as refused:
        team.advance(deal)
    assert refused.value.fields == (CLOSE_DAY.token,)
    assert team.everything() == before

    moved = team.advance(deal, given=Given(others={CLOSE_DAY.token: DAY}))

    assert team.there(deal).close_day == DAY
    team.undo(change_of(moved))
    assert team.there(deal).close_day is None
    assert team.is_sound()


def test_what_the_deal_has_already_is_not_asked_for_again(team: Team) -> None:
    deal = _deal_before(team, CLOSE_DAY.token)
    team.advance(deal, given=Given(others={CLOSE_DAY.token: DAY}))
    team.back(deal, to_stage=team.there(deal).stage_no - 1)

    team.advance(deal, to_stage=team.there(deal).stage_no + 1)

    assert team.there(deal).close_day == DAY


def test_what_a_stage_requires_is_not_undone_while_the_deal_stands_there(team: Team) -> None:
    deal = _deal_before(team, CLOSE_DAY.token)
    team.do(lambda work: work.append(CloseDaySet(close_day=DAY), deal, team.deal(deal)), ANNA, Via.FORM)
    team.advance(deal)
    change = team.ask("SELECT max(change_no) FROM event WHERE workspace_no = :w AND kind = 'close_day_set'")[0][0]

    with pytest.raises(errors.CannotUndo):
        team.undo(change)

    assert team.there(deal).close_day == DAY


def test_a_win_is_of_an_amount_whatever_its_stage_requires(team: Team) -> None:
    deal = _deal_before(team, amount=None)

    with pytest.raises(errors.Missing) as refused:
        close.won(team.ledger, team.by(), deal, given=Given())
    assert refused.value.fields == ("amount",)

    close.won(team.ledger, team.by(), deal, given=Given(amount=euros(5)))
    assert (team.there(deal).state, team.there(deal).amount) == (StageKind.WON, 500)


def test_a_loss_records_the_amount_that_was_given_with_it(team: Team) -> None:
    deal = team.new("Acme", 100)

    team.advance(deal, to_stage=LOST, given=Given(amount=euros(80), reason="too dear"))

    assert team.there(deal).amount == 8_000


def test_a_requirement_of_a_newer_program_is_refused_by_its_name(team: Team) -> None:
    deal = _deal_before(team, "amount", "budget")
    before, to = team.everything(), team.there(deal).stage_no + 1

    with pytest.raises(errors.UnknownRequirement) as refused:
        team.advance(deal, given=Given(amount=euros(5), others={"budget": "ours"}))

    assert vars(refused.value) == {"stage": to, "token": "budget"}
    assert team.everything() == before
