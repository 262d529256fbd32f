"""Owners are found as people write names, and nobody is guessed."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.importing.owners import Colleague, Owners, OwnersMissing, find_owners, require_owners
from bot.language.voice import Voice
from pipeline.exchange.history_file import Case, Entry

LIISA = Colleague(1, "Liisa Nieminen", "Liisa", "liisa", "liisa@pumppu.example")
MATTI = Colleague(2, "Matti Korhonen", "", "matti", "")
OTHER_MATTI = Colleague(3, "Matti Lahti", "", "mlahti", "")
ANNA_MARIA = Colleague(4, "Anna Maria Väisänen", "", "ama", "")
TWINS = (Colleague(5, "Juha Salo"), Colleague(6, "juha salo"))
PEOPLE = (LIISA, MATTI, OTHER_MATTI, ANNA_MARIA, *TWINS)


def owners(*names: str) -> Owners:
    entry = Entry(datetime(2026, 1, 5, tzinfo=UTC), 1, "", None)
    cases = [Case(str(no), (entry,), None, None, None, name, "", "", "") for no, name in enumerate(names)]
    return find_owners(cases, PEOPLE)


@pytest.mark.parametrize(
    ("written", "who"),
    [
        ("Liisa Nieminen", LIISA),
        ("Nieminen, Liisa", LIISA),
        ("nieminen liisa", LIISA),
        ("liisa@pumppu.example", LIISA),
        ("LIISA@Pumppu.example", LIISA),
        ("Nieminen, Liisa <liisa@pumppu.example>", LIISA),
        ("Joku Muu <liisa@pumppu.example>", LIISA),
        ("Matti Korhonen <matti@vanha.example>", MATTI),
        ("@matti", MATTI),
        ("mlahti", OTHER_MATTI),
        ("Vaisanen Anna Maria", ANNA_MARIA),
        ("Väisänen, Anna Maria", ANNA_MARIA),
    ],
)
def test_a_person_is_found(written: str, who: Colleague) -> None:
    assert owners(written).found == {written: who.member_no}


@pytest.mark.parametrize(
    "written",
    ["", "Nieminen", "Maria Anna", "Liisa Niemi", "matti@pumppu.example", "Deactivated User (poistettu)", "@nobody"],
)
def test_nobody_is_guessed(written: str) -> None:
    assert (owners(written).found, owners(written).unknown) == ({}, [written])


@pytest.mark.parametrize("written", ["matti", "Juha Salo", "Salo, Juha"])
def test_a_name_of_several_people_is_nobodys(written: str) -> None:
    found = owners(written)

    assert (found.unknown, found.shared) == ([written], {written})


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "fi",
            "Näille ei löydy omistajaa Slackista:\n– Pekka: 2 diiliä\n– (tiedostossa ei ole nimeä): 1 diili\n"
            "– matti (monta samannimistä): 1 diili\n"
            'Mitään ei tuotu. Kerro, kenelle nämä diilit menevät: `--owner "Etunimi Sukunimi"`',
        ),
        (
            "en",
            "Slack does not know the owners of these deals:\n– Pekka: 2 deals\n– (no name in the file): 1 deal\n"
            "– matti (several people have this name): 1 deal\n"
            'Nothing was imported. Say who gets these deals: `--owner "First Last"`',
        ),
    ],
)
def test_those_who_are_not_found_are_listed_with_their_deals(language: str, said: str) -> None:
    voice = Voice(language, "Europe/Helsinki", datetime(2026, 6, 15, tzinfo=UTC))
    with pytest.raises(OwnersMissing) as refused:
        require_owners(owners("Pekka", "", "Liisa Nieminen", "matti", "Pekka"), voice)

    assert str(refused.value).replace("\xa0", " ") == said
