"""What a form gives with a change, read once for all words that take it; and the form that asks for the rest."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.blocks import forms, phrases, refusals
from bot.blocks.elements import View
from bot.blocks.forms import FormValues, Question
from bot.blocks.ids import Carried, Pressed, Remainder, WordName
from bot.blocks.won_form import won_form
from bot.language import amounts
from bot.language.days import Day
from bot.language.folding import Unclear
from bot.language.move_line import MoveLine
from bot.language.safe_text import plain
from bot.language.voice import Voice
from bot.slack.requests import Request
from bot.word import Ask, Services
from bot.words.chosen_entries import lost_given, source_chosen
from bot.words.own_values import own_required
from pipeline import delivery_errors, errors
from pipeline.deals import deal, requirements
from pipeline.deals.access import deal_access
from pipeline.deals.deal import Expected, FieldValue, Given
from pipeline.deals.events import SourceKind
from pipeline.deals.fields import LostReason, Source
from pipeline.deals.read import deal_by_no
from pipeline.deals.requirements import FormField, InputKind
from pipeline.ledger.read_session import ReadSession
from pipeline.money import Money
from pipeline.people import settings
from pipeline.people.access import Act
from pipeline.queries.deal_view import DealView, deal_view
from pipeline.queries.names import names, stage_labels
from pipeline.stages import stages
from pipeline.stages.events import StageKind

_QUOTED = 60  # characters of what was typed that a question quotes


def of_form(services: Services, request: Request) -> Given:
    """What a submitted form gives: its note, what is told of a win, and a value for each requirement.

    An amount that the form asked about is meant when it comes once more. Raises UnclearAmount.
    """
    given = required_given(services, request)
    source = source_chosen(request.values.get(forms.SOURCE_KIND))
    won_on, why = request.values.get(forms.WON_ON), lost_given(request.values)
    read = Given.of(given, note=request.values.get(forms.NOTE) or request.carried.note or None)
    is_meant = read.amount is not None and as_asked(read.amount) == request.carried.amount
    return replace(
        read,
        won_on=date.fromisoformat(won_on) if won_on else None,
        meant_amount=read.amount if is_meant else None,
        lost_kind=why.kind,
        lost_option=why.option,
        said_by=why.said_by,
        returns=why.returns,
        also=request.values.get(forms.ALSO),
        source_kind=source.kind,
        source_option=source.option,
        source_name=request.values[forms.SOURCE] or "" if forms.SOURCE in request.values else None,
    )


def required_given(services: Services, request: Request) -> dict[str, FieldValue]:
    """What a form gives for requirements, by their tokens. Raises UnclearAmount, UnclearNumber and FieldGone."""
    given: dict[str, FieldValue] = {
        each.token: _read(services, request, each.field, each.token, text)
        for each in requirements.REGISTERED.values()
        if each.field is not None and (text := request.values.get(each.token))
    }
    with services.ledger.read_session(request.by) as session:
        given |= own_required(session, request.values)
    step_day = request.values.get(forms.STEP_DAY)
    return given | ({deal.STEP_DAY: date.fromisoformat(step_day)} if step_day else {})


def month_question(returns: Day | Unclear | None) -> Question | None:
    """What a form asks about a month to come back that could not be read, or that may be another one."""
    if returns is None or (isinstance(returns, Day) and returns.sure):
        return None
    key = "month_unsure" if isinstance(returns, Day) else returns.key
    return Question(key, plain(returns.text, _QUOTED))


def as_asked(amount: Money) -> str:
    """An amount as a form carries it while it asks about it."""
    return f"{amount.minor} {amount.currency}"


def _read(services: Services, request: Request, field: FormField, name: str, text: str) -> FieldValue:
    """What stands in the field of a requirement."""
    match field.kind:
        case InputKind.MONEY:
            return _money(services, request, name, text)
        case InputKind.DAY:
            return date.fromisoformat(text)
        case InputKind.LOST_REASON | InputKind.TEXT | InputKind.STEP | InputKind.OWN:
            return text


def _money(services: Services, request: Request, field: str, text: str) -> Money:
    with services.ledger.read_session(request.by) as session:
        amount = amounts.read(text, currency_of(session, request.deal))
    if not isinstance(amount, Money):
        raise errors.UnclearAmount(text=amount.text, field=field, sentence=amount.key)
    return amount


def currency_of(session: ReadSession, deal_no: int | None) -> str:
    """What an amount without a currency is in: what the deal's own is in, else what the workspace reckons in."""
    known = deal_by_no(session.connection, session.by.workspace_no, deal_no) if deal_no is not None else None
    if known is None:
        return settings.of_workspace(session).currency
    return known.currency if known.amount is not None else settings.currency_of(session, known.pipeline_no)


