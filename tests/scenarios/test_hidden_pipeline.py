"""Every word, typed by whoever is not in a pipeline: nothing of it is shown, offered, named in a refusal, or done."""

from __future__ import annotations

import json
from collections.abc import Generator

import pytest

from bot.requests.route import OPTION_SOURCES, WORDS
from pipeline.ledger.unit_of_work import UnitOfWork
from pipeline.people import settings
from pipeline.pipelines.events import CHANNEL as OF_CHANNEL
from pipeline.pipelines.events import PIPELINE, PipelineChanged, PipelineField
from pipeline.storage import schema
from tests.databases import SqliteFiles
from tests.scenarios.town import (
    ADMIN,
    CHANNEL,
    CHANNEL_WITH_GUEST,
    GUEST,
    LEAD,
    OTHER_SELLER,
    SELLER,
    THIRD_SELLER,
    Town,
    plain,
    playing,
)

CUSTOMER, PIPELINE_NAME = "Salakauppa Vedenjakaja", "Hiidenvienti"
SECRETS = (CUSTOMER, "Vedenjakaja", PIPELINE_NAME, "Kartoitus", "Neuvottelu", "77 777", "77,777", "77777")
"""What nobody outside may read. None of it is typed: what a person types is quoted to them."""

IN_IT = (SELLER, OTHER_SELLER, LEAD)
OUTSIDE = {
    THIRD_SELLER: (
        "#{no}",
        "#{no} tarjous",
        "#{no} soitin, ei vastannut, 5 000 €",
        "salakaup",
        "veden",
        "{no} -- huomio",
        "",
    ),
    ADMIN: ("#{no}", "salakaup"),
    GUEST: ("#{no}",),
}
"""Who is outside, and what they type behind every word."""

READS = {GUEST: CHANNEL_WITH_GUEST}
"""Where those type who do not read the sales channel."""


@pytest.fixture(scope="module")
def divided(sqlite_files: SqliteFiles) -> Generator[tuple[Town, int]]:
    """A town with a pipeline of the channel #projektit, and the number of its deal."""
    with playing(sqlite_files.fresh()) as town:
        pipeline_no = town.pipeline()

        def close(work: UnitOfWork) -> None:
            directory = town.bot.services.directory
            place: dict[str, str | int | None] = {
                settings.PLACE.format(pipeline=pipeline_no): directory.place(work, CHANNEL_WITH_GUEST)
            }
            settings.put(work, settings.WORKSPACE, place)
            name = work.text(schema.name, PIPELINE, pipeline_no, PIPELINE_NAME)
            for of, value in ((PipelineField.NAME, name), (PipelineField.SELLERS, OF_CHANNEL)):
                work.append(PipelineChanged(field=of, value=value), pipeline_no, work.head_of((PIPELINE, pipeline_no)))

        town.change(close)
        assert town.bot.services.sellers.refresh() == []
        name = town.deal_in(pipeline_no, SELLER, "77 777 €", CUSTOMER)
        town.card(name, channel=CHANNEL_WITH_GUEST)
        yield town, town.deal(name).deal_no


def lines(who: str, number: int) -> list[str]:
    """Every word, in both languages, before what this person types behind it."""
    words = [form for word in WORDS for forms in word.forms.values() for form in forms[:1]]
    return [f"{word} {behind.format(no=number)}".strip() for word in words for behind in OUTSIDE[who]]


def shown_to(town: Town, who: str) -> str:
    """All that this person could read by now outside the pipeline's channel: answers, forms, Home, direct messages."""
    state = town.slack.state()
    theirs = [each["id"] for each in state["channels"] if who in each["members"] and each["id"] != CHANNEL_WITH_GUEST]
    shown = [
        [each for each in (*state["ephemerals"], *state["views"]) if each["user"] == who],
        state["homes"].get(who),
        [state["messages"][channel] for channel in theirs],
    ]
    return json.dumps(shown, ensure_ascii=False).replace("\u00a0", " ")


def leaks(told: str) -> list[str]:
    return [each for each in SECRETS if each in told]


@pytest.mark.parametrize("who", OUTSIDE)
def test_whoever_is_not_in_a_pipeline_reads_nothing_of_it(divided: tuple[Town, int], who: str) -> None:
    town, number = divided
    before = town.deal(CUSTOMER)
    found: list[tuple[str, list[str]]] = []
    for line in lines(who, number):
        said = town.type(who, f"/deal {line}", channel=READS.get(who, CHANNEL))
        if told := leaks(said + shown_to(town, who)):
            found.append((line, told))
        town.clear_screens()

    assert found == []
    assert town.deal(CUSTOMER) == before


@pytest.mark.parametrize("who", [THIRD_SELLER, ADMIN])
def test_no_search_field_and_no_home_offers_it(divided: tuple[Town, int], who: str) -> None:
    town, _number = divided
    for line in ("yhdistä", "asiakas", "uusi", "valitse"):
        town.type(who, f"/deal {line}")
        view = town.slack.view_of(who)
        for name in OPTION_SOURCES:
            if view is not None and name in json.dumps(view):
                for typed in ("", "sala", "veden"):
                    assert leaks(json.dumps(town.slack.suggest(who, name, typed, view_id=view["id"]))) == [], name
        town.clear_screens()
    town.slack.open_home(who)
    town.slack.until(lambda state: state["homes"].get(who))

    assert leaks(shown_to(town, who)) == []


@pytest.mark.parametrize("who", IN_IT)
def test_whoever_is_in_it_reads_it(divided: tuple[Town, int], who: str) -> None:
    town, number = divided
    assert leaks(town.type(who, f"/deal näytä #{number}"))
    assert leaks(town.type(who, "/deal etsi salakaup"))


def test_pages_of_an_open_pipelines_post_are_silent_on_a_deal_that_was_taken_into_it(divided: tuple[Town, int]) -> None:
    """The post told of the deal while everybody saw it: its name and offer of now are of the hidden pipeline."""
    town, _number = divided
    taken, stays = town.new_deal(line="30 000 €"), town.new_deal(line="20 000 €")
    for name in (taken, stays):
        town.type(SELLER, f"/deal tarjous {name} 30 000, 3 viikkoa, 30 pv")
        town.fill(SELLER)
        town.card(name, "Tarjous")
    town.slack.clock(to="2026-06-22T05:00:30+00:00")
    (post,) = [each for each in town.slack.state()["messages"][CHANNEL] if "(vko 26)" in plain(each)]
    town.type(LEAD, f"/deal siirrä {taken} {PIPELINE_NAME}")
    town.clear_screens()
    no = town.deal(taken).deal_no

    for who, is_told in ((THIRD_SELLER, False), (SELLER, True)):
        town.press(who, "Näytä laskelma", ts=post["ts"], channel=CHANNEL)
        sums = town.told(who, "Laskelma: ennuste")
        assert (taken in plain(sums), stays in plain(sums)) == (is_told, True)
        menu = "forecast.why.2026-06-01"
        (option,) = [
            each["text"]["text"]
            for block in sums["blocks"]
            for element in block.get("elements", ())
            if element.get("action_id") == menu
            for each in element["options"]
            if f":{no} " in each["value"]
        ]
        town.press(who, menu, ts=sums["ts"], channel=CHANNEL, value=option)
        reasons = plain(town.told(who, "Tällaisista diileistä"))
        assert (taken in reasons, "Tarjous on voimassa" in reasons) == (is_told, is_told)
        assert "Voimassa olevaa tarjousta ei ole" not in reasons
        town.clear_screens()
