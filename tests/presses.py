"""How many lines and presses each act of an offer and a sale takes: plays them all, and writes docs/presses.md.

`python -m tests.presses` plays them in the local Slack and writes the page; a test holds the page true.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.slack.schema import MIGRATIONS
from pipeline.storage import migrate
from tests.scenarios.town import CHANNEL, SELLER, Json, Town, playing

PAGE = Path(__file__).parent.parent / "docs" / "presses.md"
MANY = 2  # presses: an act that takes more says why
OFFER = "tarjous {deal} 12 900, 3 viikkoa, 30 pv"
WON = "voitettu {deal} 12 900, toimitus 17.6., lähde messut"


@dataclass(slots=True)
class Hand:
    """What one person types and presses, counted from `count` on; `deal` is the customer of the deal in question."""

    town: Town
    deal: str
    lines: int = 0
    presses: int = 0
    filled: int = 0
    did: list[str] = field(default_factory=list[str])

    def type(self, line: str) -> None:
        """Type a line."""
        self.lines += 1
        self.did.append(f"`{line.format(deal='acme')}`")
        self.town.type(SELLER, f"/deal {line.format(deal=self.deal)}")

    def press(self, what: str, message: Json, channel: str = CHANNEL) -> None:
        """Press a button of a message."""
        self.presses += 1
        self.did.append(f"[{what}]")
        self.town.press(SELLER, what, ts=message["ts"], channel=channel)

    def choose(self, what: str) -> None:
        """Open the menu ⋯ of the deal's card, and choose."""
        self.presses += 2
        self.did.append(f"⋯ [{what}]")
        menu = f"menu.{self.town.deal(self.deal).deal_no}"
        self.town.press(SELLER, menu, ts=self.town.card(self.deal)["ts"], channel=CHANNEL, value=what)

    def send(self, **values: Any) -> None:
        """Fill in these fields of the form, and send it."""
        self.presses += 1
        self.filled += len(values)
        self.did.append(f"[send] with {_fields(len(values))}" if values else "[send]")
        answered = self.town.fill(SELLER, **values)
        assert not answered.get("errors"), answered

    def told(self, part: str) -> Json:
        """What is told to this person alone."""
        return self.town.told(SELLER, part.format(deal=self.deal))

    def direct(self, part: str) -> Json:
        """What Putki writes to them."""
        return self.town.direct(SELLER, part)

    def answer(self, what: str, message: Json) -> None:
        """Press a button of a direct message."""
        self.press(what, message, self.town.room(SELLER))

    def count(self) -> None:
        """Count from here on: what was done before is how it came to this."""
        self.lines = self.presses = self.filled = 0
        self.did.clear()


def _fields(count: int) -> str:
    return "one field" if count == 1 else f"{count} fields"


# --- The acts ---------------------------------------------------------------------------------------------------------


def _first_offer(hand: Hand) -> None:
    hand.type(OFFER)
    hand.send()
    hand.told("tarjous v1")


def _offered(hand: Hand) -> None:
    _first_offer(hand)
    hand.count()


def _new_version(hand: Hand) -> None:
    _offered(hand)
    hand.type("tarjous {deal}")
    hand.press("Uusi versio…", hand.told("v1 · 12 900 €"))
    hand.send(amount="11 900")
    hand.told("tarjous v2")


def _declined(hand: Hand) -> None:
    _offered(hand)
    hand.type("tarjous {deal}")
    hand.press("Hylätty", hand.told("v1 · 12 900 €"))
    hand.told("hylätty. Mitä seuraavaksi?")


def _taken_up_again(hand: Hand) -> None:
    _declined(hand)
    hand.count()
    hand.type("tarjous {deal}")
    hand.press("Ota v1 käyttöön", hand.told("v1 · 12 900 € · hylätty"))
    hand.told("on taas voimassa")