def typed_with(request: Request) -> Remainder:
    """What was typed with the word, as a button carries it."""
    return Remainder(request.line.rest, request.line.note or "", request.line.member)


def expected(request: Request) -> Expected | None:
    """What a button or a form showed, if it showed a stay."""
    if request.stay is None:
        return None
    to = request.pressed.to if request.pressed is not None else request.carried.to
    return Expected(request.stay, to)


def deal_of(request: Request) -> int:
    """The deal that a button or a form is about."""
    if request.deal is None:
        raise errors.UnknownForm
    return request.deal


def fit(*texts: str) -> None:
    """Raise TooLong when one of these is more than a field takes: a form would show it cut."""
    for text in texts:
        deal.typed(text)


def ask_for(
    word: WordName, request: Request, lacking: errors.Missing, given: Given, typed: Remainder | None = None
) -> Ask:
    """A form with the fields that are missing, and what was given with the word; `typed` is how that was typed.

    Raises Missing, which keeps what was typed, where something is missing that this form cannot ask for.
    """
    deal_no, stay = lacking.deal, lacking.stay
    to, fields = lacking.to, list(lacking.fields)
    fit(given.note or "", given.reason or "")
    more = Remainder(note=given.note or "") if typed is None else typed
    if requirements.without_field(fields):
        raise _kept(lacking, word, more)

    def build(voice: Voice, session: ReadSession) -> View:
        view = deal_view(session, deal_no)
        stage = stage_labels(session)[to]
        amount = given.amount
        if amount is None and stage.kind is StageKind.WON:  # of a win it is asked what it came to
            amount = view.amount
        filled = replace(given_values(given), amount=amount)
        shown = [*fields, forms.AMOUNT] if amount is not None else fields
        about = forms.FormSubject(phrases.deal(voice, view), stage)
        return forms.missing(voice, word, about, shown, filled, carrying(request, view, to))

    return Ask(build, Pressed(word, deal=deal_no, stay=stay, to=to, more=more))


def _kept(lacking: errors.Missing, word: WordName, more: Remainder) -> errors.Missing:
    """The refusal with the word that is to be done once nothing is missing, and what was typed with it."""
    return replace(lacking, word=word.value, typed=more.rest, note=more.note)


def ask_once_more(word: WordName, request: Request, lacking: errors.Missing, given: Given) -> Ask:
    """The form with what was filled in and the fields that it lacked; the stage came to require more since it opened.

    Raises Missing where each field that is missing stood in the form, or where no form can ask for it.
    """
    if all(token in request.values for token in lacking.fields):
        raise lacking
    if word is not WordName.WON:
        shown = {token for token in request.values if requirements.is_known(token)}
        return ask_for(word, request, replace(lacking, fields=(*lacking.fields, *shown)), given)

    def build(voice: Voice, session: ReadSession) -> View:
        view = to_change(session, lacking.deal)
        asked = required(session, view, word, typed_with(request))
        return won_form(voice, about(voice, view), asked, of_win(given_values(given), view), carrying(request, view))

    return Ask(build, Pressed(word, deal=lacking.deal, stay=lacking.stay))


def ask_about(request: Request, deal_no: int, to: int | None, said: MoveLine, note: str, typed: Remainder) -> Ask:
    """The form of a move, with the amount as it was typed and the other words in the note: both are asked about.

    Without `to` the deal moves to its next stage.
    """
    fit(said.words, note)
    noted = " ".join(each for each in (said.words, said.tax, note) if each)
    questions = {forms.NOTE: Question("note_unplaced", plain(said.words, _QUOTED))} if said.words else {}
    if isinstance(said.amount, Unclear):
        questions[forms.AMOUNT] = Question(said.amount.key, plain(said.amount.text, _QUOTED))

    def build(voice: Voice, session: ReadSession) -> View:
        view = to_change(session, deal_no)
        stage = next_stage(session, deal_no) if to is None else to
        amount = said.amount.text if isinstance(said.amount, Unclear) else said.amount
        filled = FormValues(amount=amount, note=noted, questions=questions)
        subject = forms.FormSubject(phrases.deal(voice, view), stage_labels(session)[stage])
        asked = [*_to_ask(session, deal_no, stage, WordName.ADVANCE, typed), forms.AMOUNT]
        return forms.missing(voice, WordName.ADVANCE, subject, asked, filled, carrying(request, view, stage))

    return Ask(build, Pressed(WordName.ADVANCE, deal=deal_no, stay=request.stay, to=to, more=typed))


def next_stage(session: ReadSession, deal_no: int) -> int:
    """The number of the stage to which a move without a named one leads. Raises NoSuchStage where there is none."""
    it = deal_access(session, deal_no, Act.CHANGE).deal
    return deal.next_stage(it, stages.of_workspace(session)).stage_no


