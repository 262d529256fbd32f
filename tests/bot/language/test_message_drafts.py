"""A new deal is read out of a message: a short line as if it were typed, prose with care; nothing said is lost."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from bot.language.new_deal.drafts import Draft
from bot.language.new_deal.message_drafts import plain_text, read_message, within_note
from pipeline.calendars import Calendar
from pipeline.customers.in_line import KnownCustomer
from pipeline.money import Money
from tests.tables import each_row

TODAY = date(2026, 6, 15)


def known(words: Sequence[str]) -> KnownCustomer | None:
    """Finds one customer, Raitajärven Betoni, however it is bent, among the first words."""
    for at in range(min(4, len(words) - 1)):
        if words[at] == "Raitajärven" and words[at + 1].startswith("Betoni"):
            return KnownCustomer(at, at + 2, "Raitajärven Betoni")
    return None


def read(mrkdwn: str) -> Draft:
    return read_message(plain_text(mrkdwn), TODAY, "EUR", Calendar(), known=known)


@each_row(
    ("message", "customer", "name", "amount", "note"),
    [
        ("Acme Oy, 12 500 €, verkkokauppa", "Acme Oy", "verkkokauppa", 12_500, ""),
        ("Acme Oy, 12 500 €, verkkokauppa -- soittivat eilen", "Acme Oy", "verkkokauppa", 12_500, "soittivat eilen"),
        ("*Acme Oy*, `12 500 €`, _verkkokauppa_", "Acme Oy", "verkkokauppa", 12_500, ""),
        ("```\nAcme Oy; 12 500; verkkokauppa\n```", "Acme Oy", "verkkokauppa", 12_500, ""),
        ("&gt; Acme Oy, 12 500 €", "Acme Oy", None, 12_500, ""),
        ("<https://acme.example|Acme Ltd>, €12,500, web shop", "Acme Ltd", "web shop", 12_500, ""),
        ("Acme Oy\nverkkokauppa\n12 500 €", "Acme Oy", "verkkokauppa", 12_500, ""),
        ("", None, None, None, ""),
    ],
)
def test_a_short_line_is_read_as_one_that_is_typed(
    message: str, customer: str | None, name: str | None, amount: int | None, note: str
) -> None:
    draft = read(message)
    assert (draft.customer, draft.name, draft.note) == (customer, name, note)
    assert draft.amount == (None if amount is None else Money(amount * 100, "EUR"))


@each_row(
    ("message", "customer", "amount"),
    [
        ("Hei! Juttelin Raitajärven Betonin kanssa, tarve huollolle, noin 12 500 €.", "Raitajärven Betoni", 12_500),
        ("Uusi Satama Oy haluaisi tarjouksen. Budjetti noin 12 500 €. Maija, 040 123 4567.", "Uusi Satama Oy", 12_500),
        ("Hi team, just had a call with Acme Ltd. They want a new web shop, budget 25k.", "Acme Ltd", 25_000),
        ("New lead!\nCompany: Acme Oy\nName: Maija Meri\nEmail: maija@acme.fi\nBudget: 12 500 €", "Acme Oy", 12_500),
        ("Uusi yhteydenotto.\nYritys: Satama Oy\nPuhelin: +358 40 1234567\nViesti: huolto", "Satama Oy", None),
        ("Moi, voiko joku soittaa Pekalle, Kesko Oyj:ltä? Tarvisivat pumppuja.", "Kesko Oyj", None),
        ("Kiitos tapaamisesta. Terveisin Liisa Virtanen Lahden Lasi Oy", "Lahden Lasi Oy", None),
        ("Talked to Sarah Jones Harlow Dairy Ltd. They want tanks.", "Harlow Dairy Ltd", None),
        ("Kävin Rauman Lasi Oy luona. He haluavat tarjouksen.", "Rauman Lasi Oy", None),
        ("Asiakas pyysi että soitetaan ensi viikolla uudestaan koska budjetti on auki", None, None),
        ("Voisiko joku ottaa kopin? Tuli kysely verkkokaupasta.", None, None),
    ],
)  # fmt: skip
def test_prose_gives_what_is_sure_and_is_the_note_as_a_whole(
    message: str, customer: str | None, amount: int | None
) -> None:
    draft = read(message)
    assert (draft.customer, draft.name, draft.note) == (customer, None, message)
    assert draft.amount == (None if amount is None else Money(amount * 100, "EUR"))


@each_row("message", ["ok", "tuli tarjouspyyntö Metsolta", "hei @Kaisa, kuka hoitaa?", "😀"])
def test_words_that_name_no_customer_for_sure_are_the_note_alone(message: str) -> None:
    assert read(message) == Draft(note=message)


def test_a_new_customer_without_a_form_is_asked_about() -> None:
    draft = read("Acme, 12 500 €")
    assert (draft.customer, [each.key for each in draft.unclear]) == ("Acme", ["customer_unsure"])


def test_a_customer_that_exists_is_named_as_it_is_written_there() -> None:
    assert read("Hei! Soitin Raitajärven Betonille. Kiinnostuivat.").known == "Raitajärven Betonille"


def test_a_customer_that_exists_is_not_asked_about() -> None:
    draft = read("Raitajärven Betonille huolto, 5 000 €")
    assert (draft.customer, draft.unclear) == ("Raitajärven Betoni", ())


def test_a_company_that_is_not_known_and_a_day_in_prose_are_asked_about() -> None:
    draft = read("Acme Ltd soitti. He päättävät elokuussa.")
    assert [(each.key, each.text) for each in draft.unclear] == [("customer_unsure", "Acme Ltd")]
    assert draft.close_day is not None
    assert (draft.close_day.date, draft.close_day.sure) == (date(2026, 8, 31), False)


@given(words=st.lists(st.text("aå1.,€@*_`~<>&: -", min_size=1, max_size=6), max_size=80))
def test_every_word_of_prose_is_in_the_note(words: list[str]) -> None:
    said = plain_text(f"Hei kaikki. Acme kysyi {' '.join(words)}")
    assert read_message(said, TODAY, "EUR", Calendar()).note == said


def test_a_note_that_is_too_long_is_cut_between_words_and_that_is_said() -> None:
    draft = within_note(read("Tarvitsemme huollon. " * 400), 3000)
    assert len(draft.note) <= 3000
    assert draft.note.endswith(("Tarvitsemme …", "huollon. …"))
    assert [each.key for each in draft.unclear if each.key.startswith("note")] == ["note_cut"]
