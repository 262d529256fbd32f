"""The block renderer by itself, as the gallery uses it: every block drawn, nothing dropped in silence."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.bot.local_slack.things import actions, button, field, modal, option, plain, section, text_field

PAGE = Path(__file__).parents[3] / "bot" / "local_slack" / "page"
PIXEL = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"
AINO = {"id": "UAINO", "name": "aino", "real_name": "Aino Virtanen"}
MYYNTI = {"id": "CMYYNTI", "name": "myynti"}

Draw = Callable[..., Locator]


@pytest.fixture(scope="module")
def draw(browser: Browser) -> Iterator[Draw]:
    """Draw blocks as a message, or a view, from the files alone."""
    context = browser.new_context(viewport={"width": 900, "height": 900}, locale="en-GB")
    page = context.new_page()
    page.route("http://gallery.invalid/*", lambda route: route.fulfill(path=PAGE / route.request.url.rsplit("/", 1)[1]))
    page.goto("http://gallery.invalid/gallery.html")
    page.wait_for_function("window.drawGallery !== undefined")

    def drawn(*blocks: dict[str, Any], kind: str = "message", **more: Any) -> Locator:
        payload = modal(*blocks) if kind == "modal" else {"type": "home", "text": "varalla", "blocks": list(blocks)}
        item = {"name": "it", "kind": kind, "payload": payload, "people": [AINO], "channels": [MYYNTI], **more}
        page.evaluate("items => window.drawGallery(items)", [item])
        return page.locator("#shot-0 .frame")

    yield drawn
    context.close()


def test_a_header_and_a_section_with_fields_and_accessory(draw: Draw) -> None:
    fields = [{"type": "mrkdwn", "text": "*Summa*\n12 500 €"}, plain("tavallinen *ei*")]
    frame = draw(
        {"type": "header", "text": plain("Ennuste :tada:")}, section("Acme", fields=fields, accessory=button())
    )
    expect(frame.get_by_role("heading")).to_have_text("Ennuste 🎉")
    expect(frame.locator(".field")).to_have_text(["Summa12 500 €", "tavallinen *ei*"])
    expect(frame.get_by_role("button", name="Siirrä")).to_be_visible()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("*lihava* ei*ole*tämä", "<strong>lihava</strong> ei*ole*tämä"),
        ("_vino_ snake_case_nimi", "<em>vino</em> snake_case_nimi"),
        ("~yli~ ja `*koodi*`", "<s>yli</s> ja <code>*koodi*</code>"),
        ("*_molemmat_*", "<strong><em>molemmat</em></strong>"),
        ("```a\n&lt;b&gt;```", "<pre>a\n&lt;b&gt;</pre>"),
        ("&gt; lainaus\n> toinen", "<blockquote>lainaus<br>toinen</blockquote>"),
        ("A &amp; B &lt;i&gt;", "A &amp; B &lt;i&gt;"),
        ("5 * 3 * 2", "5 * 3 * 2"),
        (":eyes: :ei_ole:", '<span class="emoji" role="img" aria-label="eyes" title=":eyes:">👀</span> :ei_ole:'),
        ("<@UAINO> <#CMYYNTI>", '<span class="mention">@Aino Virtanen</span> <span class="mention">#myynti</span>'),
        ("<!here>", '<span class="mention broadcast">@here</span>'),
    ],
)
def test_mrkdwn_is_drawn_as_slack_draws_it(draw: Draw, text: str, shown: str) -> None:
    assert draw(section(text)).locator(".text").inner_html() == shown


def test_links_lead_out_and_only_to_the_web(draw: Draw) -> None:
    frame = draw(section("<https://a.example/x?a=1&amp;b=2|tästä> https://b.example/y. <javascript:alert(1)|paha>"))
    links = frame.locator("a[href]")
    hrefs = [links.nth(number).get_attribute("href") for number in range(links.count())]
    assert hrefs == ["https://a.example/x?a=1&b=2", "https://b.example/y"]
    expect(frame.locator(".dead-link")).to_have_text("paha")


@pytest.mark.parametrize(
    ("locale", "shown"), [("fi-FI", "tänään klo 9.00 · 2026-06-15"), ("en-GB", "today klo 9:00 · 2026-06-15")]
)
def test_dates_are_written_for_their_reader(draw: Draw, locale: str, shown: str) -> None:
    text = "<!date^1781503200^{date_short_pretty} klo {time} · {date_num}|varalla>"
    frame = draw(section(text), locale=locale, tz="Europe/Helsinki", clock="2026-06-15T05:00:00Z")
    expect(frame.locator("time[data-fallback]")).to_have_text(shown)


def test_a_context_an_image_and_a_divider(draw: Draw) -> None:
    image = {"type": "image", "image_url": PIXEL, "alt_text": "Kaavio", "title": plain("Kesäkuu")}
    small = {"type": "image", "image_url": PIXEL, "alt_text": "pieni"}
    context = {"type": "context", "elements": [small, {"type": "mrkdwn", "text": "*kohta*"}]}
    frame = draw(image, {"type": "divider"}, context)
    expect(frame.get_by_role("img", name="Kaavio")).to_be_visible()
    expect(frame.locator("figcaption")).to_have_text("Kesäkuu")
    expect(frame.locator(".block-context strong")).to_have_text("kohta")
    expect(frame.get_by_role("separator")).to_have_count(1)


def test_a_picture_of_a_file_and_one_from_elsewhere(draw: Draw) -> None:
    ours = {"type": "image", "slack_file": {"id": "F1"}, "alt_text": "meidän"}
    theirs = {"type": "image", "image_url": "https://elsewhere.example/x.png", "alt_text": "heidän"}
    frame = draw(ours, theirs, files={"F1": PIXEL})
    expect(frame.locator("img")).to_have_attribute("alt", "meidän")
    expect(frame.locator(".no-picture")).to_contain_text("Not fetched: elsewhere.example")


def test_every_interactive_element(draw: Draw) -> None:
    choices = [option("Yksi"), option("Kaksi")]
    frame = draw(
        actions(
            button("a", "Ensin", style="primary"),
            button("b", "Pois", style="danger"),
            {"type": "static_select", "action_id": "c", "placeholder": plain("Vaihe"), "options": choices},
            {"type": "users_select", "action_id": "d", "initial_user": "UAINO"},
            {"type": "channels_select", "action_id": "e", "initial_channel": "CMYYNTI"},
            {"type": "datepicker", "action_id": "f", "initial_date": "2026-06-15"},
            {"type": "timepicker", "action_id": "g", "initial_time": "08:00"},
            {"type": "checkboxes", "action_id": "h", "options": choices, "initial_options": choices[:1]},
            {"type": "radio_buttons", "action_id": "i", "options": choices, "initial_option": choices[1]},
            {"type": "overflow", "action_id": "j", "options": choices},
        )
    )
    for name in ("Ensin", "Pois", "ma 15.6.2026", "8.00", "More actions"):
        expect(frame.get_by_role("button", name=name)).to_be_visible()
    for name in ("Vaihe", "Aino Virtanen", "#myynti"):
        expect(frame.get_by_role("combobox", name=name)).to_be_visible()
    expect(frame.get_by_role("checkbox", name="Yksi")).to_be_checked()
    expect(frame.get_by_role("radio", name="Kaksi")).to_be_checked()
    expect(frame.locator(".unsupported")).to_have_count(0)


def test_inputs_with_labels_hints_errors_and_what_stands_in_them(draw: Draw) -> None:
    lines = {"type": "plain_text_input", "action_id": "b", "multiline": True, "initial_value": "eka\ntoka"}
    number = {"type": "number_input", "action_id": "c", "is_decimal_allowed": True, "initial_value": "5"}
    several = {"type": "multi_static_select", "action_id": "d", "options": [option("a"), option("b")]}
    frame = draw(
        text_field(hint=plain("esim. Acme"), optional=True),
        field("Syy", lines),
        field("Luku", number),
        field("Monta", several | {"initial_options": [option("a"), option("b")]}),
        kind="modal",
        errors={"syy": "Kerro enemmän."},
    )
    expect(frame.get_by_label("Nimi (optional)")).to_have_accessible_description("esim. Acme")
    expect(frame.get_by_label("Syy")).to_have_value("eka\ntoka")
    expect(frame.get_by_label("Syy")).to_have_accessible_description("Kerro enemmän.")
    expect(frame.get_by_label("Luku")).to_have_value("5")
    expect(frame.get_by_role("combobox", name="Monta: a, b")).to_be_visible()
    expect(frame.get_by_role("button", name="Tallenna")).to_be_visible()


def test_rich_text_is_drawn_with_its_marks(draw: Draw) -> None:
    bold = {"type": "text", "text": "lihava", "style": {"bold": True}}
    person, link = {"type": "user", "user_id": "UAINO"}, {"type": "link", "url": "https://a.example", "text": "linkki"}
    part = {"type": "rich_text_section", "elements": [bold, person, link]}
    items = {"type": "rich_text_list", "style": "ordered", "elements": [part, part]}
    frame = draw({"type": "rich_text", "elements": [part, items, {"type": "rich_text_quote", "elements": [bold]}]})
    expect(frame.locator("ol li")).to_have_count(2)
    expect(frame.locator("blockquote strong")).to_have_text("lihava")
    expect(frame.locator(".mention").first).to_have_text("@Aino Virtanen")


def test_a_table_and_markdown(draw: Draw) -> None:
    rows = [[{"type": "raw_text", "text": text} for text in row] for row in (("Vaihe", "Summa"), ("Tarjous", "43 500"))]
    table = {"type": "table", "rows": rows, "column_settings": [{"align": "left"}, {"align": "right"}]}
    text = "## Otsikko\n**lihava** [linkki](https://a.example)\n\n- yksi\n- kaksi\n\n|a|b|\n|-|-:|\n|1|2|"
    frame = draw(table, {"type": "markdown", "text": text})
    expect(frame.locator(".block-table td").nth(1)).to_have_class("align-right one-line")
    expect(frame.locator(".block-markdown").get_by_role("heading")).to_have_text("Otsikko")
    expect(frame.locator(".block-markdown li")).to_have_text(["yksi", "kaksi"])
    expect(frame.locator(".block-markdown td")).to_have_text(["1", "2"])


@pytest.mark.parametrize(
    ("block", "said"),
    [
        ({"type": "data_visualization", "chart": {}}, "Not drawn here: block “data_visualization”"),
        ({"type": "section"}, "Could not draw this block: section"),
        (actions({"type": "workflow_button", "action_id": "x"}), "Not drawn here: element “workflow_button”"),
    ],
)
def test_what_cannot_be_drawn_is_shown_as_such_with_its_content(draw: Draw, block: dict[str, Any], said: str) -> None:
    box = draw(block).locator(".unsupported")
    expect(box.locator("summary")).to_contain_text(said)
    expect(box.locator("pre")).to_contain_text("type")
