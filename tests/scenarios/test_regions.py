"""`settings`: whose clock, whose holidays and which money: proposed from where the admin is, found by typing, kept."""

from __future__ import annotations

from collections.abc import Generator

import pytest

from bot.language.readers import voice_for
from pipeline.people import settings
from tests.databases import Databases, SqliteFiles
from tests.scenarios.town import ADMIN, CHANNEL, ENGLISH, LEAD, SELLER, Json, Newcomer, Town, plain, playing

MONDAY = "2026-06-15T05:00:00+00:00"  # 8.00 in Helsinki


@pytest.fixture(scope="module")
def settled_town(databases: Databases) -> Generator[Town]:
    with playing(databases.fresh()) as town:
        town.told(ADMIN, "Asetukset tallennettu.")
        yield town


def _save(town: Town, **values: str) -> Json:
    """Save the form before the admin; the answer to that, once it is there."""
    before = {each["ts"] for each in town.slack.state()["ephemerals"]}
    answered = town.fill(ADMIN, **values)
    assert not answered.get("errors"), answered

    def new(state: Json) -> list[Json]:
        return [each for each in state["ephemerals"] if each["user"] == ADMIN and each["ts"] not in before]

    return new(town.slack.until(new))[-1]


@pytest.fixture
def town(settled_town: Town) -> Generator[Town]:
    """Set up for Finland, and so again after each test."""
    yield settled_town
    settled_town.clear_screens()
    settled_town.type(ADMIN, "/deal asetukset")
    finland = {"zone": "Europe/Helsinki", "country": "FI", "currency": "EUR"}
    _save(settled_town, language="workspace", workspace_language="fi", **finland)
    settled_town.clear_screens()


def _shown(town: Town) -> dict[str, str | None]:
    """What stands in the search fields of the form before the admin."""
    blocks = [each for each in town.form(ADMIN)["view"]["blocks"] if each["type"] == "input"]
    fields = {each["block_id"]: each["element"] for each in blocks}
    named = {name: fields[name].get("initial_option") for name in ("zone", "country", "currency")}
    return {name: option["text"]["text"] if option else None for name, option in named.items()}


def _offered(town: Town, label: str, typed: str) -> list[str]:
    view = town.form(ADMIN)["id"]
    return [each["text"]["text"] for each in town.slack.suggest(ADMIN, label, typed, view_id=view)["options"]]


def _now(town: Town) -> tuple[str, str, str]:
    with town.bot.ledger.read_session(town.bot.services.directory.system) as session:
        now = settings.of_workspace(session)
        return now.zone, now.country, now.currency


# --- Proposed ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("zone", "shown", "kept"),
    [
        (
            "Europe/Helsinki",
            {"zone": "Helsinki (Suomi)", "country": "Suomi", "currency": "euro (EUR)"},
            ("Europe/Helsinki", "FI", "EUR"),
        ),
        (
            "Europe/Stockholm",
            {"zone": "Stockholm (Sweden)", "country": "Sweden", "currency": "Swedish Krona (SEK)"},
            ("Europe/Stockholm", "SE", "SEK"),
        ),
        (
            "Europe/Sofia",
            {"zone": "Sofia (Bulgaria)", "country": "Bulgaria", "currency": "Euro (EUR)"},
            ("Europe/Sofia", "BG", "EUR"),
        ),
        (
            "America/New_York",
            {"zone": "New York (United States)", "country": "United States", "currency": "US Dollar (USD)"},
            ("America/New_York", "US", "USD"),
        ),
    ],
)
def test_set_up_proposes_where_the_admin_is_and_saving_keeps_it(
    sqlite_files: SqliteFiles, zone: str, shown: Json, kept: tuple[str, str, str]
) -> None:
    with playing(sqlite_files.fresh(), is_set_up=False) as town:
        _lives(town, zone)
        town.type(ADMIN, "/deal setup")

        assert _shown(town) == shown

        assert not town.fill(ADMIN, place=CHANNEL, lead=LEAD).get("errors")
        assert _now(town) == kept
        assert town.verified()


def test_where_a_zone_is_of_no_country_the_admin_chooses(sqlite_files: SqliteFiles) -> None:
    with playing(sqlite_files.fresh(), is_set_up=False) as town:
        _lives(town, "Etc/UTC")
        town.type(ADMIN, "/deal setup")

        assert _shown(town) == {"zone": "UTC", "country": None, "currency": None}

        chosen = {"country": "NO", "currency": "NOK"}
        assert not town.fill(ADMIN, place=CHANNEL, lead=LEAD, **chosen).get("errors")
        assert _now(town) == ("Etc/UTC", "NO", "NOK")


def _lives(town: Town, zone: str) -> None:
    town.slack.person(ADMIN, tz=zone)
    directory = town.bot.services.directory
    town.until_bot(lambda session: voice_for(session, directory.member(ADMIN, None)).zone == zone)


