"""A day that is chosen in a form is judged as a typed one is: a slip of the year is said under its field."""

from __future__ import annotations

from collections.abc import Callable

from tests.scenarios.test_select import ticked
from tests.scenarios.town import Newcomer
from tests.tables import each_row

LONG_AGO, FAR = "0001-01-01", "9999-12-31"
GONE, TOO_FAR = "on jo mennyt", "Valitse lähempi päivä"

Open = Callable[[Newcomer, str], object]


def typed(line: str) -> Open:
    """The form that a line opens; `{}` is the deal."""
    return lambda seller, name: seller.type(f"/deal {line.format(name)}")


def of_several(act: str) -> Open:
    """The form of an act for several deals."""

    def opened(seller: Newcomer, name: str) -> None:
        seller.type("/deal valitse")
        ticked(seller, act, name)

    return opened


def of_a_won_deal(seller: Newcomer, name: str) -> None:
    """The form that edits a deal which is won."""
    seller.type(f"/deal voitettu {name} 12 500 €, toimitus 30.6.2026")
    if seller.has_form():
        seller.fill()
    seller.told("voitettu")
    seller.type(f"/deal muuta {name}")


@each_row(
    ("opened", "field", "others", "long_ago", "far"),
    [
        (typed("uusi Kaukainen Oy, 100 €"), "close_day", {}, GONE, TOO_FAR),
        (typed("muuta {}"), "close_day", {}, GONE, TOO_FAR),
        (typed("askel {} soita"), "step_day", {}, GONE, TOO_FAR),
        (typed("torkuta {} syksyllä"), "until", {}, GONE, TOO_FAR),
        (typed("poissa pekka"), "until_day", {"from_day": "2026-06-16"}, "ennen ensimmäistä", "enintään 400 päivää"),
        (typed("poissa pekka"), "from_day", {"until_day": "2026-06-17"}, "enintään 400 päivää", "ennen ensimmäistä"),
        (of_several("step"), "step_day", {"step": "soita"}, GONE, TOO_FAR),
        (of_several("snooze"), "until", {}, GONE, TOO_FAR),
        (typed("siirrä {} kauppa"), "promised_day", {}, GONE, TOO_FAR),
        (typed("voitettu {}"), "promised_day", {"won_on": "2026-06-15"}, GONE, TOO_FAR),
        (typed("voitettu {}"), "won_on", {"promised_day": "2026-06-30"}, "yli 90 päivää sitten", "vasta tulossa"),
        (of_a_won_deal, "promised_day", {}, "on ennen kauppaa", TOO_FAR),
    ],
)
def test_no_form_takes_a_day_of_another_age(
    seller: Newcomer, opened: Open, field: str, others: dict[str, str], long_ago: str, far: str
) -> None:
    seller.town.clear_screens()
    opened(seller, seller.new_deal())
    for day, part in ((LONG_AGO, long_ago), (FAR, far)):
        errors = seller.fill(**others | {field: day})["errors"]
        assert list(errors) == [field], (day, errors)
        assert part in errors[field].replace("\u00a0", " "), (day, errors)
