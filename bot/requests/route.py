"""Routes: which word a request is for, and the function that carries it out; nothing is done here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.blocks import ids, lists
from bot.blocks.ids import Remainder, parted
from bot.blocks.missing_parts import FORMS_APART
from bot.blocks.shown_words import FormFields
from bot.deal_lookup import For, fitting_several, found_by, hits_of, possible
from bot.language.folding import folded
from bot.language.grammar import ParsedLine, Which, WordTable, read, read_which
from bot.language.readers import voice_for
from bot.language.small_talk import SmallTalk, small_talk
from bot.requests.spoken import says_otherwise, spoken_instead, spoken_line
from bot.sending.render_home import build_home
from bot.slack.requests import Request
from bot.word import Concerns, Handle, Options, Reply, Services, Word
from bot.words import (
    advance,
    assign,
    away,
    back,
    board,
    checkin,
    choices,
    customer,
    delete,
    delivered,
    edit,
    fields,
    find,
    follow_up,
    forecast,
    help,
    history,
    late,
    lost,
    merge,
    mine,
    need,
    new,
    note,
    offer,
    problem,
    results,
    select,
    settings,
    show,
    since,
    snooze,
    source,
    stages,
    step,
    stuck,
    target,
    team,
    touch,
    undo,
    won,
)
from bot.words import next as next_
from pipeline import errors
from pipeline.messages.asked_notices import Acknowledged, GuideBegins
from pipeline.messages.due_notices import Welcome
from pipeline.messages.last_answer import last_answer
from pipeline.messages.notices import OF_REMINDERS, NoticeKind
from pipeline.queries import find as finding
from pipeline.queries.names import names
from pipeline.refused import Refused

WORDS: tuple[Word, ...] = tuple(
    module.WORD
    for module in (
        new,
        advance,
        offer,
        back,
        edit,
        assign,
        won,
        delivered,
        late,
        checkin,
        problem,
        follow_up,
        lost,
        undo,
        next_,
        show,
        customer,
        history,
        mine,
        board,
        since,
        find,
        stuck,
        team,
        target,
        forecast,
        results,
        touch,
        step,
        snooze,
        note,
        need,
        source,
        select,
        delete,
        merge,
        away,
        settings,
        stages,
        choices,
        fields,
        help,
    )
)
BY_WORD: Mapping[str, Word] = {word.word: word for word in WORDS}


def form_fields(word: str) -> FormFields:
    """Return the fields of the word's form under which a refusal may stand; none for what is no word."""
    return BY_WORD[word].fields if word in BY_WORD else FormFields()


@dataclass(frozen=True, slots=True)
class RoutedRequest:
    """Where a request leads: the request with what was read for it, the handler, and the word it belongs to."""

    request: Request
    handle: Handle
    word: Word | None = None


EMOJI: Mapping[str, tuple[Word, Handle]] = {
    emoji: (word, handle) for word in WORDS for emoji, handle in word.emoji.items()
}
STEP_EMOJI: Mapping[str, tuple[Word, Handle]] = {
    emoji: (word, handle) for word in WORDS for emoji, handle in word.step_emoji.items()
}
OPTION_SOURCES: Mapping[str, tuple[Word, Handle]] = {
    name: (word, source) for word in WORDS for name, source in word.option_sources.items()
}


def word_table() -> WordTable:
    """All words, as they may be typed."""
    return WordTable({word.word: [form for forms in word.forms.values() for form in forms] for word in WORDS})


def typed(services: Services, request: Request) -> RoutedRequest:
    """A slash command: its word, or what is meant where there is none."""
    return _by_words(services, request, _without_word)


def mentioned(services: Services, request: Request) -> RoutedRequest:
    """Words in a channel or thread, where others read the answer."""
    return _by_words(services, request, _without_word_in_public)


def written(services: Services, request: Request) -> RoutedRequest:
    """Words in Putki's own conversation with a person, who alone reads the answer."""
    return _by_words(services, request, _without_word_in_private)


def _by_words(services: Services, request: Request, otherwise: Handle) -> RoutedRequest:
    request = replace(request, line=read(request.text, services.table))
    word = BY_WORD.get(request.line.word or "")
    if word is None or (
        word.concerns is Concerns.NONE and (says_otherwise(request.line) or _says_what_they_did(request))
    ):
        line = request.line if word is None else replace(request.line, word=None, rest=request.line.said)
        return RoutedRequest(replace(request, line=line), otherwise, None)
    return RoutedRequest(_aside(request) if word.is_private else request, _or_spoken(word), word)


