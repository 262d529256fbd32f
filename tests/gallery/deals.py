"""The deals, people and names that the gallery and the tests of blocks show, awkward ones among them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from bot.language.voice import Voice
from pipeline.forecast.figures import DealShare, Figures, Month, MonthSum, StageSum
from pipeline.money import Money
from pipeline.queries.board import Board, Column
from pipeline.queries.deal_lists import DealLine, Lines
from pipeline.queries.deal_view import DealView, Note
from pipeline.queries.names import DealName, Names, StageLabel
from pipeline.stages.events import StageKind

NOW = datetime(2026, 6, 15, 6, 12, tzinfo=UTC)  # Monday, 9.12 in Helsinki
LANGUAGES = ("fi", "en")

IDENTIFICATION = StageLabel(1, "stage_identification", None, StageKind.OPEN)
CONTACT = StageLabel(2, "stage_contact", None, StageKind.OPEN)
OFFER = StageLabel(3, "stage_offer", None, StageKind.OPEN)
SALE = StageLabel(4, "stage_sale", None, StageKind.WON)
LOST = StageLabel(5, "stage_lost", None, StageKind.LOST)
STAGES = (IDENTIFICATION, CONTACT, OFFER, SALE, LOST)
LONG_STAGE = StageLabel(6, None, "Sopimusluonnos lakimiehillä & hankinnassa <kiireellinen>", StageKind.OPEN)

LONG = "Pohjois-Pohjanmaan Teollisuusautomaation Huolto- ja Kunnossapitopalvelut Oy Ab Ltd " * 2
NASTY = "*Bold* <!channel> & <@U123> `code` _x_ ~y~"
ARABIC = "شركة النور للتجارة"
EMOJI = "👩‍👩‍👧‍👦🏳️‍🌈 Fest & Fun Ky"


def voice(language: str) -> Voice:
    """A reader in Helsinki on that Monday."""
    return Voice(language, "Europe/Helsinki", NOW)


def euros(amount: float) -> Money:
    """So many euros."""
    return Money(round(amount * 100), "EUR")


ACME = DealView(
    deal_no=12,
    customer="Acme Oy",
    name="Verkkokauppa",
    owner=1,
    owner_name="Aino Virtanen",
    pipeline_no=1,
    stage=OFFER,
    stages=STAGES,
    next_stage=SALE,
    state=StageKind.OPEN,
    amount=euros(12_500),
    close_day=date(2026, 7, 31),
    source="messut, Jyväskylä",
    step="soita ja kysy tarjouksesta",
    step_no=7,
    step_day=date(2026, 6, 17),
    snoozed_until=None,
    quiet_until=None,
    promised_day=None,
    lost_reason=None,
    stay=40,
    stay_at=NOW - timedelta(days=6),
    opened_at=NOW - timedelta(days=40),
    days=4,
    limit_days=10,
    is_stuck=False,
    notes=(),
    last_no=41,
)
BETA = replace(
    ACME,
    deal_no=13,
    customer="Beta Oy",
    name="Beta Oy",
    stage=CONTACT,
    next_stage=OFFER,
    amount=None,
    close_day=None,
    source=None,
    step=None,
    step_day=None,
    days=0,
    stay_at=NOW - timedelta(hours=1),
)
STUCK = replace(
    ACME,
    step="soita",
    step_day=date(2026, 6, 12),
    days=14,
    stay_at=NOW - timedelta(days=21),
    is_stuck=True,
    notes=(
        Note("Hinta ok, odottavat hallituksen kokousta.", 1, "Aino Virtanen", NOW - timedelta(days=12)),
        Note("Tarjous lähetetty & kuitattu.", 2, "Matti Meikäläinen", NOW - timedelta(days=20)),
    ),
)
WON = replace(
    ACME, state=StageKind.WON, stage=SALE, next_stage=None, promised_day=date(2026, 8, 31), amount=euros(12_500.50)
)
NOT_COMING = replace(
    ACME, state=StageKind.LOST, stage=LOST, next_stage=None, lost_reason="Hinta; valitsivat kilpailijan."
)
AWKWARD = replace(
    STUCK,
    customer=LONG,
    name=NASTY,
    owner_name=ARABIC,
    stage=LONG_STAGE,
    stages=(IDENTIFICATION, CONTACT, LONG_STAGE, OFFER, SALE, LOST),
    next_stage=replace(LONG_STAGE, no=7, text=LONG),
    amount=Money(999_999_999_999_99, "SEK"),
    source=NASTY * 3,
    step=LONG * 3,
    notes=(Note(f"{NASTY}\n\n> rivi\n" * 20, 1, EMOJI, NOW),),
    days=247,
    limit_days=1,
)
ERASED = replace(BETA, customer="", name="", owner_name="")


def line(view: DealView, **more: object) -> DealLine:
    """The deal in a list."""
    made = DealLine(
        deal_no=view.deal_no,
        customer=view.customer,
        name=view.name,
        stage=view.stage,
        amount=view.amount,
        days=view.days,
        is_stuck=view.is_stuck,
        step=None,
        step_day=view.step_day,
        owner=view.owner,
        owner_name=view.owner_name,
        stay=view.stay,
        state=view.state,
    )
    return replace(made, **more)


MANY = tuple(line(BETA, deal_no=100 + n, customer=f"Asiakas {n} Oy", amount=euros(1000 * n)) for n in range(1, 21))
MINE = Lines(
    4,
    (line(STUCK), line(ACME, deal_no=14, customer="Ääni & Valo Oy"), line(BETA), line(ERASED, deal_no=19)),
    sums=(euros(25_000),),
)
HUNDRED = Lines(137, MANY, sums=(euros(1_284_000), Money(500_000_00, "SEK")))
ODD = Lines(
    3,
    (line(AWKWARD), line(AWKWARD, deal_no=90, customer=ARABIC, name=EMOJI), line(WON, deal_no=91)),
    sums=(euros(12_500.50), Money(1_999_999_999_999_98, "SEK")),
)
NONE = Lines(0, ())

BOARD = Board(
    1,
    (
        Column(IDENTIFICATION, 14, (euros(84_000),), 5, 12, 3),
        Column(CONTACT, 9, (euros(61_250), Money(12_000_00, "USD")), 0, 21, 1),
        Column(OFFER, 0, (), 0, 0, 0),
    ),
    customers=11,
)
EMPTY_BOARD = Board(1, tuple(Column(stage, 0, (), 0, 0, 0) for stage in STAGES[:3]))
ODD_BOARD = Board(1, (Column(LONG_STAGE, 12_345, (Money(10**15, "JPY"), euros(-5), Money(1, "SEK")), 1, 247, 999),))

NAMES = Names(
    deals={
        12: DealName("Acme Oy", "Verkkokauppa"),
        13: DealName("Beta Oy", "Beta Oy"),
        90: DealName(LONG, NASTY),
        91: DealName("", ""),
    },
    stages={each.no: each for each in (*STAGES, LONG_STAGE)},
    members={1: "Aino Virtanen", 2: "Matti Meikäläinen", 3: ARABIC},
    words={50: "Hinta; valitsivat kilpailijan.", 51: "soita ja kysy tarjouksesta", 52: LONG * 20, 53: NASTY},
)

JUNE, JULY = date(2026, 6, 1), date(2026, 7, 1)


def _part(deal_no: int, month: date, chance: float, amount: Money | None, stage: StageLabel = OFFER) -> DealShare:
    expected = round(amount.minor * chance) if amount else 0
    return DealShare(deal_no, month, stage.no, deal_no, chance, amount, amount.currency if amount else "EUR", expected)


def _figures(parts: tuple[DealShare, ...], won: Money, closed: int, others: tuple[Money, ...] = ()) -> Figures:
    """Figures that add up: won already and the parts."""

    def month(first: date, won: Money, count: int) -> Month:
        mine = [part for part in parts if part.month == first]
        sums = []
        for before in (won, *(Money(0, each.currency) for each in others)):
            expected = before.minor + sum(part.expected for part in mine if part.currency == before.currency)
            low, high = round(expected * 0.7), round(expected * 1.3)
            sums.append(
                MonthSum(*(Money(minor, before.currency) for minor in (expected, low, high)), won=before),
            )
        wins = count + sum(part.chance for part in mine)
        return Month(first, count, wins, wins * 0.7, wins * 1.3, tuple(sums))

    return Figures(
        pipeline_no=1,
        day=NOW.date(),
        made_at=NOW.replace(hour=5, minute=0),
        known_no=900,
        closed=closed,
        months=(month(JUNE, won, 3 if won.minor else 0), month(JULY, Money(0, "EUR"), 0)),
        stages=tuple(StageSum(each.stage, each.count, each.sums) for each in BOARD.columns),
        without_amount=sum(part.amount is None for part in parts if part.month == JUNE),
        parts=parts,
    )


def _both_months(deal_no: int, chance: float, amount: Money | None) -> tuple[DealShare, DealShare]:
    return _part(deal_no, JUNE, chance, amount), _part(deal_no, JULY, chance / 2, amount)


FIGURES = _figures(
    (*_both_months(12, 0.4523, euros(12_500)), *_both_months(13, 0.2, None), *_both_months(14, 0.7, euros(24_000.5))),
    euros(60_000),
    closed=216,
)
ODD_FIGURES = _figures(
    (
        *_both_months(90, 0.999999, Money(999_999_999_999_99, "EUR")),
        *(part for n in range(100, 140) for part in _both_months(n, 0.1, Money(n * 1000, "USD"))),
    ),
    Money(10**15, "EUR"),
    closed=0,
    others=(Money(0, "USD"),),
)
NO_FIGURES = _figures((), Money(0, "EUR"), closed=0)
