"""What is said and shown of offers: that one was sent or answered, all versions of a deal's, and all of one version."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.blocks import buttons, ids, phrases, touches
from bot.blocks import elements as el
from bot.blocks.answers import Done
from bot.blocks.elements import Block, Message
from bot.blocks.ids import Remainder, WordName
from bot.language.safe_text import SafeText
from bot.language.voice import Value as Shown
from bot.language.voice import Voice
from pipeline.deals.offer_events import OfferState
from pipeline.deals.offer_versions import OfferKey, OfferVersion
from pipeline.messages.notices import DealChanged
from pipeline.messages.offer_notices import OfferDeclined, OfferMarkedSent, OfferTakenUp, OfferValidLonger
from pipeline.queries.deal_view import DealView
from pipeline.queries.offers import OfferTexts
from pipeline.stages.events import StageKind

NEW, ACCEPT, DECLINE, EXTEND, TAKE_UP, SHOW = "new", "accept", "decline", "extend", "take_up", "show_version"
_ACTS = {
    NEW: "offer_new_button",
    ACCEPT: "offer_accept_button",
    DECLINE: "offer_decline_button",
    EXTEND: "offer_extend_button",
    TAKE_UP: "offer_take_up_button",
    SHOW: "offer_show_button",
}
_STATES = {
    OfferState.SENT: "offer_state_sent",
    OfferState.ACCEPTED: "offer_state_accepted",
    OfferState.DECLINED: "offer_state_declined",
    OfferState.WITHDRAWN: "offer_state_withdrawn",
    OfferState.REPLACED: "offer_state_replaced",
}
_CARRIED = re.compile(rf"(?P<act>{'|'.join(_ACTS)}) (?P<offer>[0-9]{{1,18}})\.(?P<version>[0-9]{{1,9}})")
MOST = 10  # versions that are listed


@dataclass(frozen=True, slots=True)
class OfferAct:
    """What is done to which version."""

    act: str
    key: OfferKey

    def packed(self) -> str:
        """As a button or a form carries it."""
        return f"{self.act} {self.key.offer_no}.{self.key.version}"


def read_act(carried: object) -> OfferAct | None:
    """What a button or a form carries; None where it carries no act."""
    found = _CARRIED.fullmatch(carried) if isinstance(carried, str) else None
    if found is None:
        return None
    return OfferAct(found["act"], OfferKey(int(found["offer"]), int(found["version"])))


def button(
    voice: Voice, deal_no: int, stay: int | None, act: OfferAct, *, of: str = "", primary: bool = False
) -> Block:
    """Return a button that does this to that version."""
    label = voice.label(_ACTS[act.act], n=act.key.version)
    action_id, value = ids.button(WordName.OFFER, deal=deal_no, stay=stay, more=Remainder(act.packed()))
    spoken = f"{label.rstrip('…')}: {of}" if of else None
    identity = (f"{action_id}.{act.act}.{act.key.version}", value)
    return el.button(label, identity, style="primary" if primary else None, spoken=spoken)


def offer(voice: Voice, deal_no: int, stay: int | None, *, of: str = "") -> Block:
    """Return a button that opens the form of an offer, or lists the versions."""
    label = voice.label("offer_button")
    return el.button(
        label, ids.button(WordName.OFFER, deal=deal_no, stay=stay), spoken=f"{label.rstrip('…')}: {of}" if of else None
    )


# --- What was done ----------------------------------------------------------------------------------------------------


def sent(done: Done[OfferMarkedSent]) -> Message:
    """Return the answer to an offer that was marked as sent: its price, its last day, the move and the step."""
    voice, notice = done.voice, done.notice
    more: list[SafeText] = []
    if notice.to_stage is not None:
        more.append(voice.say("offer_moved", stage=done.stage(notice.to_stage)))
    if notice.step is not None and notice.step_day is not None:
        more.append(voice.say("card_step", day=notice.step_day, step=done.text(notice.step)))
    values: dict[str, Shown] = {"n": notice.version, "sum": notice.price, "day": notice.day}
    return _told(done, "offer_sent", values, more, _undo(done), _step(done))


def declined(done: Done[OfferDeclined]) -> Message:
    """Return that a version was declined, and ask what comes next."""
    notice, of = done.notice, done.plain_deal(done.notice.deal)
    new = button(
        done.voice, notice.deal, notice.stay, OfferAct(NEW, OfferKey(notice.offer, notice.version)), of=of, primary=True
    )
    lost = buttons.lost(done.voice, notice.deal, notice.stay or 0, of=of)
    return _told(done, "offer_declined", {"n": notice.version}, (), new, _step(done), lost, _undo(done))


def taken_up(done: Done[OfferTakenUp]) -> Message:
    """Return that an earlier version is out again."""
    notice = done.notice
    values: dict[str, Shown] = {"n": notice.version, "sum": notice.price, "day": notice.day}
    return _told(done, "offer_taken_up", values, (), _undo(done), _step(done))


def extended(done: Done[OfferValidLonger]) -> Message:
    """Return until when a version is valid now."""
    notice = done.notice
    return _told(done, "offer_extended", {"n": notice.version, "day": notice.day}, (), _undo(done), _step(done))


def _told(
    done: Done[DealChanged], key: str, values: dict[str, Shown], more: Sequence[SafeText], *elements: Block | None
) -> Message:
    deal = done.deal(done.notice.deal)
    text = phrases.lines([done.voice.say(key, deal=deal, **values), *more])
    shown = phrases.lines([done.voice.say(key, deal=phrases.bold(deal), **values), *more])
    blocks: list[Block] = [el.section(shown)]
    if done.by is not None:
        by_whom = done.voice.say("by_whom", who=done.by.who, at=done.by.at)
        blocks.append(el.context(by_whom))
        text = phrases.joined([text, by_whom])
    return Message(text, (*blocks, *el.actions(*elements)))


def _undo(done: Done[DealChanged]) -> Block | None:
    notice = done.notice
    if notice.change is None:
        return None
    return buttons.undo(done.voice, notice.change, deal=notice.deal, of=done.plain_deal(notice.deal))


def _step(done: Done[DealChanged]) -> Block | None:
    notice = done.notice
    if notice.stay is None:
        return None
    return buttons.step(done.voice, notice.deal, notice.stay, of=done.plain_deal(notice.deal))


# --- What is asked ----------------------------------------------------------------------------------------------------


def expires(voice: Voice, view: DealView, key: OfferKey, day: date) -> Message:
    """Return the question about an offer that is about to expire, with what can be done about it."""
    of, deal_no, stay = phrases.plain_deal(voice, view), view.deal_no, view.stay
    amount = voice.money(view.amount) if view.amount is not None else None
    told = "offer_expired_asked" if day < voice.today else "offer_expires"
    touch = touches.fact(voice, view.last_touch) if view.last_touch is not None else None
    said = phrases.joined([voice.say(told, n=key.version, day=day), touch])
    heard = phrases.lines([phrases.joined([phrases.deal(voice, view), amount]), said])
    shown = phrases.lines([phrases.joined([phrases.bold(phrases.deal(voice, view)), amount]), said])
    elements = (
        *(button(voice, deal_no, stay, OfferAct(act, key), of=of) for act in (EXTEND, NEW, ACCEPT)),
        buttons.lost(voice, deal_no, stay, of=of),
    )
    return Message(heard, (el.section(SafeText(f"⏳ {shown}")), *el.actions(*elements)))


# --- What is shown ----------------------------------------------------------------------------------------------------


def listed(voice: Voice, view: DealView, offers: Sequence[OfferTexts], waited: int | None = None) -> Message:
    """Return the versions of a deal's offers, the newest first, with what can be done to the one that is out.

    `waited` is for how many business days the customer waited for the first one; None: it is not known.
    """
    deal = phrases.deal(voice, view)
    rows = [row(voice, each.version) for each in reversed(offers[-MOST:])] or [voice.say("offer_none")]
    if waited is not None:
        rows.append(voice.say("waited_for_offer", days=voice.business_days(waited)))
    text = phrases.lines([deal, *rows])
    shown = phrases.lines([phrases.bold(deal), *rows])
    return Message(text, (el.section(shown), *el.actions(*_acts(voice, view, offers, offers[-1] if offers else None))))


def one(voice: Voice, view: DealView, offers: Sequence[OfferTexts], shown: OfferTexts) -> Message:
    """Return all of one version, with what can be done to it."""
    deal = phrases.deal(voice, view)
    parts = [row(voice, shown.version), *_details(voice, shown)]
    blocks = (el.section(phrases.lines([phrases.bold(deal), *parts])), *el.actions(*_acts(voice, view, offers, shown)))
    return Message(phrases.lines([deal, *parts]), blocks)


def row(voice: Voice, version: OfferVersion) -> SafeText:
    """Return a version in one line: its price, what became of it, and its last day where it is out."""
    at = version.answered_at or version.sent_at
    state = voice.say(_STATES[version.state], day=voice.local(at).date())
    until = None
    if version.is_out:
        key = "offer_expired_on" if version.valid_until < voice.today else "offer_valid_until"
        until = voice.say(key, day=version.valid_until)
    return phrases.joined(
        [voice.say("offer_version", n=version.key.version), voice.money(version.amount), state, until]
    )


def accepted_version(voice: Voice, version: OfferVersion) -> SafeText:
    """Return the version that is accepted: its number, its price, and its day of delivery if it has one."""
    day = version.delivery_day
    delivery = voice.say("offer_shown_delivery", delivery=voice.day(day)) if day is not None else None
    number = voice.say("offer_version", n=version.key.version)
    return phrases.joined([number, voice.money(version.amount), delivery])


def _details(voice: Voice, offer: OfferTexts) -> list[SafeText]:
    version = offer.version
    found: list[SafeText] = []
    if version.delivery_day is not None:
        found.append(voice.say("offer_shown_delivery", delivery=voice.day(version.delivery_day)))
    elif offer.delivery:
        found.append(voice.say("offer_shown_delivery", delivery=voice.name(offer.delivery)))
    if not version.is_out:
        found.append(voice.say("offer_was_valid", day=version.valid_until))
    if version.term_days is not None:
        found.append(voice.say("offer_shown_term", term=voice.say("offer_net", n=version.term_days)))
    if offer.terms:
        found.append(voice.say("offer_shown_terms", terms=voice.prose(offer.terms, 600)))
    if offer.link:
        found.append(voice.say("offer_shown_link", link=voice.prose(offer.link, 500)))
    return [*found, *(voice.say("offer_answers_need", need=voice.name(each)) for each in offer.answers)]


def _acts(voice: Voice, view: DealView, offers: Sequence[OfferTexts], shown: OfferTexts | None) -> list[Block | None]:
    """What can be done to the version that is shown, and the way to the one before it; four presses at most."""
    if shown is None or view.state is not StageKind.OPEN:
        return [
            _earlier(voice, view, offers, shown),
            buttons.show(voice, view.deal_no, of=phrases.plain_deal(voice, view)),
        ]
    version, of = shown.version, phrases.plain_deal(voice, view)

    def press(act: str, *, primary: bool = False) -> Block:
        return button(voice, view.deal_no, view.stay, OfferAct(act, version.key), of=of, primary=primary)

    can_be_taken_up = version.state is not OfferState.ACCEPTED and version.valid_until >= voice.today
    if version.is_out:
        acts = [press(NEW), press(ACCEPT, primary=True), press(DECLINE)]
    elif shown is offers[-1]:
        acts = [press(NEW, primary=True)]
    else:
        acts = [press(ACCEPT)] if version.state is not OfferState.ACCEPTED else []
    if not version.is_out and can_be_taken_up:
        acts.append(press(TAKE_UP))
    return [*acts, _earlier(voice, view, offers, shown)]


def _earlier(voice: Voice, view: DealView, offers: Sequence[OfferTexts], shown: OfferTexts | None) -> Block | None:
    place = next((at for at, each in enumerate(offers) if each is shown), 0)
    if place == 0:
        return None
    act = OfferAct(SHOW, offers[place - 1].version.key)
    return button(voice, view.deal_no, view.stay, act, of=phrases.plain_deal(voice, view))
