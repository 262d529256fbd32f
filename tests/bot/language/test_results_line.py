"""What is typed behind `results`: deliveries or offers, months and years, and words that are neither."""

from __future__ import annotations

from datetime import date

from bot.language.results_line import Topic, read_results
from tests.tables import each_row

MONDAY = date(2026, 6, 15)
DEL, OFF = Topic.DELIVERIES, Topic.OFFERS
LINES = [
    ("", None, None, ""),
    ("toimitukset", DEL, None, ""),
    ("toimitusvarmuus", DEL, None, ""),
    ("Toimituksista kuukausittain, kiitos", DEL, None, ""),
    ("deliveries", DEL, None, ""),
    ("how are our deliveries", DEL, None, ""),
    ("tarjoukset", OFF, None, ""),
    ("offers", OFF, None, ""),
    ("toimitukset toukokuu", DEL, ("2026-05", "2026-05"), ""),
    ("toimitukset heinäkuulta", DEL, ("2025-07", "2025-07"), ""),
    ("deliveries July", DEL, ("2025-07", "2025-07"), ""),
    ("deliveries of July 2024", DEL, ("2024-07", "2024-07"), ""),
    ("toimitukset 2025", DEL, ("2025-01", "2025-12"), ""),
    ("tulokset viime kuu", None, ("2026-05", "2026-05"), "tulokset"),
    ("toimitukset viime kuulta", DEL, ("2026-05", "2026-05"), ""),
    ("offers last month", OFF, ("2026-05", "2026-05"), ""),
    ("offers this year", OFF, ("2026-01", "2026-06"), ""),
    ("tarjoukset viime vuodelta", OFF, ("2025-01", "2025-12"), ""),
    ("toimitukset marraskuu–tammikuu", DEL, ("2025-11", "2026-01"), ""),
    ("toimitukset huhti ja touko", DEL, ("2026-04", "2026-05"), ""),
    ("toimitukset 2031", DEL, None, "toimitukset 2031"),
    ("toimitukset heinäkuu 2026", DEL, None, "toimitukset heinäkuu 2026"),
    ("toimitukset Acme", DEL, None, "Acme"),
    ("hinnat", None, None, "hinnat"),
    ("deliveries and offers", None, None, ""),
    ("toimitukset ja hinnat", DEL, None, "hinnat"),
]


@each_row(("line", "topic", "months", "rest"), LINES)
def test_a_line_is_read(line: str, topic: Topic | None, months: tuple[str, str] | None, rest: str) -> None:
    said = read_results(line, MONDAY)

    found = (f"{said.first:%Y-%m}", f"{said.last:%Y-%m}") if said.first and said.last else None
    assert (said.topic, found, said.rest) == (topic, months, rest)