def _says_what_they_did(request: Request) -> bool:
    """Whether "customer" is who did something, and no word: "asiakas vastasi acme", "customer called"."""
    first = folded(request.line.rest).partition(" ")[0].strip(",.:")
    return request.line.word == customer.WORD.word and first in _DONE_BY_CUSTOMER


_DONE_BY_CUSTOMER = frozenset(
    """
    otti vastasi soitti kirjoitti laittoi lahetti meilasi viestitti kysyi pyysi haluaa halusi tarvitsee palaa palasi
    kertoi sanoi lupasi hyvaksyi hylkasi perui paatti ei on oli osti tilasi contacted called replied answered wrote
    emailed texted asked wants wanted needs said told promised accepted declined cancelled decided bought is was has
    """.split()
)


def _aside(request: Request) -> Request:
    """The request, answered for that person's eyes only where others read what is said."""
    if request.aside is None:
        return request
    by, carried = replace(request.by, reply=request.aside), replace(request.carried, reply=request.aside)
    return replace(request, by=by, carried=carried)


def _or_spoken(word: Word) -> Handle:
    """The word's own handler; a line that it refuses may say something else than the word: "siirrä takaisin acme"."""
    if word.concerns is Concerns.NONE:
        return word.typed

    def handle(services: Services, request: Request) -> Reply:
        try:
            return word.typed(services, request)
        except _MISREAD as refused:
            return spoken_instead(services, request, _with_note(refused, request.line.note))

    return handle


def _with_note(refused: Refused, note: str | None) -> Refused:
    """The refusal with the note of a line whose deal is not there, so that it is given back."""
    return replace(refused, note=note) if isinstance(refused, errors.NoSuchDeal) and note else refused


_MISREAD = (errors.NoSuchDeal, errors.OnlyAlike, errors.UnknownStage, errors.UnclearDay)


def pressed(services: Services, request: Request) -> RoutedRequest:
    """A button: its word pressed, or typed again with what the button carries. Raises UnknownForm."""
    word = BY_WORD.get(request.word or "")
    if word is None or request.pressed is None:
        raise errors.UnknownForm
    request = replace(request, line=_typed_before(services, request, word.word, request.pressed.more))
    if request.pressed is not None and request.pressed.line:
        return RoutedRequest(request, word.typed, word)
    if word.pressed is None:
        raise errors.UnknownForm
    is_on_the_way = word.word in FORMS_APART and request.pressed is not None and request.pressed.to is not None
    return RoutedRequest(_aside(request) if is_on_the_way else request, word.pressed, word)


def _typed_before(services: Services, request: Request, word: str, more: Remainder) -> ParsedLine:
    """What was typed before the button was there: in it, or kept by its numbers until it was blanked."""
    rest, note = more.rest, more.note
    if kept := [no for no in (rest, note) if isinstance(no, int)]:
        with services.ledger.read_session(request.by) as session:
            texts = names(session, words=kept).words
        rest, note = (texts.get(part, "") if isinstance(part, int) else part for part in (rest, note))
        if not note:
            rest, note = parted(rest)
    return ParsedLine(word, str(rest), str(note) or None, "", member=more.member)


def submitted(_services: Services, request: Request) -> RoutedRequest:
    """A form that was sent in. Raises UnknownForm."""
    word = BY_WORD.get(request.word or "")
    if word is None or word.submitted is None:
        raise errors.UnknownForm
    return RoutedRequest(request, word.submitted, word)


def picked(_services: Services, request: Request) -> RoutedRequest:
    """A shortcut, of a message or a global one. Raises UnknownForm for one that no word declares."""
    word = BY_WORD.get(ids.word_of(request.word or ""))
    handle = None if word is None else word.global_shortcut if request.message is None else word.message_shortcut
    if word is None or handle is None:
        raise errors.UnknownForm
    return RoutedRequest(replace(request, word=word.word), handle, word)


def searched(_services: Services, request: Request) -> RoutedRequest:
    """A search field: a form's own has its source, any other offers deals."""
    word, source = OPTION_SOURCES.get(request.word or "", (None, _deals))
    return RoutedRequest(request, source, word)


