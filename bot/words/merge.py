"""`/deal merge`: two customers that are one; a form says which stays and how many deals move."""

from __future__ import annotations

from dataclasses import dataclass

from bot.blocks import merging
from bot.blocks.elements import View
from bot.blocks.forms import Question
from bot.blocks.ids import Pressed, Remainder
from bot.blocks.shown_words import Chapter
from bot.language.deal_words import NUMBER
from bot.language.merge_line import MergeLine, readings
from bot.language.readers import voice_for
from bot.language.safe_text import plain
from bot.language.voice import Voice
from bot.slack.requests import Request
from bot.word import Ask, Options, Reply, Services, Word
from bot.words.form_input import fit
from bot.words.list_request import refuse_note
from pipeline import errors, merge_errors
from pipeline.customers.events import CustomerMerged
from pipeline.deals import doubles
from pipeline.deals import merging as merges
from pipeline.ledger.read_session import ReadSession
from pipeline.people.access import Act, require
from pipeline.queries import customers
from pipeline.queries.customers import CustomerLine, customer_meant, customer_of_deal

_QUOTED = 60  # characters of what was typed that a question quotes
_NOBODY = MergeLine("")


@dataclass(frozen=True, slots=True)
class _Meant:
    """What a line names: two customers or fewer, as they were typed, and whether each is surely the one."""

    line: MergeLine
    first: CustomerLine | None = None
    second: CustomerLine | None = None
    first_is_sure: bool = False
    second_is_sure: bool = False

    @property
    def is_sure(self) -> bool:
        return self.first_is_sure and self.second_is_sure


def typed(services: Services, request: Request) -> Reply:
    """`[customer] [other customer]`: the form with both; with fewer, it asks."""
    refuse_note(services, request, WORD.word)
    deals = next((found for each in readings(request.line.rest) if (found := _two_deals(each))), None)
    if deals is not None:
        return _double(services, request, *deals, is_sure=False)
    return _ask(services, request, request.line.rest, request.deal)


def pressed(services: Services, request: Request) -> Reply:
    """[Merge…]: the form, with the customer of the deal that it stands on; of a double the newer deal goes."""
    number = NUMBER.fullmatch(request.line.rest)
    if request.deal is not None and number is not None:
        return _double(services, request, request.deal, int(number[1]), is_sure=True)
    return _ask(services, request, request.line.rest, request.deal)


def _two_deals(reading: MergeLine) -> tuple[int, int] | None:
    """The numbers of two deals: "#12 ja #15"."""
    one, other = NUMBER.fullmatch(reading.first), NUMBER.fullmatch(reading.second)
    return (int(one[1]), int(other[1])) if one and other and one[1] != other[1] else None


def _double(services: Services, request: Request, deal_no: int, other: int, *, is_sure: bool) -> Reply:
    """Two deals that are alike: the older one stays, and that is asked unless it `is_sure`.

    Of two customers a form asks whether these are one.
    """
    newer, older = max(deal_no, other), min(deal_no, other)
    with services.ledger.read_session(request.by) as session:
        one, two = (customer_of_deal(session, each) for each in (newer, older))
    if one is None or two is None:
        raise errors.NoSuchDeal(number=newer if one is None else older)
    if one.customer_no == two.customer_no and not is_sure:
        raise merge_errors.DoubleAsked(deal=newer, older=older)
    if one.customer_no == two.customer_no:
        return doubles.remove_double(services.ledger, request.by, newer, older=older)

    def build(voice: Voice, _session: ReadSession) -> View:
        return merging.form_of_two(voice, two, one, min(one.customer_no, two.customer_no), request.carried)

    return Ask(build, Pressed(WORD.word, deal=deal_no, more=Remainder(f"#{other}")))


def _ask(services: Services, request: Request, rest: str, deal_no: int | None) -> Reply:
    fit(rest)
    with services.ledger.read_session(request.by) as session:
        _read(session, rest, deal_no)

    def build(voice: Voice, session: ReadSession) -> View:
        require(session.connection, session.by, Act.OPEN)
        return _view(voice, request, _read(session, rest, deal_no))

    return Ask(build, Pressed(WORD.word, deal=deal_no, more=Remainder(rest)))


def _view(voice: Voice, request: Request, meant: _Meant) -> View:
    first, second = meant.first, meant.second
    if first is not None and second is not None and meant.is_sure:
        older = min(first.customer_no, second.customer_no)
        stays = second.customer_no if meant.line.is_into else older
        return merging.form_of_two(voice, first, second, stays, request.carried)
    sides = (
        (merging.FIRST, meant.line.first, first, meant.first_is_sure),
        (merging.SECOND, meant.line.second, second, meant.second_is_sure),
    )
    questions = {
        field: Question("merge_unsure" if known is not None else "merge_unknown", plain(text, _QUOTED))
        for field, text, known, is_sure in sides
        if text and not is_sure
    }
    return merging.form(voice, first, second, questions, request.carried)