def _accepted(hand: Hand) -> None:
    _offered(hand)
    hand.type("tarjous {deal}")
    hand.press("Hyväksytty…", hand.told("v1 · 12 900 €"))
    hand.send(source_kind="referral")
    hand.told("voitettu, 12 900 €")


def _accepted_typed(hand: Hand) -> None:
    _offered(hand)
    hand.type("tarjous {deal} hyväksytty")
    hand.send(source_kind="referral")
    hand.told("voitettu, 12 900 €")


def _won_typed(hand: Hand) -> None:
    hand.type(WON)
    hand.told("voitettu, 12 900 €")


def _won(hand: Hand) -> None:
    _won_typed(hand)
    hand.town.card(hand.deal, "Voitettu")
    hand.count()


def _won_from_card(hand: Hand) -> None:
    hand.press("Voitettu…", hand.town.card(hand.deal))
    hand.send(promised_day="2026-07-01")
    hand.town.card(hand.deal, "Voitettu")


def _lost_typed(hand: Hand) -> None:
    hand.type("hävitty {deal} hinnan takia, palataan maaliskuussa")
    hand.told("hävitty. Syy: hinta")


def _lost_from_card(hand: Hand) -> None:
    hand.choose("Hävitty…")
    hand.send(lost_kind="price")
    hand.town.card(hand.deal, "Hävitty")


def _promised_later(hand: Hand) -> None:
    hand.type("voitettu {deal} 12 900, lähde messut")
    hand.told("voitettu")
    hand.count()
    hand.town.slack.clock(to="2026-06-22T06:01:00+00:00")
    hand.answer("Toimituspäivä…", hand.direct("Milloin toimitus luvattiin?"))
    hand.send(new_delivery_day="2026-09-01")
    hand.town.card(hand.deal, "1.9.")


def _delivered_typed(hand: Hand) -> None:
    _won(hand)
    hand.type("toimitettu {deal}")
    hand.told("toimitettu ma 15.6.")


def _asked_whether_delivered(hand: Hand) -> Json:
    _won(hand)
    hand.town.slack.clock(to="2026-06-17T06:01:00+00:00")
    return hand.direct("toimitus luvattu tänään")


def _delivered_when_asked(hand: Hand) -> None:
    hand.answer("Toimitettu", _asked_whether_delivered(hand))
    hand.town.card(hand.deal, "Toimitettu ke 17.6.")


def _late_when_asked(hand: Hand) -> None:
    asked = _asked_whether_delivered(hand)
    hand.answer("Myöhästyy…", asked)
    hand.send(new_delivery_day="2026-06-22", late_because="us")


def _late_typed(hand: Hand) -> None:
    _won(hand)
    hand.type("myöhästyy {deal} 22.6. toimittaja")
    hand.send()
    hand.told("johtuu: toimittajasta")


def _problem_typed(hand: Hand) -> None:
    _won(hand)
    hand.type("ongelma {deal} venttiili vuotaa")
    hand.told("ongelma: venttiili vuotaa")


def _problem_from_card(hand: Hand) -> None:
    _won(hand)
    hand.choose("Ongelma…")
    hand.send(problem="venttiili vuotaa")
    hand.told("ongelma: venttiili vuotaa")


def _asked_whether_happy(hand: Hand) -> Json:
    _delivered_typed(hand)
    hand.count()
    hand.town.slack.clock(to="2026-06-29T06:01:00+00:00")
    return hand.direct("Onko asiakas tyytyväinen?")


def _happy(hand: Hand) -> None:
    hand.answer("🙂 Tyytyväinen", _asked_whether_happy(hand))
    hand.direct("asiakas on tyytyväinen")


def _unhappy(hand: Hand) -> None:
    hand.answer("🙁 Ongelma…", _asked_whether_happy(hand))
    hand.send(check_in_words="venttiili vuotaa")
    hand.direct("asiakkaalla on ongelma")


