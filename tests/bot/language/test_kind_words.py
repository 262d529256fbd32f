"""What people type of a source or of a reason is one of the menus' kinds only where it surely is."""

import pytest

from bot.language.kind_words import read_lost_kind, read_source_kind
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
