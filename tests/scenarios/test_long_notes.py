"""What is typed with a word and waits behind a button is kept whole, by its number; it can be blanked there."""

from __future__ import annotations

from sqlalchemy import update

from pipeline.queries.deal_view import deal_view
from pipeline.storage import schema
from pipeline.storage.engine import Deadline
from tests.scenarios.town import Newcomer, Thread, Town

NOTE = "Pöytäkirja: väännettiin hinnasta ja määrästä, sää hyvä. " * 45  # 2,500 characters; a button's value takes 2,000
TOO_LONG = "liian pitkä. Enintään 3 000 merkkiä"


def _notes(town: Town, deal_no: int) -> list[str]:
    with town.bot.ledger.read_session(town.bot.services.directory.system) as session:
        return [note.text for note in deal_view(session, deal_no).notes]


def test_a_note_longer_than_a_button_holds_comes_whole_into_the_form(thread: Thread) -> None:
    thread.says(f"siirrä kauppa -- {NOTE}", "lomakkeella")

    thread.press("Avaa lomake…", "lomakkeella")

    assert thread.owner.filled()["note"] == NOTE.strip()


def test_a_note_longer_than_a_field_holds_is_refused_with_its_limit(thread: Thread) -> None:
    for words in ("siirrä kauppa --", "voitettu", "hävitty", "hävitty ei mitään --", "askel"):
        assert TOO_LONG in thread.says(f"{words} {'ä' * 3_100}", TOO_LONG)


def test_in_a_thread_it_survives_the_question_which(thread: Thread) -> None:
    name = thread.owner.new_deal("pumppu, 100 €")
    first = thread.town.deal(name).deal_no
    thread.owner.type(f"/deal uusi {name}, venttiili, 200 €")
    thread.owner.fill()

    thread.says(f"siirrä {name} tarjous -- {NOTE}", "sopii 2 diiliin")
    thread.press(f"advance.{first}", "sopii 2 diiliin")

    thread.shows(f"{name} (pumppu): Tunnistaminen → Tarjous")
    assert _notes(thread.town, first) == [NOTE.strip()]


def test_with_a_command_it_survives_the_question_which(calm: Newcomer) -> None:
    name = calm.new_deal("pumppu, 100 €")
    first = calm.town.deal(name).deal_no
    calm.type(f"/deal uusi {name}, venttiili, 200 €")
    calm.fill()

    calm.type(f"/deal siirrä {name} tarjous -- {NOTE}")
    calm.press(f"advance.{first}", "sopii 2 diiliin")

    calm.told(f"{name} (pumppu): Tunnistaminen → Tarjous")
    assert _notes(calm.town, first) == [NOTE.strip()]


def test_it_survives_the_question_whether_to_go_on(calm: Newcomer) -> None:
    name = calm.new_deal()
    calm.type(f"/deal siirrä {name}")

    calm.type(f"/deal siirrä {name} -- {NOTE}")
    calm.press("Siirrä: Tarjous", "Siirsit juuri")

    calm.told("Yhteydenotto → Tarjous")
    assert _notes(calm.town, calm.town.deal(name).deal_no) == [NOTE.strip()]


def test_a_search_for_the_deal_takes_it_along(calm: Newcomer) -> None:
    names = [calm.new_deal() for _ in range(12)]
    calm.type(f"/deal siirrä tarjous -- {NOTE}")

    there = calm.town.told(calm.user, "Mikä diili?")
    offered = calm.town.slack.suggest(calm.user, "Hae diiliä", names[0], ts=there["ts"])
    calm.press("Hae diiliä", "Mikä diili?", value=offered["options"][0]["value"])

    calm.told(f"{names[0]}: Tunnistaminen → Tarjous")
    assert _notes(calm.town, calm.town.deal(names[0]).deal_no) == [NOTE.strip()]


def test_what_was_blanked_meanwhile_is_not_there_any_more(thread: Thread) -> None:
    thread.says("siirrä kauppa -- salaisuus", "lomakkeella")
    directory = thread.town.bot.services.directory
    member_no = directory.member(thread.owner.user, None)
    with thread.town.bot.storage.write(Deadline.after(5)) as connection:
        connection.execute(
            update(schema.words)
            .where(
                schema.words.c.workspace_no == directory.workspace_no,
                schema.words.c.about == "member",
                schema.words.c.about_no == member_no,
            )
            .values(text=None)
        )

    thread.press("Avaa lomake…", "lomakkeella")

    assert thread.owner.has_form()
    assert "salaisuus" not in str(thread.owner.form())