def _to_ask(session: ReadSession, deal_no: int, to: int, word: WordName, more: Remainder) -> list[str]:
    """The tokens of what the stage requires and the deal lacks.

    Raises Missing, which keeps what was typed with the word, where no form of a move can ask for one of them.
    """
    it, stage = deal_access(session, deal_no, Act.CHANGE).deal, stages.of_workspace(session).by_no(to)
    tokens = tuple(each.token for each in requirements.lacking(session, it, stage))
    if requirements.without_field(tokens):
        raise _kept(errors.Missing(deal=deal_no, to=to, fields=tokens, stay=it.stay), word, more)
    return [*tokens]


def ask_again(word: WordName, request: Request, jump: errors.AmountJumps, given: Given) -> Ask:
    """The form as it was filled in, with the question whether the amount is meant: sent once more, it is."""

    def build(voice: Voice, session: ReadSession) -> View:
        view = deal_view(session, jump.deal)
        stage = stage_labels(session)[jump.to]
        asked = _to_ask(session, jump.deal, jump.to, word, typed_with(request))
        filled = given_values(given)
        asks = refusals.sentence(voice, names(session), jump)
        carried = replace(carrying(request, view, jump.to), amount=as_asked(jump.after))
        if word is WordName.WON:
            filled = of_win(filled, view)
            fields = [*asked, forms.AMOUNT]
            return won_form(voice, about(voice, view), fields, filled, replace(carried, to=None), asks=asks)
        subject = forms.FormSubject(phrases.deal(voice, view), stage)
        return forms.missing(voice, word, subject, [*asked, forms.AMOUNT], filled, carried, asks=asks)

    return Ask(build, Pressed(word, deal=jump.deal, stay=jump.stay, to=jump.to, more=typed_with(request)))


def given_values(given: Given) -> FormValues:
    """The fields of a form with what was given."""
    return FormValues(
        amount=given.amount,
        promised_day=given.promised_day,
        won_on=given.won_on,
        lost=LostReason(given.lost_kind, given.reason or "", given.said_by, given.returns, given.lost_option),
        note=given.note or "",
        others=given.others,
        also=given.also or "",
        source=Source(given.source_kind, given.source_name or "", given.source_option),
        asks_source=given.source_name is not None,
        asks_source_name=given.source_name is not None,
    )


def of_win(filled: FormValues, view: DealView) -> FormValues:
    """The values of the form of a win, which asks where the deal came from if that is not known."""
    if view.source or view.source_kind not in (None, SourceKind.UNKNOWN):
        return filled
    kind, option = filled.source.kind, filled.source.option
    if kind is None:
        kind, option = view.source_kind, view.source_option
    return replace(filled, asks_source=True, source=Source(kind, filled.source.words, option))


def is_source_open(view: DealView) -> bool:
    """Whether nobody has told where the deal came from, nor that it is not known."""
    return view.source_kind is None and not view.source


def required(session: ReadSession, view: DealView, word: WordName, more: Remainder) -> list[str]:
    """The tokens of what the form of a win, or of a loss, asks for: what the stage requires and the deal lacks.

    A win asks for its amount, known or not. Raises Missing, which keeps what was typed, as `ask_for` does.
    """
    kind = StageKind.LOST if word is WordName.LOST else StageKind.WON
    stage = stages.of_workspace(session).of_kind(view.pipeline_no, kind)
    asked = _to_ask(session, view.deal_no, stage.stage_no, word, more)
    return asked if kind is StageKind.LOST else [*asked, forms.AMOUNT]


def to_change(session: ReadSession, deal_no: int) -> DealView:
    """The deal of a form: what would be refused when the form comes back is refused before it opens."""
    deal.require_open(deal_access(session, deal_no, Act.CHANGE).deal)
    return deal_view(session, deal_no)


def to_deliver(session: ReadSession, deal_no: int) -> DealView:
    """The won deal of a form about its delivery; a deal that is not won is refused before the form opens."""
    if deal_access(session, deal_no, Act.CHANGE).deal.state is not StageKind.WON:
        raise delivery_errors.NothingToDeliver(deal=deal_no)
    return deal_view(session, deal_no)


def carrying(request: Request, view: DealView, to: int | None = None) -> Carried:
    """What the form brings back: the deal as it was shown, and where the answer goes."""
    return Carried(deal=view.deal_no, stay=view.stay, to=to, reply=request.carried.reply)


def about(voice: Voice, view: DealView) -> forms.FormSubject:
    """Which deal a form is about."""
    return forms.FormSubject(phrases.deal(voice, view))
