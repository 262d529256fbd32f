"""The answer to a move names the amount where the move set another one, and only then."""

from pipeline.deals import move
from pipeline.deals.deal import Expected, Given
from tests.pipeline.team import CONTACT, FIRST, OFFER, Team, euros


def test_an_amount_set_with_a_move_is_named(team: Team) -> None:
    deal = team.new("Acme", 100)

    assert team.advance(deal, to_stage=OFFER, given=Given(amount=euros(130))).values["sum"] == euros(130)
    assert team.back(deal, to_stage=FIRST, given=Given(amount=euros(90))).values["sum"] == euros(90)


def test_an_amount_that_stays_as_it_was_is_not(team: Team) -> None:
    deal = team.new("Acme", 100)

    assert "sum" not in team.advance(deal, to_stage=CONTACT).values
    assert "sum" not in team.advance(deal, to_stage=OFFER, given=Given(amount=euros(100))).values


def test_a_second_press_of_the_same_button_hears_of_the_amount_again(team: Team) -> None:
    deal = team.new("Acme")
    expected, given = Expected(team.there(deal).stay, OFFER), Given(amount=euros(130))

    told = [
        move.advance(team.ledger, team.by(), deal, to_stage=OFFER, expected=expected, given=given) for _ in range(2)
    ]

    assert told[0] == told[1]
    assert told[0].values["sum"] == euros(130)
