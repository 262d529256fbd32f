"""What a stage requires, as forms and refusals show it; the requirement that only tests know included."""

from __future__ import annotations

from datetime import date

import pytest

from bot.blocks import forms, ids, missing_parts, phrases, refusals
from bot.blocks.forms import FormValues
from bot.blocks.ids import WordName
from bot.requests.route import form_fields
from pipeline import errors
from pipeline.deals import requirements
from tests.bot.blocks.strict import check
from tests.gallery.deals import ACME, LANGUAGES, NAMES, voice
from tests.pipelines import CLOSE_DAY

DAY = date(2026, 8, 31)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_requirement_has_a_field_and_a_sentence(language: str) -> None:
    speaker, every = voice(language), list(requirements.REGISTERED)
    about = forms.FormSubject(phrases.deal(speaker, ACME), ACME.stage)

    form = forms.missing(speaker, WordName.ADVANCE, about, every)
    said = refusals.sentence(speaker, NAMES, errors.Missing(deal=12, to=3, fields=tuple(every), stay=41))

    check(form)
    fields = [block["block_id"] for block in form.blocks if block["type"] == "input"]
    several = {
        forms.REASON: [forms.LOST_KIND, forms.REASON, forms.SAID_BY, forms.RETURNS],
        forms.STEP: [forms.STEP, forms.STEP_DAY],
    }
    asked = [each.token for each in requirements.REGISTERED.values() if each.field is not None]
    assert fields == [name for token in asked for name in several.get(token, [token])]
    assert {each.token for each in requirements.without_field(every)} == missing_parts.FORMS_APART.keys()
    assert all(speaker.say(each.missing) in said for each in requirements.REGISTERED.values())


def test_what_is_known_of_a_requirement_stands_in_its_field() -> None:
    filled = FormValues(others={CLOSE_DAY.token: DAY})
    about = forms.FormSubject(phrases.deal(voice("en"), ACME), ACME.stage)

    form = forms.missing(voice("en"), WordName.ADVANCE, about, [CLOSE_DAY.token], filled)

    assert form.blocks[-1]["element"]["initial_date"] == DAY.isoformat()


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("fi", "Ei siirretty: summa ja Arvioitu kauppapäivä puuttuvat. Vaihe Tarjous vaatii ne."),
        ("en", "Not moved: Offer needs an amount and Expected close day."),
    ],
)
def test_a_refusal_names_all_that_is_missing(language: str, told: str) -> None:
    missing = errors.Missing(deal=12, to=3, fields=("amount", CLOSE_DAY.token), stay=41)

    assert refusals.sentence(voice(language), NAMES, missing) == told


@pytest.mark.parametrize(
    ("language", "told", "labels"),
    [
        (
            "fi",
            "Ei siirretty: tarjous ja kontakti puuttuvat. Vaihe Tarjous vaatii ne.\n"
            "Lisää ensin tarjous ja kontakti ja jatka sitten.",
            ["Tarjous…", "Kontakti…", "Siirrä: Tarjous"],
        ),
        (
            "en",
            "Not moved: Offer needs an offer and a touch.\nAdd an offer and a touch first, then go on.",
            ["Offer…", "Touch…", "Move to Offer"],
        ),
    ],
)
def test_what_has_a_form_of_its_own_is_a_press_away_and_the_move_is_kept(
    language: str, told: str, labels: list[str]
) -> None:
    missing = errors.Missing(
        deal=12, to=3, fields=("offer", "touch"), stay=41, word="advance", typed="8 500 €", note="soitettu"
    )

    shown = refusals.lacking(voice(language), NAMES, missing)

    buttons = shown.blocks[-1]["elements"]
    assert (shown.text, [each["text"]["text"] for each in buttons]) == (told, labels)
    pressed = ids.read(WordName.ADVANCE, buttons[-1]["value"])
    assert (pressed.to, pressed.stay, pressed.more) == (3, None, ids.Remainder("8 500 €", "soitettu"))


def test_under_each_missing_field_stands_that_it_is_needed() -> None:
    missing = errors.Missing(deal=12, to=3, fields=("amount", CLOSE_DAY.token), stay=41)

    assert refusals.in_form(voice("en"), NAMES, form_fields(WordName.ADVANCE), missing) == {
        "amount": "Required.",
        CLOSE_DAY.token: "Required.",
    }