def reacted(_services: Services, request: Request) -> RoutedRequest | None:
    """An emoji on a reminder; None for any other emoji and for any other message."""
    is_of_step = request.word == NoticeKind.STEP_SOON
    found = (STEP_EMOJI if is_of_step else EMOJI).get(request.emoji or "")
    if found is None or not (is_of_step or request.word in OF_REMINDERS) or request.deal is None:
        return None
    word, handle = found
    return RoutedRequest(request, handle, word)


def home_opened(_services: Services, request: Request) -> RoutedRequest:
    """The app's Home, drawn anew each time it is opened."""
    return RoutedRequest(request, _home)


# --- What belongs to no word ------------------------------------------------------------------------------------------


def _home(services: Services, request: Request) -> Reply:
    with services.ledger.read_session(request.by) as session:
        return build_home(session, services.directory.missing_scopes)


def _deals(services: Services, request: Request) -> Reply:
    """The deals whose names fit, of those that the word of the search can be done with."""
    word = BY_WORD.get(request.word or "")
    with services.ledger.read_session(request.by) as session:
        scope = possible(session, word.concerns if word is not None else Concerns.SEEN)
        found = found_by(session, request.text, scope).lines
        return Options(lists.options(voice_for(session, request.by.member_no), found))


def _without_word(services: Services, request: Request) -> Reply:
    """A deal's number, the deals that fit or are alike, a near word, the guide: in this order."""
    return _by_deal(services, request, is_public=False)


def _without_word_in_public(services: Services, request: Request) -> Reply:
    """Where others read the answer, thanks are no request and nothing is told of deals that are merely alike."""
    polite = small_talk(request.line.rest)
    if polite is not None:
        return None if polite is SmallTalk.NOD else Welcome()
    return _by_deal(services, request, is_public=True)


def _without_word_in_private(services: Services, request: Request) -> Reply:
    """Nothing is met with silence here: thanks get a word, and what is not understood gets the guide's first lines.

    Where those were the last answer, what is not understood is only named.
    """
    if small_talk(request.line.rest) is SmallTalk.NOD:
        return Acknowledged()
    try:
        return _by_deal(services, request, is_public=False)
    except errors.UnknownWord as unknown:
        if unknown.near is not None:
            raise
        with services.ledger.read_session(request.by) as session:
            last = last_answer(session.connection, session.by.workspace_no, session.by.member_no or 0)
        if last is NoticeKind.GUIDE_BEGINS:
            raise
        return GuideBegins()


def _by_deal(services: Services, request: Request, *, is_public: bool) -> Reply:
    line = request.line
    if not line.rest:
        return show.shown(services, request, request.deal) if request.deal else help.WORD.typed(services, request)
    which = read_which(line.rest, {})
    if which.deal_no is not None:
        return _by_number(services, request, which)
    with services.ledger.read_session(request.by) as session:
        hits = hits_of(session, line.rest)
        if not hits.is_sure:
            show.refuse_amount(session, request)
    if not hits.is_sure and not line.note and small_talk(line.rest) is not None:
        return Welcome()
    if hits.is_sure:
        return _shown_or_asked(services, request, hits)
    try:
        return spoken_line(services, request, is_public=is_public)
    except (errors.UnknownWord, errors.NoSuchDeal):
        if not hits.deals or line.near is not None or is_public:
            if line.near is None:
                show.give_note_back(request)
            raise
        return _shown_or_asked(services, request, hits)


def _shown_or_asked(services: Services, request: Request, hits: finding.Hits) -> Reply:
    """The only deal that fits, or is alike; of several it is asked which. A note is kept only on a sure deal."""
    line = request.line
    if len(hits.deals) == 1 and (hits.is_sure or not line.note):
        return show.shown(services, request, hits.deals[0].deal_no)
    raise fitting_several(hits, line.rest, For.of(show.WORD, note=line.note))


def _by_number(services: Services, request: Request, which: Which) -> Reply:
    """The deal of the number that begins the line. Raises NoSuchDeal, or NotUsed with a note that no deal takes."""
    try:
        with services.ledger.read_session(request.by) as session:
            deal_no = finding.by_number(session, which.deal_no or 0).deal_no
    except errors.NoSuchDeal:
        show.give_note_back(request)
        raise
    return show.shown(services, request, deal_no, which.text)
