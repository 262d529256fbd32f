"""An amount given with a move becomes the deal's, and the answer names it where it is another one, and only there."""

from pipeline.deals import move
from pipeline.deals.deal import Expected, Given
from pipeline.messages.change_notices import DealAdvanced
from pipeline.money import Money
from tests.pipeline.team import CONTACT, FIRST, OFFER, Team, euros, told


def test_an_amount_in_another_currency_takes_the_place_of_the_old_one_with_its_currency(team: Team) -> None:
    deal = team.new("Acme", 100)

    moved = team.advance(deal, to_stage=OFFER, given=Given(amount=Money.of("130", "SEK")))

    assert (team.there(deal).amount, team.there(deal).currency) == (13_000, "SEK")
    assert moved.amount == Money.of("130", "SEK")


def test_as_many_of_another_currency_are_another_amount(team: Team) -> None:
    deal = team.new("Acme", 100)

    team.advance(deal, given=Given(amount=Money.of("100", "SEK")))

    assert (team.there(deal).amount, team.there(deal).currency) == (10_000, "SEK")


def test_an_amount_set_with_a_move_is_named(team: Team) -> None:
    deal = team.new("Acme", 100)

    assert team.advance(deal, to_stage=OFFER, given=Given(amount=euros(130))).amount == euros(130)
    assert team.back(deal, to_stage=FIRST, given=Given(amount=euros(90))).amount == euros(90)


def test_an_amount_that_stays_as_it_was_is_not(team: Team) -> None:
    deal = team.new("Acme", 100)

    assert team.advance(deal, to_stage=CONTACT).amount is None
    assert team.advance(deal, to_stage=OFFER, given=Given(amount=euros(100))).amount is None


def test_a_second_press_of_the_same_button_hears_of_the_amount_again(team: Team) -> None:
    deal = team.new("Acme")
    expected, given = Expected(team.there(deal).stay, OFFER), Given(amount=euros(130))

    answers = [
        told(move.advance(team.ledger, team.by(), deal, to_stage=OFFER, expected=expected, given=given), DealAdvanced)
        for _ in range(2)
    ]

    assert answers[0] == answers[1]
    assert answers[0].amount == euros(130)