def _follow_up(hand: Hand) -> None:
    _won(hand)
    hand.type("jatkokauppa {deal} huoltosopimus, 3 000 €")
    hand.send()
    hand.told("Jatkoa: {deal}")


def _undone(hand: Hand) -> None:
    _won(hand)
    hand.type("peru {deal}")
    hand.told("Peruttu")


def _undone_by_press(hand: Hand) -> None:
    _won_typed(hand)
    hand.count()
    hand.press("Peru", hand.told("voitettu, 12 900 €"))
    hand.told("Peruttu")


@dataclass(frozen=True, slots=True)
class Act:
    """Something that a seller does, and why it takes more than two presses, where it does.

    An act that `waits` moves the clock, so it has a town of its own.
    """

    what: str
    play: Callable[[Hand], None]
    why: str = ""
    waits: bool = False


ACTS = (
    Act("send the first offer", _first_offer),
    Act("send a new version of it", _new_version),
    Act("the customer declines", _declined),
    Act("take an earlier version up again", _taken_up_again),
    Act("the customer accepts: the deal is won", _accepted),
    Act("the same, typed", _accepted_typed),
    Act("win without an offer, typed", _won_typed),
    Act("win from the card", _won_from_card),
    Act("lose with a reason and a month to come back, typed", _lost_typed),
    Act("lose from the card", _lost_from_card, "the menu ⋯ takes a press of its own, so that no finger loses a deal"),
    Act("tell the promised day when asked for it a week later", _promised_later, waits=True),
    Act("delivered, typed", _delivered_typed),
    Act("delivered, when asked on the promised morning", _delivered_when_asked, waits=True),
    Act("late: until when, because of whom, when asked", _late_when_asked, waits=True),
    Act("late, typed", _late_typed),
    Act("a problem, typed", _problem_typed),
    Act("a problem, from the card", _problem_from_card, "the card of a won deal has one menu ⋯ for all that is rare"),
    Act("the customer is happy, when asked", _happy, waits=True),
    Act("the customer has a problem, when asked", _unhappy, waits=True),
    Act("a follow-up sale", _follow_up),
    Act("undo, typed", _undone),
    Act("undo, pressed", _undone_by_press),
)


def page(fresh: Callable[[], Town]) -> str:
    """Play each act in a new deal, on a clock that stands at Monday morning, and return the page."""
    told: dict[str, str] = {}
    town = fresh()
    for act in sorted(ACTS, key=lambda each: each.waits):
        town = fresh() if act.waits else town
        town.clear_screens()
        hand = Hand(town, town.new_deal())
        act.play(hand)
        refusals = town.refusals()
        assert refusals == [], (act.what, refusals)
        assert (hand.presses > MANY) == bool(act.why), (act.what, hand.presses)
        told[act.what] = (
            f"| {act.what} | {hand.lines} | {hand.presses} | {hand.filled} | {', '.join(hand.did)} | {act.why} |"
        )
    lines = [
        "# What an offer and a sale take",
        "",
        "Lines typed, presses, and fields filled in, for each thing that a seller does. `python -m tests.presses`",
        "plays them in the local Slack and writes this page; a test holds it true. Sending a form is a press; opening",
        "a menu ⋯ is one, and choosing in it another. What Putki fills in by itself is not counted. More than two",
        "presses have their reason beside them.",
        "",
        "| act | lines | presses | fields | what is typed and pressed | why more than two |",
        "|---|---|---|---|---|---|",
        *(told[act.what] for act in ACTS),
        "",
    ]
    return "\n".join(lines)


def main() -> None:
    """Play it all, and write the page."""
    PAGE.write_text(played())


def played() -> str:
    """The page, each act played in a town of its own."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        numbers = iter(range(len(ACTS)))

        def fresh() -> Town:
            stack.close()
            url = f"sqlite:///{folder}/{next(numbers)}.db"
            migrate.upgrade(url, [MIGRATIONS])
            return stack.enter_context(playing(url))

        return page(fresh)


if __name__ == "__main__":
    main()
