"""What a stage requires, as forms and refusals show it; the requirement that only tests know included."""

from __future__ import annotations

from datetime import date

import pytest

from bot.blocks import forms, phrases, refusals
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
    why = [forms.LOST_KIND, forms.REASON, forms.SAID_BY, forms.RETURNS]
    assert fields == [name for token in every for name in (why if token == forms.REASON else [token])]
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


def test_under_each_missing_field_stands_that_it_is_needed() -> None:
    missing = errors.Missing(deal=12, to=3, fields=("amount", CLOSE_DAY.token), stay=41)

    assert refusals.in_form(voice("en"), NAMES, form_fields(WordName.ADVANCE), missing) == {
        "amount": "Required.",
        CLOSE_DAY.token: "Required.",
    }
