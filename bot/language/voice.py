"""One reader's voice: it writes sentences, numbers, money and dates in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_EVEN, Decimal
from functools import lru_cache
from string import Formatter

from babel import Locale
from babel.lists import format_list
from babel.numbers import format_decimal

from bot.language.catalogue import sentences
from bot.language.safe_text import NAME_LIMIT, SafeText, plain, safe
from pipeline.calendars import zone_named
from pipeline.deals.choices import BUILT_IN, Lists
from pipeline.fields.fields import NO_FIELDS, OwnFields
from pipeline.forecast.rounding import rounded_to, unit_of
from pipeline.money import Money

NBSP = "\u00a0"
MINUS = "−"
_AROUND = "*\u2069"  # may follow a name: the end of bold, and the end of right-to-left text
DASH = "–"

# Babel's British English writes "3 June" and "a, b and c".
_LOCALES = {"fi": Locale("fi"), "en": Locale("en", "GB")}
_SYMBOLS = {"EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥"}
_SYMBOL_FIRST_IN_ENGLISH = ("€", "$", "£", "¥")
_IN_A_FORTNIGHT = timedelta(weeks=2)

#: A value in a sentence: typed text, a number, a day, a moment, money, or text that is ready (`SafeText`).
Value = str | int | float | Decimal | date | datetime | Money


@dataclass(frozen=True, slots=True)
class Voice:
    """The language and time zone of one reader, the current moment, and the team's own lists and fields.

    A value in a sentence is written by its type. A `Money`, a `date` ("ma 3.6."), a `datetime` ("klo 8.00", with its
    day if that is not today) and a number are written in the reader's language. A `str` counts as typed text and is
    made safe. `SafeText` stays as it is.
    """

    language: str
    zone: str
    now: datetime
    lists: Lists = BUILT_IN
    own_fields: OwnFields = NO_FIELDS

    # --- sentences ---

    def say(self, key: str, **values: Value) -> SafeText:
        """Return the sentence of this key for mrkdwn. The value `n` chooses between singular and plural."""
        return SafeText(
            _fill_in(self._sentence(key, values), {name: self._as_mrkdwn(value) for name, value in values.items()})
        )

    def label(self, key: str, **values: Value) -> str:
        """Return the sentence of this key for plain text: titles, buttons, options, hints.

        Typed text in it is cleaned but not escaped.
        """
        return _fill_in(
            self._sentence(key, values), {name: self._as_plain_text(value) for name, value in values.items()}
        )

    def name(self, text: str, limit: int = NAME_LIMIT) -> SafeText:
        """Return a typed name for mrkdwn, on one line, cut with "…" at `limit` characters."""
        return safe(text, limit)

    def plain_name(self, text: str, limit: int = NAME_LIMIT) -> str:
        """Return a typed name for plain text, on one line, cut with "…" at `limit` characters."""
        return plain(text, limit)

    def prose(self, text: str, limit: int = 2900) -> SafeText:
        """Return a typed text of several lines for mrkdwn, cut with "…" at `limit` characters."""
        return safe(text, limit, lines=True)

    def list(self, items: Iterable[Value]) -> SafeText:
        """Return the items as a list: "a, b ja c"."""
        shown = [self._as_mrkdwn(item) for item in items]
        return SafeText(format_list(shown, style="standard", locale=self._locale))

    # --- figures ---

    def number(self, value: float | Decimal) -> SafeText:
        """Return a number such as "12 500", "1,5" or "−3"."""
        figure = _figure(self.language, abs(value))
        return SafeText(MINUS + figure if value < 0 else figure)

    def percent(self, share: float, *, decimals: int | None = None) -> SafeText:
        """Return a share as a percentage: 0.8 is "80 %", in English "80%". Without `decimals` it is a whole number."""
        gap = "" if self.language == "en" else NBSP
        return SafeText(f"{self.number(round(share * 100, decimals))}{gap}%")

    def money(self, amount: Money) -> SafeText:
        """Return an amount such as "12 500,50 €". It has cents only if they are not zero."""
        return SafeText(self._with_symbol(self._figure(amount), amount.currency))

    def about(self, amount: Money, *, at_least: Money | None = None) -> SafeText:
        """Return an amount that is not known to the unit, in three significant figures: 426 218 is "426 000 €".

        It is never less than `at_least`.
        """
        rounded = rounded_to(amount, unit_of(amount))
        return self.money(at_least if at_least is not None and at_least.minor > rounded.minor else rounded)

    def range(self, low: Money, high: Money) -> SafeText:
        """Return a range such as "61 000–102 000 €", rounded to whole units."""
        first, last = self._figure(_whole(low)), self._figure(_whole(high))
        figures = first if first == last else f"{first}{DASH}{last}"
        return SafeText(self._with_symbol(figures, low.currency))

    def in_row(self, amount: Money, *, is_last: bool, is_signed: bool = False) -> SafeText:
        """Return an amount of a row such as "22 000 + 214 000 €", where a symbol behind the figures comes once."""
        sign = "+" if is_signed and amount.minor > 0 else ""
        shown = self._with_symbol(self._figure(amount), amount.currency)
        if not is_last and not self._is_symbol_first(amount.currency):
            shown = self._figure(amount)
        return SafeText(sign + shown)

    def deal_number(self, deal_no: int) -> SafeText:
        """Return "#12", which a person can type as well."""
        return SafeText(f"#{deal_no}")

    def business_days(self, n: int) -> SafeText:
        """Return "6 arkipäivää"."""
        return self.say("business_days", n=n)

    def days(self, n: int) -> SafeText:
        """Return "3 päivää"."""
        return self.say("days", n=n)

    # --- days and times ---

    @property
    def today(self) -> date:
        """The current day in the reader's time zone."""
        return self.local(self.now).date()

    def local(self, moment: datetime) -> datetime:
        """Return the moment in the reader's time zone."""
        return moment.astimezone(zone_named(self.zone))

    def day(self, day: date) -> SafeText:
        """Return "ma 3.6.", with the year if it is not the current one."""
        weekday = self.weekday_short(day)
        if self.language == "fi":
            written = f"{weekday}{NBSP}{day.day}.{day.month}."
            return SafeText(written if self._is_this_year(day) else f"{written}{day.year}")
        written = f"{weekday}{NBSP}{day.day}{NBSP}{self._month_name(day)}"
        return SafeText(written if self._is_this_year(day) else f"{written}{NBSP}{day.year}")

    def example_days(self) -> dict[str, Value]:
        """Return values for sentences that give examples: a day and a week two weeks from now, as a person may type
        them.
        """
        day = self.today + _IN_A_FORTNIGHT
        written = f"{day.day}.{day.month}." if self.language == "fi" else f"{day.day}{NBSP}{self._month_name(day)}"
        return {"example_day": SafeText(written), "example_week": self.week(day)}

    def time(self, moment: datetime) -> SafeText:
        """Return "klo 8.00" or "08:00"."""
        local = self.local(moment)
        return self.clock(local.hour * 60 + local.minute)

    def clock(self, minute: int) -> SafeText:
        """Return a minute of the day as "klo 8.00" or "08:00"."""
        hour, rest = divmod(minute, 60)
        return SafeText(f"klo{NBSP}{hour}.{rest:02}" if self.language == "fi" else f"{hour:02}:{rest:02}")

    def when(self, moment: datetime) -> SafeText:
        """Return the time of a moment, after its day if that is not today."""
        local_day = self.local(moment).date()
        if local_day == self.today:
            return self.time(moment)
        return SafeText(f"{self.day(local_day)} {self.time(moment)}")

    def week(self, day: date) -> SafeText:
        """Return "vko 25" or "week 25"."""
        return SafeText(("vko" if self.language == "fi" else "week") + NBSP + str(day.isocalendar().week))

    def weekday_short(self, day: date) -> SafeText:
        """Return "ma" or "Mon"."""
        return SafeText(self._locale.days["format"]["abbreviated"][day.weekday()])

    def month(self, day: date, *, leading: bool = False) -> SafeText:
        """Return "kesäkuu" or "June", with the year if it is not the current one. `leading` capitalises it."""
        written = self._with_year(self._month_name(day), day)
        return SafeText(written[:1].upper() + written[1:] if leading else written)

    def in_month(self, day: date) -> SafeText:
        """Return "kesäkuussa" or "in June", with the year if it is not the current one."""
        name = self._month_name(day)
        return SafeText(self._with_year(f"{name}ssa" if self.language == "fi" else f"in {name}", day))

    # --- the parts ---

    @property
    def _locale(self) -> Locale:
        return _LOCALES[self.language]

    def _sentence(self, key: str, values: Mapping[str, Value]) -> str:
        catalogue = sentences(self.language)
        n = values.get("n")
        if isinstance(n, (int, float, Decimal)) and catalogue.has_plural(key):
            # Only 1 is singular. Every other number, also 0 and 1.5, is plural in both languages.
            return catalogue.ngettext(key, key, 1 if abs(n) == 1 else 2)
        return catalogue.gettext(key)

    def _as_mrkdwn(self, value: Value) -> str:
        return (
            value if isinstance(value, SafeText) else safe(value) if isinstance(value, str) else self._formatted(value)
        )

    def _as_plain_text(self, value: Value) -> str:
        return (
            value if isinstance(value, SafeText) else plain(value) if isinstance(value, str) else self._formatted(value)
        )

    def _formatted(self, value: int | float | Decimal | date | datetime | Money) -> SafeText:
        match value:
            case Money():
                return self.money(value)
            case datetime():
                return self.when(value)
            case date():
                return self.day(value)
            case _:
                return self.number(value)

    def _figure(self, amount: Money) -> str:
        digits = amount.digits if amount.minor % 10**amount.digits else 0
        pattern = "#,##0" + ("." + "0" * digits if digits else "")
        figure = format_decimal(abs(amount.major), format=pattern, locale=self._locale)
        return MINUS + figure if amount.minor < 0 else figure

    def _with_symbol(self, figures: str, currency: str) -> str:
        symbol = _SYMBOLS.get(currency, currency)
        if self._is_symbol_first(currency):
            return f"{MINUS}{symbol}{figures[1:]}" if figures.startswith(MINUS) else symbol + figures
        return figures + NBSP + symbol

    def _is_symbol_first(self, currency: str) -> bool:
        return self.language == "en" and _SYMBOLS.get(currency, currency) in _SYMBOL_FIRST_IN_ENGLISH

    def _month_name(self, day: date) -> str:
        return self._locale.months["stand-alone"]["wide"][day.month]

    def _with_year(self, written: str, day: date) -> str:
        return written if self._is_this_year(day) else f"{written}{NBSP}{day.year}"

    def _is_this_year(self, day: date) -> bool:
        return day.year == self.today.year


def in_every_language(key: str) -> tuple[str, ...]:
    """Return a fixed word, such as the name of a default stage, in each language."""
    return tuple(sentences(language).gettext(key) for language in _LOCALES)


@lru_cache(maxsize=4096)
def _figure(language: str, value: float | Decimal) -> str:
    return format_decimal(value, locale=_LOCALES[language])


def _whole(amount: Money) -> Money:
    units = amount.major.quantize(Decimal(1), rounding=ROUND_HALF_EVEN)
    return Money(int(units) * 10**amount.digits, amount.currency)


@lru_cache(maxsize=4096)
def _pieces(sentence: str) -> tuple[tuple[str, str | None], ...]:
    return tuple((literal, name) for literal, name, _, _ in Formatter().parse(sentence))


def _fill_in(sentence: str, values: Mapping[str, str]) -> str:
    """Return the sentence with its values.

    After a value that ends in a full stop ("3.6.", "Ltd.") it adds no second one.
    """
    filled = ""
    for literal, name in _pieces(sentence):
        filled += literal[1:] if literal.startswith(".") and filled.rstrip(_AROUND).endswith(".") else literal
        if name is not None:
            filled += values[name]
    return filled
