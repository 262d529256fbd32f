"""Which deal: a picker asks, never guesses; with more deals than it lists, a search finds the rest."""

from tests.scenarios.town import CHANNEL, SELLER, Town, plain

MANY = 12


def test_a_deal_is_searched_for_and_goes_to_the_stage_that_was_named(own_town: Town) -> None:
    names = [own_town.new_deal() for _ in range(MANY)]

    own_town.type(SELLER, "/deal siirrä tarjous")
    asked = own_town.told(SELLER, "Mikä diili?")
    assert "Lisäksi 2 muuta" in plain(asked)
    search = next(
        each["action_id"]
        for block in asked["blocks"]
        for each in block.get("elements", ())
        if each["type"] == "external_select"
    )
    offered = own_town.slack.suggest(SELLER, search, f"#{MANY}", ts=asked["ts"])
    assert [each["text"]["text"] for each in offered["options"]] == [f"{names[-1]} #{MANY}"]
    own_town.press(SELLER, search, ts=asked["ts"], channel=CHANNEL, value=f"{names[-1]} #{MANY}")

    assert "Tarjous" in plain(own_town.card(names[-1], "Tarjous"))
    assert "Tunnistaminen → Tarjous" in plain(own_town.told(SELLER, f"{names[-1]}*: Tunnistaminen"))
    assert own_town.refusals() == []
    assert own_town.verified()


def test_the_button_of_a_picked_deal_does_what_was_typed(town: Town) -> None:
    one, other = town.new_deal(), town.new_deal()

    town.type(SELLER, "/deal siirrä")
    asked = town.told(SELLER, one)
    assert other in plain(asked)
    town.press(SELLER, f"advance.{town.deal(one).deal_no}", ts=asked["ts"], channel=CHANNEL)

    assert "Tunnistaminen → Yhteydenotto" in plain(town.told(SELLER, f"{one}*: Tunnistaminen"))
    assert town.verified()
