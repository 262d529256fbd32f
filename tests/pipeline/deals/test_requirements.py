"""What a stage may require: one object each, asked by the rules, by undo, and by whatever shows a form."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest

from pipeline import errors
from pipeline.deals import close, edit, needs, notes, offers, requirements, touches
from pipeline.deals.deal import FieldValue, Given
from pipeline.deals.events import CloseDaySet, LostKind, SaidBy
from pipeline.deals.offers import OfferTerms
from pipeline.deals.requirements import FormField, InputKind, JudgedDeal, Requirement
from pipeline.deals.touch_events import Means, TouchOutcome
from pipeline.deals.touches import Told
from pipeline.deals.undo import undoable
from pipeline.ledger.events import Via
from pipeline.money import Money
from pipeline.stages import stages as stages_
from pipeline.stages.events import STAGE, StageKind, StageRequiresSet
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


def _deal_before(
    team: Team, *requires: str, amount: Money | None = HUNDRED, label: str = "Neuvottelu", win: tuple[str, ...] = ()
) -> int:
    """A deal in the first of two open stages, the second of which requires this, and that for wins what is named."""
    rows = (
        ("Kartoitus", StageKind.OPEN, 10, ()),
        (label, StageKind.OPEN, 10, requires),
        ("stage_sale", StageKind.WON, None, win),
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


# --- What a deal has in its parts -------------------------------------------------------------------------------------


def _offered(team: Team, deal: int, **how: Any) -> int:
    terms = OfferTerms(euros(100), team.clock.now().date() + timedelta(days=30))
    return change_of(offers.send(team.ledger, team.by(), deal, terms, **how))


def _touched(team: Team, deal: int) -> int:
    return change_of(touches.log(team.ledger, team.by(), deal, Told(Means.CALL, TouchOutcome.SENT)))


def _needed(team: Team, deal: int) -> int:
    return change_of(needs.add(team.ledger, team.by(), deal, "two pumps"))


def _expected(team: Team, deal: int) -> int:
    return change_of(edit.edit(team.ledger, team.by(), deal, edit.Edit(close_day=DAY)))


def _planned(team: Team, deal: int) -> int:
    return change_of(team.step(deal))


ACTS: dict[str, Callable[[Team, int], int]] = {
    "offer": partial(_offered, moves=False),
    "touch": _touched,
    "need": _needed,
    "close_day": _expected,
    "step": _planned,
}
GIVEN: dict[str, dict[str, FieldValue]] = {
    "need": {"need": "two pumps"},
    "close_day": {"close_day": DAY},
    "step": {"step": "call them", "step_day": DAY},
}


@pytest.mark.parametrize("token", ACTS)
def test_a_deal_enters_once_it_has_what_is_required_and_an_undo_does_not_take_that_away(team: Team, token: str) -> None:
    deal = _deal_before(team, token)
    before = team.everything()
    with pytest.raises(errors.Missing) as refused:
        team.advance(deal)
    assert (refused.value.fields, team.everything()) == ((token,), before)

    made = ACTS[token](team, deal)
    team.advance(deal)
    standing = team.everything()
    with pytest.raises(errors.CannotUndo):
        team.undo(made)
    with team.ledger.read_session(team.by()) as session:
        assert undoable(session, [made]) == set()
    assert team.everything() == standing

    team.back(deal, to_stage=team.there(deal).stage_no - 1)
    team.undo(made)
    with pytest.raises(errors.Missing):
        team.advance(deal, to_stage=team.there(deal).stage_no + 1)
    assert team.is_sound()


@pytest.mark.parametrize("token", GIVEN)
def test_what_a_form_gives_for_a_stage_is_kept_with_the_move_and_undone_with_it(team: Team, token: str) -> None:
    deal = _deal_before(team, token)
    before = team.there(deal)

    moved = team.advance(deal, given=Given(others=GIVEN[token]))

    assert team.there(deal).stage_no == before.stage_no + 1
    with team.ledger.read_session(team.by()) as session:
        assert requirements.REGISTERED[token].still_met(requirements.judged(session, team.there(deal)))
    team.undo(change_of(moved))
    assert replace(team.there(deal), last_no=before.last_no) == before
    assert team.is_sound()


@pytest.mark.parametrize(
    ("token", "given"),
    [
        ("need", {"need": "   "}),
        ("step", {"step": "call them"}),
        ("step", {"step_day": DAY}),
        ("step", {"step": " ", "step_day": DAY}),
    ],
)
def test_half_of_what_is_required_is_not_enough(team: Team, token: str, given: dict[str, FieldValue]) -> None:
    deal = _deal_before(team, token)

    with pytest.raises(errors.Missing):
        team.advance(deal, given=Given(others=given))


@pytest.mark.parametrize(("token", "field"), [("close_day", "close_day"), ("step", "step_day")])
def test_a_day_that_is_gone_is_refused_by_the_field_that_it_stood_in(team: Team, token: str, field: str) -> None:
    deal, gone = _deal_before(team, token), team.clock.now().date() - timedelta(days=1)

    with pytest.raises(errors.DayGone) as refused:
        team.advance(deal, given=Given(others={"step": "call them", field: gone}))

    assert (refused.value.day, refused.value.field) == (gone, field)


@pytest.mark.parametrize("token", ACTS)
def test_a_requirement_that_is_new_throws_no_deal_out_and_refuses_no_other_undo(team: Team, token: str) -> None:
    deal = _deal_before(team)
    moved = team.advance(deal)
    stage_no = team.there(deal).stage_no
    team.do(lambda work: work.append(StageRequiresSet(requires=(token,)), stage_no, work.head_of((STAGE, stage_no))))
    noted = change_of(notes.keep(team.ledger, team.by(), deal, text="they called"))

    team.undo(noted)

    assert team.there(deal).stage_no == stage_no
    team.undo(change_of(moved))
    assert team.is_sound()


def test_an_offer_that_is_sent_moves_the_deal_into_a_stage_that_requires_it(team: Team) -> None:
    deal = _deal_before(team, "offer", "touch", "step", "amount", label="stage_offer", amount=None)

    _offered(team, deal, ask="ask what they think")

    assert team.there(deal).step is not None
    assert team.there(deal).amount == 10_000
    assert team.is_sound()


def test_an_offer_that_is_sent_asks_for_what_else_the_stage_requires(team: Team) -> None:
    deal = _deal_before(team, "offer", "step", "need", "close_day", label="stage_offer")
    with pytest.raises(errors.Missing) as refused:
        _offered(team, deal)
    assert refused.value.fields == ("close_day", "step", "need")

    begun, given = team.there(deal), Given(others=GIVEN["need"] | GIVEN["close_day"] | GIVEN["step"])
    sent = _offered(team, deal, given=given)

    assert team.there(deal).close_day == DAY
    assert team.there(deal).stage_no == begun.stage_no + 1
    team.undo(sent)
    assert replace(team.there(deal), last_no=begun.last_no) == begun


def test_a_deal_is_reopened_without_what_only_an_open_one_can_get(team: Team) -> None:
    deal = _deal_before(team)
    team.advance(deal)
    stage_no = team.there(deal).stage_no
    team.lost(deal)
    required = StageRequiresSet(requires=("offer", "need"))
    team.do(lambda work: work.append(required, stage_no, work.head_of((STAGE, stage_no))))
    with pytest.raises(errors.Missing) as refused:
        team.back(deal)
    assert refused.value.fields == ("need",)

    team.back(deal, given=Given(others=GIVEN["need"]))

    assert team.there(deal).stage_no == stage_no


def test_a_win_requires_what_its_stage_does(team: Team) -> None:
    deal = _deal_before(team, win=("need", "offer"))
    with pytest.raises(errors.Missing) as refused:
        close.won(team.ledger, team.by(), deal, given=Given(others=GIVEN["need"]))
    assert refused.value.fields == ("offer",)

    _offered(team, deal, moves=False)
    close.won(team.ledger, team.by(), deal, given=Given(others=GIVEN["need"]))

    assert team.there(deal).state is StageKind.WON
    assert team.is_sound()


@pytest.mark.parametrize("kind", StageKind)
def test_a_stage_may_require_what_deals_can_have_there(kind: StageKind) -> None:
    tokens = {each.token for each in requirements.for_kind(kind)}

    assert (
        tokens
        == {
            StageKind.OPEN: {"amount", "offer", "touch", "step", "need", "close_day"},
            StageKind.WON: {"amount", "promised_day", "offer", "touch", "need"},
            StageKind.LOST: {"reason"},
        }[kind]
    )
