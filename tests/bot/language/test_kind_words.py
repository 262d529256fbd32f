"""What people type of a source or of a reason is one of the menus' kinds only where it surely is."""

import pytest

from bot.language.filter_line import read_filter
from bot.language.kind_words import read_lost_kind, read_source_kind
from bot.words.typed_kinds import typed_reason, typed_source
from pipeline.deals.choices import BUILT_IN, ListEntry, Lists
from pipeline.deals.events import LostKind, SourceKind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("messut", SourceKind.EVENT),
        ("Turun messut", SourceKind.EVENT),
        ("fair", SourceKind.EVENT),
        ("Pekan suosituksesta", SourceKind.REFERRAL),
        ("referral from Pekka", SourceKind.REFERRAL),
        ("Asiakas otti yhteyttä", SourceKind.THEY_CONTACTED),
        ("otimme yhteyttä", SourceKind.WE_CONTACTED),
        ("cold call", SourceKind.WE_CONTACTED),
        ("uutiskirje", SourceKind.CAMPAIGN),
        ("kumppani", SourceKind.PARTNER),
        ("nykyinen asiakas", SourceKind.EXISTING),
        ("muu", SourceKind.OTHER),
        ("ei tiedossa", SourceKind.UNKNOWN),
        ("not known", SourceKind.UNKNOWN),
        ("verkkokauppa", None),
        ("Pekka", None),
        ("ei messut", None),
        ("messut ja suositus", None),
        ("", None),
    ],
)
def test_a_source_is_of_the_kind_that_it_surely_names(text: str, kind: SourceKind | None) -> None:
    assert read_source_kind(text) is kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("hinta", LostKind.PRICE),
        ("hinnan takia", LostKind.PRICE),
        ("liian kallis", LostKind.PRICE),
        ("too expensive", LostKind.PRICE),
        ("kilpailija oli halvempi", LostKind.COMPETITOR),
        ("ei enää vastannut", LostKind.WENT_SILENT),
        ("went silent", LostKind.WENT_SILENT),
        ("ei päätöstä nyt", LostKind.NO_DECISION),
        ("ajoitus", LostKind.NO_DECISION),
        ("no need", LostKind.NO_NEED),
        ("emme pystyneet", LostKind.COULD_NOT),
        ("we couldn’t", LostKind.COULD_NOT),
        ("ei tiedossa", LostKind.UNKNOWN),
        ("hinta ei ollut syy", None),
        ("hinta ja kilpailija", None),
        ("projekti peruttiin", None),
        ("", None),
    ],
)
def test_a_reason_is_of_the_kind_that_it_surely_names(text: str, kind: LostKind | None) -> None:
    assert read_lost_kind(text) is kind


LISTS = Lists(
    source=(
        *BUILT_IN.source,
        ListEntry("event", 1, "Alihankintamessut", "Subcontracting fair"),
        ListEntry("campaign", 2, "LinkedIn"),
        ListEntry("event", 3, "Messut", "", is_hidden=True),
        ListEntry("they_contacted", 4, "Google Ads -mainos", "Google Ads"),
    ),
    lost=(
        *BUILT_IN.lost,
        ListEntry("could_not", 5, "Toimitusaika", "Delivery time"),
        ListEntry("no_decision", 6, "Ei budjettia", "No budget"),
        ListEntry("price", 7, "Hinta liian korkea"),
        ListEntry("competitor", 8, "IT"),
    ),
)


@pytest.mark.parametrize(
    ("text", "option", "words"),
    [
        ("Alihankintamessut", 1, ""),
        ("alihankintamessuilta", 1, ""),
        ("ALIHANKINTAMESSUT", 1, ""),
        ("subcontracting fair", 1, ""),
        ("from the subcontracting fair", 1, ""),
        ("alihankintamessuilta 2026", 1, "alihankintamessuilta 2026"),
        ("linkedin", 2, ""),
        ("LinkedInistä", 2, ""),
        ("LinkedInin kautta", 2, ""),
        ("linkedin, Pekan kontakti", 2, "linkedin, Pekan kontakti"),
        ("messuilta", 3, ""),
        ("google ads", 4, ""),
        ("tapahtuma", None, ""),
        ("Turun tapahtuma", None, "Turun tapahtuma"),
    ],
)
def test_a_source_of_the_teams_own_is_read_by_either_label(text: str, option: int | None, words: str) -> None:
    source = typed_source(text, LISTS)

    assert (source.option, source.words) == (option, words)
    assert source.kind is not None


@pytest.mark.parametrize(
    ("text", "kind", "option", "words"),
    [
        ("toimitusaika", LostKind.COULD_NOT, 5, ""),
        ("toimitusajan takia", LostKind.COULD_NOT, 5, ""),
        ("because of the delivery time", LostKind.COULD_NOT, 5, ""),
        ("toimitusaika oli kaksi kuukautta", LostKind.COULD_NOT, 5, "toimitusaika oli kaksi kuukautta"),
        ("ei budjettia", LostKind.NO_DECISION, 6, ""),
        ("no budget", LostKind.NO_DECISION, 6, ""),
        ("hinta liian korkea", LostKind.PRICE, 7, ""),
        ("hinta", LostKind.PRICE, None, ""),
        ("it", LostKind.COMPETITOR, 8, ""),
        ("toimitusaika ja hinta", None, None, "toimitusaika ja hinta"),
        ("ei toimitusaika", None, None, "ei toimitusaika"),
        ("toimitus", None, None, "toimitus"),
        ("budjetti", None, None, "budjetti"),
    ],
)
def test_a_reason_of_the_teams_own_is_read_where_it_surely_is_one(
    text: str, kind: LostKind | None, option: int | None, words: str
) -> None:
    why = typed_reason(text, LISTS)

    assert (why.kind, why.option, why.words) == (kind, option, words)


@pytest.mark.parametrize(
    ("line", "source", "option", "rest"),
    [
        ("lähde alihankintamessut", SourceKind.EVENT, 1, "lähde"),
        ("liisa alihankintamessuilta", SourceKind.EVENT, 1, "liisa"),
        ("source subcontracting fair", SourceKind.EVENT, 1, "source"),
        ("liisa linkedin", SourceKind.CAMPAIGN, 2, "liisa"),
        ("tapahtuma", SourceKind.EVENT, None, ""),
    ],
)
def test_the_board_is_narrowed_by_a_source_of_the_teams_own(
    line: str, source: SourceKind, option: int | None, rest: str
) -> None:
    said = read_filter(line, "EUR", LISTS)

    assert (said.source, said.source_option, said.rest) == (source, option, rest)
