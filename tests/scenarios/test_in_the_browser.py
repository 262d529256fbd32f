"""The demo as one would show it to a friend: in a real browser, against the real bot."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from pipeline.people import settings
from tests.scenarios.town import ADMIN, CHANNEL, LEAD, OTHER_SELLER, SELLER, Newcomer, Town

PRIVATE_CHANNEL = "CLOCALJOHTO"  # the seller is not in it


def _open(page: Page, town: Town, place: str = CHANNEL) -> Page:
    page.goto(f"{town.slack.url}/#/{SELLER}/{place}")
    expect(page.locator(".middle .composer textarea")).to_be_visible()
    return page


def _type(page: Page, text: str) -> None:
    box = page.locator(".middle .composer textarea")
    box.fill(text)
    box.press("Enter")


def test_a_deal_is_made_moved_taken_back_and_dealt_with_from_its_reminder(own_town: Town, page: Page) -> None:
    _open(page, own_town)

    _type(page, "/deal uusi Acme Oy, verkkokauppa, 31.8.")
    form = page.get_by_role("dialog")
    expect(form.get_by_label("Asiakas")).to_have_value("Acme Oy")
    form.get_by_label("Summa").fill("12 500")
    form.get_by_role("button", name="Luo").click()
    expect(form).to_be_hidden()
    messages = page.locator(".middle .message")
    card = messages.filter(has_text="lähtien ·").filter(has_text="Acme Oy")
    expect(card).to_contain_text("12 500 €")

    _type(page, "/deal siirrä acme")
    told = messages.filter(has_text="Tunnistaminen → Yhteydenotto").last
    expect(told).to_be_visible()
    expect(card.get_by_role("button", name="Siirrä: Tarjous")).to_be_visible()
    told.get_by_role("button", name="Peru").click()
    expect(messages.filter(has_text="Peruttu")).to_be_visible()
    expect(card.get_by_role("button", name="Siirrä: Yhteydenotto")).to_be_visible()

    page.get_by_role("button", name="Control panel").click()
    for day in ("22.6.", "29.6.", "6.7."):
        page.get_by_role("button", name="+1 week").click()
        expect(page.locator(".topbar .clock")).to_contain_text(day)
    page.get_by_role("button", name="Control panel").click()
    _open(page, own_town, own_town.room(SELLER))
    reminder = page.locator(".middle .message").filter(has_text="⏸").filter(has_text="Acme Oy")
    expect(reminder).to_be_visible()
    reminder.hover()
    reminder.get_by_role("button", name="Find a reaction").click()
    page.locator(".emoji-choice[title=':zzz:']").click()
    expect(page.locator(".middle .message").filter(has_text="💤")).to_be_visible()
    assert own_town.verified()


def test_what_a_colleague_wrote_becomes_a_deal_that_leads_back_to_it(seller: Newcomer, page: Page) -> None:
    town, name = seller.town, seller.town.new_name()
    town.slack.type(OTHER_SELLER, CHANNEL, f"Hei! {name} kysyi huollosta, noin 12 500 €.")
    page.goto(f"{town.slack.url}/#/{seller.user}/{CHANNEL}")
    messages = page.locator(".middle .message")
    message = page.get_by_role("listitem", name=f"Hei! {name} kysyi")

    message.hover()
    message.get_by_role("button", name="More actions").click()
    page.get_by_role("option", name="Tee tästä diili").click()
    form = page.get_by_role("dialog")
    expect(form.get_by_label("Asiakas")).to_have_value(name)
    form.get_by_role("button", name="Luo").click()

    expect(messages.filter(has_text=f"Luotu: {name}")).to_contain_text("Only visible to you")
    _type(page, f"/deal {name}")
    messages.get_by_role("link", name=f"/archives/{CHANNEL}/p").last.click()
    expect(message).to_be_focused()


def test_an_address_of_a_room_that_one_comes_into_later_shows_it_then(own_town: Town, page: Page) -> None:
    _open(page, own_town, PRIVATE_CHANNEL)
    heading = page.get_by_role("region", name="Channel").get_by_role("heading", level=2)
    expect(heading).to_have_text("myynti")

    own_town.slack.channel(LEAD, PRIVATE_CHANNEL, "invite", who=SELLER)

    expect(heading).to_have_text("johtoryhmä")


def test_an_admin_sees_what_is_set_finds_another_zone_by_typing_and_saves(own_town: Town, page: Page) -> None:
    page.goto(f"{own_town.slack.url}/#/{ADMIN}/{CHANNEL}")
    expect(page.locator(".middle .composer textarea")).to_be_visible()

    _type(page, "/deal asetukset")
    form = page.get_by_role("dialog")
    expect(form.get_by_role("combobox", name="Pyhäpäivät: Suomi")).to_be_visible()
    expect(form.get_by_role("combobox", name="Valuutta: euro (EUR)")).to_be_visible()
    form.get_by_role("combobox", name="Aikavyöhyke: Helsinki (Suomi)").press("Enter")
    expect(page.get_by_role("option")).to_contain_text(["Helsinki (Suomi)"])
    page.keyboard.type("tukh")
    expect(page.get_by_role("option")).to_have_text(["Tukholma (Ruotsi)"])
    page.keyboard.press("Enter")
    form.get_by_role("button", name="Tallenna").click()

    expect(form).to_be_hidden()
    expect(page.locator(".middle .message").filter(has_text="Asetukset tallennettu.").last).to_be_visible()
    with own_town.bot.ledger.read_session(own_town.bot.services.directory.system) as session:
        assert settings.of_workspace(session).zone == "Europe/Stockholm"