# --- Changed ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "label", "typed", "first"),
    [
        ("fi", "Aikavyöhyke", "tukh", "Tukholma (Ruotsi)"),
        ("en", "Time zone", "stock", "Stockholm (Sweden)"),
        ("fi", "Pyhäpäivät", "norj", "Norja"),
        ("en", "Public holidays", "norw", "Norway"),
        ("fi", "Valuutta", "punta", "Egyptin punta (EGP)"),
        ("fi", "Valuutta", "gbp", "Englannin punta (GBP)"),
        ("en", "Currency", "kron", "Danish Krone (DKK)"),
    ],
)
def test_one_is_found_by_typing(town: Town, language: str, label: str, typed: str, first: str) -> None:
    if language == "en":
        town.type(ADMIN, "/deal asetukset")
        assert "Settings saved." in plain(_save(town, language="en"))
    town.type(ADMIN, "/deal settings")

    assert _offered(town, label, typed)[0] == first


def test_before_anything_is_typed_what_is_set_and_where_people_are_is_offered(town: Town) -> None:
    town.slack.person(ENGLISH, tz="Europe/London")
    with_london = [each["id"] for each in town.slack.state()["people"] if each["tz"] == "Europe/London"]
    assert with_london == [ENGLISH]
    town.type(ADMIN, "/deal asetukset")

    def offered(label: str) -> list[str]:
        return _offered(town, label, "")

    town.slack.until(lambda _: "Lontoo (Iso-Britannia)" in offered("Aikavyöhyke"))
    assert offered("Aikavyöhyke")[0] == "Helsinki (Suomi)"
    assert offered("Pyhäpäivät")[:2] == ["Suomi", "Iso-Britannia"]
    assert offered("Valuutta")[:2] == ["euro (EUR)", "Englannin punta (GBP)"]
    town.slack.person(ENGLISH, tz="Europe/Helsinki")


def test_what_is_chosen_is_kept_shown_and_undone(town: Town) -> None:
    town.type(ADMIN, "/deal asetukset")
    chosen = {"zone": "Tukholma (Ruotsi)", "country": "Ruotsi", "currency": "Ruotsin kruunu (SEK)"}
    told = _save(town, **chosen)
    assert _now(town) == ("Europe/Stockholm", "SE", "SEK")

    town.type(ADMIN, "/deal asetukset")
    assert _shown(town) == chosen

    town.slack.close(ADMIN, town.form(ADMIN)["id"])
    town.press(ADMIN, "Peru", ts=told["ts"], channel=CHANNEL)
    town.told(ADMIN, "asetukset ovat taas ennallaan")
    assert _now(town) == ("Europe/Helsinki", "FI", "EUR")
    assert town.verified()


def test_a_currency_concerns_amounts_typed_without_one_from_then_on(town: Town) -> None:
    seller = Newcomer(town, SELLER)
    old, new, other = town.new_deal(line="900"), town.new_name(), town.new_name()
    town.type(ADMIN, "/deal asetukset")
    _save(town, currency="SEK")

    for name, amount in ((new, "12 500"), (other, "700 €")):
        seller.type(f"/deal uusi {name}, {amount}")
        assert not seller.fill().get("errors")
        seller.told(f"Luotu: {name}")

    sums = {name: deal.amount.currency for name in (old, new, other) if (deal := town.deal(name)).amount}
    assert sums == {old: "EUR", new: "SEK", other: "EUR"}


def test_what_was_refused_of_the_form_is_still_there(town: Town) -> None:
    town.type(ADMIN, "/deal asetukset")

    answered = town.fill(ADMIN, zone="Europe/London", currency="GBP", lead="USLACKBOT")
    assert list(answered["errors"]) == ["lead"]
    assert _now(town) == ("Europe/Helsinki", "FI", "EUR")

    _save(town, lead=LEAD)
    assert _now(town) == ("Europe/London", "FI", "GBP")


def test_the_monday_post_comes_at_eight_by_the_clock_that_is_set(sqlite_files: SqliteFiles) -> None:
    with playing(sqlite_files.fresh()) as town:
        town.new_deal()
        town.type(ADMIN, "/deal asetukset")
        _save(town, zone="Europe/London", country="GB")

        town.slack.clock(to=MONDAY)
        assert not _posts(town)
        town.slack.clock(by="2h")

        (post,) = _posts(town)
        assert float(post["ts"]) - 1781506800 < 60  # 8.00 in London
        town.slack.clock(by="7d")
        assert len(_posts(town)) == 2


def _posts(town: Town) -> list[Json]:
    return [each for each in town.slack.state()["messages"][CHANNEL] if "Ennuste ma" in plain(each)]
