"""The forecast's figures: the same until something happens, their parts complete, and a post's record all of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import update

from pipeline import errors
from pipeline.deals import edit, open
from pipeline.forecast import report, snapshot
from pipeline.forecast.figures import BridgePart, Figures
from pipeline.forecast.histories import Outcome
from pipeline.ledger.read_session import ReadSession
from pipeline.messages.change_notices import DealCreated
from pipeline.money import Money, total
from pipeline.people import settings
from pipeline.storage.engine import Deadline, Storage
from pipeline.storage.schema import statement
from tests.pipeline.team import CONTACT, FIRST, OFFER, PIPELINE, SALE, VERA, Team, euros, team_in, told

MONDAY = datetime(2026, 6, 15, 5, tzinfo=UTC)
MIDNIGHT = datetime(2026, 6, 30, 21, tzinfo=UTC)  # in Helsinki, where 1 July begins
KEY = "monday:1:2026-06-15"


def figures(team: Team) -> Figures:
    return figures_at(team, team.clock.now())


def figures_at(team: Team, now: datetime) -> Figures:
    with team.ledger.read_session(team.by()) as session:
        return report.compute(session, PIPELINE, now)


@pytest.fixture
def selling(shared_storage: Storage) -> Team:
    """A team with deals won in May and June, lost ones, and open ones in every stage, one of them without an amount."""
    team = team_in(shared_storage)
    team.story("4.5. new Alfa 9 000 · 8.5. → · 12.5. → · 19.5. won 1.8.")
    team.story("5.5. new Beta 4 000 · 11.5. → · 15.5. lost liian kallis")
    team.story("6.5. new Gamma 12 500 · 13.5. → · 22.5. → · 3.6. won 1.8.")
    team.story("7.5. new Delta 20 000 · 14.5. → · 25.5. → · 9.6. won 1.8.")
    team.story("18.5. new Epsilon 31 415 · 1.6. → · 8.6. →")
    team.story("20.5. new Zeeta 7 777 · 2.6. → · 10.6. →")
    team.story("12.6. new Eeta 16 180 · 12.6. new Theeta")
    team.clock.move_to(MONDAY)
    return team


def test_the_same_figures_on_every_press_of_a_day_until_something_happens(selling: Team) -> None:
    first = figures(selling)
    for later in (timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=9)):
        selling.clock.move_to(MONDAY + later)
        again = figures(selling)
        assert replace(again, made_at=first.made_at) == first
    selling.new("Joota", 99_000)
    assert len(figures(selling).parts) == len(first.parts) + 2


def test_what_is_won_and_what_is_open_add_up_to_each_months_sum_to_the_cent(selling: Team) -> None:
    made = figures(selling)
    for month in made.months:
        parts = [*made.won_in(month), *made.open_in(month)]
        for each in month.money:
            assert (
                sum(part.expected for part in parts if part.currency == each.expected.currency) + each.to_come.minor
                == each.expected.minor
            )
        assert sum(part.chance for part in parts) + month.new_wins == pytest.approx(month.wins)
    june, july = made.months
    assert [part.amount for part in made.won_in(june)] == [Money(2_000_000, "EUR"), Money(1_250_000, "EUR")]
    assert total(part.amount for part in made.won_in(june) if part.amount)["EUR"] == june.money[0].won
    assert made.won_in(july) == ()
    assert made.without_amount == 1
    assert len(made.deals()) == 6


def test_a_win_at_midnight_on_the_first_is_the_new_months(selling: Team) -> None:
    selling.clock.move_to(MIDNIGHT)
    selling.won(5)
    made = figures_at(selling, MIDNIGHT)
    won = {month.first: [part.deal_no for part in made.won_in(month)] for month in made.months}
    assert won[date(2026, 7, 1)] == [5]
    assert 5 not in won.get(date(2026, 6, 1), [])


def test_a_win_at_midnight_after_the_two_months_is_in_no_figure(selling: Team) -> None:
    selling.clock.move_to(MIDNIGHT)
    selling.won(5)
    made = figures_at(selling, MIDNIGHT - timedelta(days=32))
    assert [month.first.month for month in made.months] == [5, 6]
    assert 5 not in made.deals()
    assert 5 not in {part.deal_no for part in made.parts}


def test_a_range_holds_the_expectation_and_what_is_won(selling: Team) -> None:
    for month in figures(selling).months:
        for each in month.money:
            assert each.won.minor <= each.low.minor
            assert each.high == each.won or each.low.minor <= each.expected.minor <= each.high.minor


def test_a_teams_figures_stay_as_they_are(selling: Team) -> None:
    made = figures(selling)
    june, july = made.months
    assert (made.day, made.made_at, made.known_no, made.closed) == (MONDAY.date(), MONDAY, selling.last_event, 4)
    assert (made.pipeline_no, made.is_little_history, made.has_open, made.deals()) == (
        1,
        True,
        True,
        [5, 6, 7, 8, 4, 3],
    )
    assert (june.first, june.won_count, june.wins_low, july.first, july.won_count, july.wins_low) == (
        date(2026, 6, 1),
        2,
        2,
        date(2026, 7, 1),
        0,
        0,
    )
    assert 3 <= min(june.wins_high, july.wins_high) <= max(june.wins_high, july.wins_high) <= 6  # drawn by workspace
    assert (june.from_open, july.from_open) == (pytest.approx(0.8082), pytest.approx(0.3263))
    assert [
        (each.expected.minor, each.won.minor, each.from_open.minor, each.to_come.minor)
        for month in made.months
        for each in month.money
    ] == [(5_289_694, 3_250_000, 1_576_988, 462_706), (2_828_123, 0, 547_737, 2_280_386)]
    (of_june,), (of_july,) = june.money, july.money
    assert (of_june.low, of_july.low) == (euros(32_500), euros(0))
    assert (of_june.high.minor, of_july.high.minor) == (
        pytest.approx(7_200_000, rel=0.1),
        pytest.approx(6_900_000, rel=0.2),
    )
    shares = [(5, 3, 0.4012, 1_260_370), (6, 3, 0.404, 314_191), (7, 1, 0.0015, 2_427), (8, 1, 0.0015, 0)]
    assert [(part.deal_no, part.stage_no, part.chance, part.expected) for part in made.open_in(june)] == shares
    assert [(part.deal_no, part.stage_no, part.chance, part.is_won) for part in made.won_in(june)] == [
        (4, SALE, 1.0, True),
        (3, SALE, 1.0, True),
    ]
    assert {part.deal_no: part.last_no for part in made.parts} == {no: selling.there(no).last_no for no in range(3, 9)}
    assert [(each.stage.no, each.count, each.sums) for each in made.stages] == [
        (FIRST, 2, (euros(16_180),)),
        (CONTACT, 0, ()),
        (OFFER, 2, (euros(39_192),)),
    ]


def test_deals_of_another_currency_come_after_the_workspaces_own_and_before_those_without_an_amount(
    selling: Team,
) -> None:
    for amount, wins in (("90000", True), ("70000", False)):
        deal = open.NewDeal(f"Sigma {amount}", amount=Money.of(amount, "SEK"))
        number = told(open.new(selling.ledger, selling.by(), deal), DealCreated).deal
        if wins:
            selling.won(number)
    made = figures(selling)
    june, _july = made.months
    assert [each.expected.currency for each in june.money] == ["EUR", "SEK"]
    assert [each.won for each in june.money] == [euros(32_500), Money.of("90000", "SEK")]
    assert [(part.deal_no, part.currency) for part in made.open_in(june)][-2:] == [(10, "SEK"), (8, "EUR")]
    assert [part.deal_no for part in made.won_in(june)] == [4, 3, 9]
    assert made.stages[0].sums == (euros(16_180), Money.of("70000", "SEK"))
    selling.do(lambda work: settings.put(work, settings.WORKSPACE, {settings.CURRENCY: "SEK"}))
    assert [each.expected.currency for each in figures(selling).months[0].money] == ["SEK", "EUR"]


def test_a_move_of_today_counts_at_once(selling: Team) -> None:
    def chance() -> float:
        june = figures(selling).months[0]
        return next(part.chance for part in figures(selling).open_in(june) if part.deal_no == 7)

    before = chance()
    selling.clock.move_by(timedelta(hours=3))
    selling.advance(7, to_stage=OFFER)
    assert chance() > 10 * before


def test_a_forecast_is_of_the_first_pipeline_unless_one_is_named_and_not_for_strangers(selling: Team) -> None:
    with selling.ledger.read_session(selling.by()) as session:
        assert report.figures(session) == report.figures(session, PIPELINE) == figures(selling)
    with selling.ledger.read_session(selling.by(VERA)) as session, pytest.raises(errors.Stranger):
        report.figures(session)


def test_a_team_without_deals_has_figures_of_nothing(team: Team) -> None:
    team.clock.move_to(MONDAY)
    made = figures(team)
    assert (made.parts, made.has_open, made.closed, made.without_amount) == ((), False, 0, 0)
    for month in made.months:
        assert (month.won_count, month.wins, month.wins_low, month.wins_high) == (0, 0, 0, 0)
        assert [(each.expected, each.low, each.high, each.won) for each in month.money] == [(euros(0),) * 4]


def test_deals_of_another_pipeline_and_of_another_workspace_are_in_no_figure(selling: Team, other_team: Team) -> None:
    other_team.story("4.6. new Alfa 9 000 · 8.6. → · 12.6. → · 13.6. won 1.8.")
    made = figures(selling)
    with selling.ledger.read_session(selling.by()) as session:
        elsewhere = report.compute(session, PIPELINE + 1, session.now)
    assert made.months[0].won_count == 2
    assert (elsewhere.parts, elsewhere.stages, elsewhere.closed) == ((), (), 0)


@pytest.mark.parametrize(
    ("low", "expected", "high", "won", "said"),
    [
        (438_454, 2_071_592, 3_877_934, 0, (400_000, 3_900_000)),  # two figures, outwards
        (438_454, 1_071_592, 1_234_567, 0, (430_000, 1_240_000)),  # three where the first is a one
        (438_454, 2_071_592, 3_877_934, 423_400, (423_400, 3_900_000)),  # never below what is won
        (300_000, 200_000, 400_000, 0, (200_000, 400_000)),  # it holds the expectation
        (300_000, 450_001, 400_000, 0, (300_000, 460_000)),
        (423_400, 430_000, 423_400, 423_400, (423_400, 423_400)),  # no more comes
        (423_400, 430_000, 423_399, 423_400, (423_400, 423_400)),
        (20, 130, 150, 0, (0, 200)),  # whole euros
    ],
)
def test_a_range_is_said_in_figures_that_can_be_said(
    low: int, expected: int, high: int, won: int, said: tuple[int, int]
) -> None:
    euros = [Money(each, "EUR") for each in (low, expected, high, won)]
    assert report.rounded_range(*euros) == (Money(said[0], "EUR"), Money(said[1], "EUR"))


def test_a_range_of_a_currency_without_cents_is_said_in_its_units() -> None:
    yen = [Money(each, "JPY") for each in (3, 5, 9, 0)]
    assert report.rounded_range(*yen) == (Money(3, "JPY"), Money(9, "JPY"))


def test_a_posts_record_is_all_of_it_whatever_happens_later(selling: Team) -> None:
    made = figures(selling)
    with selling.ledger.storage.write(Deadline.after(10)) as connection:
        snapshot.save(connection, selling.workspace_no, KEY, made)
    selling.story("16.6. new Kappa 50 000 · 16.6. #5 lost liian kallis")
    with selling.ledger.read_session(selling.by()) as session:
        kept = snapshot.load(session, KEY)
    assert kept is not None
    assert set(kept.parts) == set(made.parts)
    assert replace(kept, parts=made.parts) == made


def test_the_workspaces_own_currency_comes_first(selling: Team) -> None:
    def first_of(session: ReadSession) -> list[str]:
        in_some_order = [Money(1, "USD"), Money(1, "SEK"), Money(1, "EUR")]
        return [
            each.currency for each in settings.home_currency_first(session, in_some_order, lambda each: each.currency)
        ]

    with selling.ledger.read_session(selling.by()) as session:
        assert first_of(session) == ["EUR", "SEK", "USD"]
    selling.do(lambda work: settings.put(work, settings.WORKSPACE, {settings.CURRENCY: "USD"}))
    with selling.ledger.read_session(selling.by()) as session:
        assert first_of(session) == ["USD", "EUR", "SEK"]


def posted(team: Team, day: date) -> None:
    """A forecast is posted on a Monday at eight."""
    team.clock.move_to(max(team.clock.now(), datetime(day.year, day.month, day.day, 5, tzinfo=UTC)))
    made = figures(team)
    with team.ledger.storage.write(Deadline.after(10)) as connection:
        snapshot.save(connection, team.workspace_no, f"monday:1:{day.isoformat()}", made)


def test_a_months_change_since_last_monday_is_of_its_deals_and_is_kept_with_the_post(selling: Team) -> None:
    posted(selling, MONDAY.date())
    before = figures(selling).months[0].money[0].expected
    selling.story("16.6. new Kappa 50 000 · 17.6. → Tarjous · 16.6. #5 lost liian kallis · 18.6. #6 won 1.8.")
    edit.edit(selling.ledger, selling.by(), 7, edit.Edit(amount=euros(20_000)))
    posted(selling, date(2026, 6, 22))
    with selling.ledger.read_session(selling.by()) as session:
        kept = snapshot.load(session, "monday:1:2026-06-22")
    assert kept is not None
    bridge = kept.bridge
    assert bridge is not None
    assert (bridge.month, bridge.since) == (date(2026, 6, 1), MONDAY.date())
    changes = {
        change: [each.deal_no for each in found if each.deal_no]
        for change in BridgePart
        if (found := bridge.of(change))
    }
    assert (changes[BridgePart.NEW], changes[BridgePart.LOST], changes[BridgePart.WON]) == ([9], [5], [6])
    assert changes[BridgePart.AMOUNT] == [7]
    total_change = sum(each.minor for each in bridge.sums("EUR").values())
    assert before.minor + total_change == kept.months[0].money[0].expected.minor
    with selling.ledger.read_session(selling.by()) as session:
        again = report.compute(session, PIPELINE, session.now).bridge  # of the same Monday, asked for later
    assert again is not None
    assert set(again.changes) == set(bridge.changes)


def test_a_post_by_another_method_and_one_of_another_month_are_compared_with_nothing(selling: Team) -> None:
    posted(selling, MONDAY.date())
    selling.clock.move_to(datetime(2026, 8, 3, 5, tzinfo=UTC))
    assert figures(selling).bridge is None
    selling.clock.move_to(datetime(2026, 8, 4, 5, tzinfo=UTC))
    posted(selling, date(2026, 8, 4))
    selling.clock.move_to(datetime(2026, 8, 10, 5, tzinfo=UTC))
    assert figures(selling).bridge is not None
    with selling.ledger.storage.write(Deadline.after(10)) as connection:
        connection.execute(update(statement).values(method="chain-0"))
    assert figures(selling).bridge is None


@pytest.mark.parametrize(
    ("day", "behind", "ahead"),
    [
        (date(2026, 6, 15), ["2026-04", "2026-05"], ["2026-06", "2026-07"]),
        (date(2026, 7, 1), ["2026-06"], ["2026-07", "2026-08", "2026-09"]),
        (date(2026, 8, 31), ["2026-07"], ["2026-08", "2026-09"]),
        (date(2026, 12, 31), ["2026-10", "2026-11"], ["2026-12", "2027-01"]),
    ],
)
def test_a_forecast_looks_at_this_month_the_next_and_the_quarter(
    day: date, behind: list[str], ahead: list[str]
) -> None:
    months = report.months_at(day)
    assert [each.isoformat()[:7] for each in months.behind] == behind
    assert [each.isoformat()[:7] for each in months.ahead] == ahead


def test_a_quarter_is_the_sum_of_its_months_and_nothing_is_told_of_it_with_little_history(selling: Team) -> None:
    assert figures(selling).quarter is None
    for number in range(30):
        selling.won(selling.new(f"Past {number}", 1_000 + number))
    made = figures(selling)
    quarter, june = made.quarter, made.months[0]
    assert quarter is not None
    (sum_,) = quarter.money
    assert quarter.first == date(2026, 4, 1)
    assert quarter.won_count == june.won_count + 1  # Alfa, in May
    assert (sum_.expected, sum_.won, sum_.to_come) == (
        june.money[0].expected + euros(9_000),
        june.money[0].won + euros(9_000),
        june.money[0].to_come,
    )
    selling.clock.move_to(datetime(2026, 7, 6, 5, tzinfo=UTC))
    later = figures(selling)
    assert later.quarter is not None
    assert [each.first.month for each in later.months] == [7, 8, 9]
    assert later.quarter.money[0].expected == sum((month.money[0].expected for month in later.months), Money(0, "EUR"))
    with selling.ledger.storage.write(Deadline.after(10)) as connection:
        snapshot.save(connection, selling.workspace_no, KEY, later)
    with selling.ledger.read_session(selling.by()) as session:
        kept, short = snapshot.load(session, KEY), snapshot.headline(session, PIPELINE)
    assert kept is not None
    assert (kept.quarter, kept.growth) == (later.quarter, later.growth)
    assert short is not None
    assert (short.quarter, len(short.months)) == (later.quarter, 2)
    assert len({(each.deal_no, each.month) for each in short.deciding}) == len(short.deciding) > 0


def test_a_win_is_known_by_its_amount_before_it(selling: Team) -> None:
    cheaper, same, before, undone = (selling.new(f"Grown {no}", 10_000) for no in range(4))
    selling.won(cheaper, amount=9_000)
    selling.won(same)
    edit.edit(selling.ledger, selling.by(), before, edit.Edit(amount=euros(12_000)))
    selling.won(before, amount=15_000)
    edit.edit(selling.ledger, selling.by(), undone, edit.Edit(amount=euros(12_000)))
    selling.undo()
    selling.won(undone, amount=11_000)
    kinds = {SALE: Outcome.WON}
    with selling.ledger.storage.read() as connection:
        known = {
            each.deal_no: each.earlier_amount
            for each in report.histories(connection, selling.workspace_no, PIPELINE, kinds.get)
        }
    assert [known[no] for no in (cheaper, same, before, undone)] == [
        euros(10_000),
        euros(10_000),
        euros(12_000),
        euros(10_000),
    ]
    made = figures(selling)
    assert made.growth["EUR"] == pytest.approx(1 + (-1 + 0 + 3 + 1) * 1_000 / _weighed(made), rel=0.2)
    for part in made.open_in(made.months[0]):
        if part.counted is not None:
            assert part.expected == pytest.approx(part.chance * part.counted.minor, abs=1)


def _weighed(made: Figures) -> float:
    """About what the wins were worth before they were won, with twenty more that were assumed to stay."""
    won = [part.amount.minor / 100 for part in made.parts if part.is_won and part.amount is not None]
    return sum(won) + 20 * sum(won) / len(won)
