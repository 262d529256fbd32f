"""`/deal since`: what changed in the pipeline since a day, and the deals of each part behind its button."""

from __future__ import annotations

from pipeline.ledger.actor import By
from pipeline.ledger.events import Via
from pipeline.schedule.pipeline_changes import PipelineGiven, change_pipeline
from tests.scenarios.town import ADMIN, Newcomer, Thread, Town


def test_each_part_opens_to_its_deals(own_town: Town) -> None:
    calm = own_town.newcomer()
    kept, lost = calm.new_deal("8 000 €"), calm.new_deal("5 000 €")
    calm.type(f"/deal hävitty {lost} -- hinta")

    calm.type("/deal mitä muuttui tänään")
    calm.press("Hävityt 1", "Muutokset ma 15.6. alkaen")

    assert lost in calm.told("Muutokset ma 15.6. alkaen · Hävityt 1")
    assert kept not in calm.told("Muutokset ma 15.6. alkaen · Hävityt 1")
    calm.type("/deal mitä muuttui")
    calm.press("Uudet 2", "Ennen: 0 avointa diiliä")
    assert kept in calm.told("Muutokset ma 15.6. alkaen · Uudet")


def test_a_day_before_all_days_leads_to_the_first_one(english: Newcomer) -> None:
    english.new_deal()

    assert english.type("/deal since 1 May 2020").startswith(
        "Changes since Fri 1 May 2020 cannot be counted: nothing is known before "
    )
    english.press("since", "cannot be counted")

    assert english.told("Before: ")


def test_who_was_away_reads_what_changed_since_they_went(calm: Newcomer) -> None:
    calm.new_deal()
    calm.type("/deal poissa 14.6.-16.6.")
    calm.fill()

    assert "poissa ollessasi" in calm.type("/deal mitä muuttui")


def test_in_a_thread(thread: Thread) -> None:
    assert "Uudet" in thread.says("mitä muuttui tänään", "Muutokset")


def test_a_pipeline_is_named_with_or_without_a_day(own_town: Town) -> None:
    second, divided = own_town.pipeline(), own_town.newcomer()
    name, directory = divided.deal_in(second, "7 700 €"), own_town.bot.services.directory
    admin = By(directory.workspace_no, directory.member(ADMIN, None), Via.FORM, ("named",))
    change_pipeline(own_town.bot.ledger, admin, second, PipelineGiven(name="Projektit"))

    for line in ("putki Projektit", "taulu projektit tänään", "putki tänään projektit"):
        assert divided.type(f"/deal {line}").startswith("Myyntiputki · Projektit\n"), line
    assert "Myyntiputki pe 1.5. (mitä silloin tiedettiin) · Projektit" in divided.type("/deal putki projektit 1.5.")
    assert "Muutokset ma 15.6. alkaen · Projektit" in divided.type("/deal mitä muuttui projektit tänään")
    divided.press("Uudet 1", "alkaen · Projektit")
    assert name in divided.told("alkaen · Uudet 1")