def _read(session: ReadSession, rest: str, deal_no: int | None) -> _Meant:
    """What the line names; of a deal without a line its customer. Raises OneCustomer, MergedAlready."""
    if not rest:
        known = customer_of_deal(session, deal_no) if deal_no is not None else None
        return _with_alike(session, _Meant(_NOBODY, known, first_is_sure=known is not None))
    best: _Meant | None = None
    one: tuple[CustomerLine, MergeLine] | None = None
    for reading in readings(rest):
        meant = _meant(session, reading)
        if meant.is_sure and meant.first is not None:
            if meant.first != meant.second:
                return meant
            one = one or (meant.first, reading)
        if best is None or _rank(meant) > _rank(best):
            best = meant
    if one is not None:
        customers.require_two(session, one[0], (one[1].first, one[1].second))
    return _with_alike(session, _with_that_of_deal(session, best or _Meant(_NOBODY), deal_no))


def _with_that_of_deal(session: ReadSession, meant: _Meant, deal_no: int | None) -> _Meant:
    """With the customer of the deal whose thread it is, where one other customer alone was named."""
    if deal_no is None or meant.line.second or not meant.first_is_sure:
        return meant
    known = customer_of_deal(session, deal_no)
    if known is None or known == meant.first:
        return meant
    return _Meant(meant.line, meant.first, known, first_is_sure=True, second_is_sure=True)


def _rank(meant: _Meant) -> tuple[int, bool]:
    """How much of a reading is known: a line that is one name whole is better than two that are guessed."""
    known = 2 * (meant.first_is_sure + meant.second_is_sure) + (meant.first is not None) + (meant.second is not None)
    return known + (2 if not meant.line.second and meant.first_is_sure else 0), meant.line.is_parted


def _meant(session: ReadSession, reading: MergeLine) -> _Meant:
    (first, is_first), (second, is_second) = (_customer(session, each) for each in (reading.first, reading.second))
    return _Meant(reading, first, second, is_first, is_second)


def _customer(session: ReadSession, text: str) -> tuple[CustomerLine | None, bool]:
    """The customer that is typed by its name, or by the number of a deal of its own, and whether it surely is meant."""
    if (number := NUMBER.fullmatch(text)) is None:
        return customer_meant(session, text)
    known = customer_of_deal(session, int(number[1]))
    return known, known is not None


def _with_alike(session: ReadSession, meant: _Meant) -> _Meant:
    """With the customer most like the first one, where no other was named."""
    if meant.first is None or meant.second is not None or meant.line.second:
        return meant
    other = customers.alike(session, meant.first)
    return _Meant(meant.line, meant.first, other, meant.first_is_sure)


def submitted(services: Services, request: Request) -> Reply:
    """Merge the two customers that were chosen."""
    goes, stays = _chosen(request)
    return merges.merge(services.ledger, request.by, goes, into=stays)


def _chosen(request: Request) -> tuple[int, int]:
    """The customer that is merged, and the one that stays."""
    stays = str(request.values.get(merging.STAYS) or merging.OLDER)
    if "." in stays:
        one, _, other = stays.partition(".")
        return _number(other), _number(one)
    first, second = (_number(request.values.get(each)) for each in (merging.FIRST, merging.SECOND))
    if stays == merging.OLDER:
        return max(first, second), min(first, second)
    return (second, first) if stays == merging.UPPER else (first, second)


def _number(value: object) -> int:
    text = str(value or "")
    if not text.isascii() or not text.isdigit() or len(text) > _MOST_DIGITS:
        raise errors.UnknownForm
    return int(text)


_MOST_DIGITS = 18


def _customers(services: Services, request: Request) -> Options:
    with services.ledger.read_session(request.by) as session:
        found = customers.find_customers(session, request.text)
        return Options(merging.options(voice_for(session, request.by.member_no), found))


WORD = Word(
    word="merge",
    forms={"fi": ("yhdistä",), "en": ("merge",)},
    help="help_merge",
    chapter=Chapter.CHANGES,
    changes=CustomerMerged,
    typed=typed,
    pressed=pressed,
    submitted=submitted,
    button="merge_button",
    option_sources={merging.FIRST: _customers, merging.SECOND: _customers},
)
