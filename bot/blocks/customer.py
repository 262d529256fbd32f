"""A customer's page, and the answers to what was done to its contacts and facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.blocks import buttons, checkins, customer_forms, ids, kinds, lists, phrases, touches
from bot.blocks import elements as el
from bot.blocks.answers import Done
from bot.blocks.customer_forms import PersonShown
from bot.blocks.elements import Block, Message
from bot.blocks.ids import Remainder, WordName
from bot.language.acts import is_sentence
from bot.language.safe_text import SafeText, mail_link, page_link, phone_link, without_links
from bot.language.voice import Voice
from pipeline.customers.contact_events import ContactField
from pipeline.customers.customers import NAME_LIMIT
from pipeline.customers.events import CustomerFact
from pipeline.deals.choices import ListName
from pipeline.deals.events import LostKind
from pipeline.deals.problems import LONGEST
from pipeline.messages.change_notices import ChangeUndone
from pipeline.messages.customer_notices import ContactSaved, CustomerAct, CustomerChanged
from pipeline.queries.customer_history import CustomerHistory
from pipeline.queries.customer_page import CustomerPage

CONTACTS = 8  # people that a page shows
_NEED_SHOWN = 120  # characters of a need
_FIELDS = {
    ContactField.NAME.value: "contact_name",
    ContactField.ROLE.value: "contact_role",
    ContactField.PHONE.value: "contact_phone",
    ContactField.EMAIL.value: "contact_email",
    CustomerFact.BUSINESS_ID.value: "business_id",
    CustomerFact.DOMAIN.value: "domain",
}
_SAID = {
    CustomerAct.ADDED: "contact_said_added",
    CustomerAct.CHANGED: "contact_said_changed",
    CustomerAct.LEFT: "contact_said_left",
    CustomerAct.BACK: "contact_said_back",
}
_UNDONE = {
    CustomerAct.ADDED: "what_contact_added",
    CustomerAct.CHANGED: "what_contact_changed",
    CustomerAct.LEFT: "what_contact_left",
    CustomerAct.BACK: "what_contact_back",
    CustomerAct.FACTS: "what_facts",
}


# --- The page ---------------------------------------------------------------------------------------------------------


def page(voice: Voice, shown: CustomerPage, people: tuple[PersonShown, ...]) -> Message:
    """Build a customer's page; `people` are its contacts with their phones as the reader dials them.

    From the second page of its deals on, only deals are shown.
    """
    title = phrases.bold(_name(voice, shown.name))
    if shown.deals.start:
        here = voice.say("page", page=shown.deals.start // lists.SHOWN + 1)
        first = [el.section(phrases.joined([title, here]))]
        text = phrases.joined([_name(voice, shown.name), here])
    else:
        about = [_known(voice, shown), *_figures(voice, shown), *_events(voice, shown), _needs(voice, shown)]
        first = [el.section(phrases.lines([title, *about])), *_people(voice, shown, people)]
        called = [phrases.joined([_name(voice, each.name), _reached(each)]) for each in people[:CONTACTS]]
        text = phrases.lines([_name(voice, shown.name), *about, *called])
    deals = lists.with_buttons(voice, shown.deals.lines, lambda line: lists.without_lateness(voice, line))
    blocks = (*first, *deals, *_rest(voice, shown), *el.actions(*_acts(voice, shown)))
    return Message(without_links(text), blocks)


def _name(voice: Voice, name: str) -> SafeText:
    return voice.name(name) or SafeText("–")


def _known(voice: Voice, shown: CustomerPage) -> SafeText | None:
    """Its business id and its domain."""
    number = voice.say("customer_business_id", text=shown.business_id) if shown.business_id else None
    return phrases.joined([number, page_link(shown.domain) if shown.domain else None]) or None


def _figures(voice: Voice, shown: CustomerPage) -> list[SafeText]:
    """A line for each stage with open deals, one for those won, one for those lost."""
    said = [
        phrases.joined(
            [
                SafeText(f"{phrases.stage(voice, each.stage)} {voice.number(each.count)}"),
                phrases.sums(voice, each.sums),
            ]
        )
        for each in shown.stages
    ]
    if shown.won:
        said.append(phrases.joined([voice.say("customer_won", n=shown.won), phrases.sums(voice, shown.won_sums)]))
    if shown.lost:
        counts = [_lost_for(voice, shown, kind, n) for kind, n in shown.lost]
        lost = voice.say("customer_lost", n=sum(n for _kind, n in shown.lost))
        said.append(SafeText(f"{lost}: {phrases.joined(counts, ', ')}"))
    return said or [voice.say("customer_without_deals")]


def _lost_for(voice: Voice, shown: CustomerPage, kind: LostKind | None, n: int) -> SafeText:
    """How many deals were lost for a reason, and in brackets how many of those for entries of the team's own."""
    code = (kind or LostKind.UNKNOWN).value
    said = SafeText(f"{voice.say(kinds.LOST_LABELS[kind or LostKind.UNKNOWN]).lower()} {n}")
    own = [
        SafeText(f"{kinds.inline(voice, ListName.LOST, code, option_no)} {of_them}")
        for counted, option_no, of_them in shown.lost_own
        if counted is kind
    ]
    return SafeText(f"{said} ({phrases.joined(own, ', ')})") if own else said


def _events(voice: Voice, shown: CustomerPage) -> list[SafeText]:
    """The last touch, what was promised, what the customer said of what was delivered, and the problems told."""
    said: list[SafeText] = []
    if shown.last is not None:
        who = voice.name(shown.last_with) if shown.last_with else None
        said.append(phrases.joined([touches.fact(voice, shown.last), who]))
    for deal_no, day in shown.promised:
        said.append(phrases.joined([voice.say("card_promised", day=day), voice.deal_number(deal_no)]))
    for deal_no, told in shown.check_ins:
        said.append(phrases.joined([checkins.told_on(voice, told), voice.deal_number(deal_no)]))
    for deal_no, also in shown.also:
        told = voice.say("card_also", also=voice.name(also, _NEED_SHOWN))
        said.append(phrases.joined([told, voice.deal_number(deal_no)]))
    for each in shown.problems:
        day, text = voice.local(each.at).date(), voice.name(each.text, LONGEST)
        said.append(
            phrases.joined([voice.say("customer_problem", day=day, problem=text), voice.deal_number(each.deal_no)])
        )
    return said


def _needs(voice: Voice, shown: CustomerPage) -> SafeText | None:
    needs = [voice.name(each, _NEED_SHOWN) for each in shown.needs]
    return voice.say("customer_needs", needs=phrases.joined(needs)) if needs else None


def _people(voice: Voice, shown: CustomerPage, people: tuple[PersonShown, ...]) -> list[Block]:
    """A section for each contact, with a button that opens its form."""
    blocks = [
        el.section(_person(voice, each), customer_forms.change_button(voice, shown.customer_no, each))
        for each in people[:CONTACTS]
    ]
    rest = len(people) - CONTACTS
    return [*blocks, el.context(voice.say("customer_more_people", n=rest))] if rest > 0 else blocks


def _person(voice: Voice, each: PersonShown) -> SafeText:
    """Two lines: the name and the role; the phone and the address, as links."""
    called = phrases.joined([phrases.bold(_name(voice, each.name)), voice.name(each.role) if each.role else None])
    return phrases.lines([called, _reached(each)])


def _reached(each: PersonShown) -> SafeText | None:
    phone = phone_link(each.phone, each.dialled) if each.phone else None
    return phrases.joined([phone, mail_link(each.email) if each.email else None]) or None


def _rest(voice: Voice, shown: CustomerPage) -> list[Block]:
    end = shown.deals.start + len(shown.deals.lines)
    if shown.deals.total <= end:
        return []
    identity = ids.button(WordName.CUSTOMER, more=Remainder(customer_forms.press("page", shown.customer_no, end)))
    more = el.button(voice.label("show_more_button"), identity)
    return [el.context(voice.say("more", n=shown.deals.total - end)), *el.actions(more)]


def _acts(voice: Voice, shown: CustomerPage) -> list[Block]:
    of = voice.plain_name(shown.name)
    label = voice.label("new_deal_button")
    new = el.button(
        label,
        ids.button(WordName.NEW, more=Remainder(shown.name)),
        style="primary",
        spoken=f"{label.rstrip('…')}: {of}",
    )
    return [
        new,
        customer_forms.opening(voice, "contact", "add_contact_button", shown.customer_no, of),
        customer_forms.opening(voice, "facts", "edit_button", shown.customer_no, of),
        customer_forms.opening(voice, "history", "history_button", shown.customer_no, of),
    ]


def history(voice: Voice, shown: CustomerHistory) -> Message:
    """Build what was changed of a customer's contacts and facts, each change with its undo where there is one."""
    name = _name(voice, shown.name)
    title = voice.say("customer_history" if shown.total else "customer_history_empty", customer=name, n=shown.total)
    texts, blocks = [title], [el.section(phrases.bold(title) if shown.total else title)]
    for each in shown.changes:
        said = voice.say(_UNDONE[each.did.act], customer=name, contact=_name(voice, each.contact))
        who = voice.name(each.who_name) or voice.say("putki_itself" if each.who is None else "somebody")
        text = phrases.lines([_leading(said), phrases.joined([who, voice.when(each.at)])])
        undo = buttons.undo(voice, each.change_no, of=voice.when(each.at), sure=True) if each.can_undo else None
        texts.append(text)
        blocks.append(el.section(text, undo))
    show = customer_forms.opening(voice, "page", "show_customer_button", shown.customer_no, "")
    return Message(phrases.lines(texts), (*blocks, *el.actions(show)))


def _leading(said: SafeText) -> SafeText:
    """The sentence with a capital at its beginning."""
    return SafeText(said[:1].upper() + said[1:])


def no_such_customer(voice: Voice, text: str) -> Message:
    """Return that there is no such customer, with a press that opens a deal for it, unless a sentence was typed."""
    said = voice.say("no_such_customer", text=voice.name(text, 60))
    new = buttons.plain(voice, WordName.NEW, "new_deal_button")
    if text and not is_sentence(text) and len(text) <= NAME_LIMIT:
        label = voice.label("create_this_button", text=SafeText(voice.plain_name(text, phrases.SHORT)))
        new = el.button(label, ids.button(WordName.NEW, more=Remainder(text)), style="primary")
    return Message(said, (el.section(said), *el.actions(new)))


# --- The answers ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SavedTexts:
    """What the numbers of a notice stand for: texts by number, and phones as the reader dials them."""

    texts: Mapping[int, str]
    dialled: Mapping[str, str]

    def of(self, voice: Voice, field: str, no: int) -> SafeText | None:
        """Return a value as it is shown: a phone and an address as links; None where there is none."""
        text = self.texts.get(no, "")
        if not text:
            return None
        match field:
            case ContactField.PHONE.value:
                return phone_link(text, self.dialled.get(text, text))
            case ContactField.EMAIL.value:
                return mail_link(text)
            case CustomerFact.DOMAIN.value:
                return page_link(text)
            case _:
                return voice.name(text)


def contact_saved(done: Done[ContactSaved], known: SavedTexts) -> Message:
    """Return that a contact was added, changed, or is no longer there, with the way back."""
    voice, notice = done.voice, done.notice
    customer, contact = _customer(done), known.of(voice, ContactField.NAME.value, notice.name) or SafeText("–")
    act = CustomerAct(notice.act)
    if notice.change is None:
        key = "contact_gone_already" if act is CustomerAct.LEFT else "contact_as_it_was"
        return _saved(done, voice.say(key, contact=contact, customer=customer), None)
    said = voice.say(_SAID[act], contact=phrases.bold(contact), customer=customer)
    details = _details(done, known) if act is CustomerAct.ADDED else _differences(done, known)
    return _saved(done, said, details)


def _details(done: Done[ContactSaved], known: SavedTexts) -> SafeText | None:
    pairs = zip(done.notice.fields, done.notice.now, strict=True)
    shown = [known.of(done.voice, field, no) for field, no in pairs if field != ContactField.NAME.value]
    return phrases.joined(shown) or None


def _differences(done: Done[ContactSaved] | Done[CustomerChanged], known: SavedTexts) -> SafeText | None:
    """What each field was and is."""
    voice, notice = done.voice, done.notice
    said: list[SafeText] = []
    for field, was, now in zip(notice.fields, notice.was, notice.now, strict=True):
        old, new = known.of(voice, field, was), known.of(voice, field, now)
        value = phrases.joined([old, new or voice.say("history_nothing")], " → ")
        said.append(SafeText(f"{voice.say(_FIELDS[field])}: {value}"))
    return phrases.joined(said) or None


def facts_saved(done: Done[CustomerChanged], known: SavedTexts) -> Message:
    """Return what is known of a customer now, with the way back."""
    customer = _customer(done)
    if done.notice.change is None:
        return _saved(done, done.voice.say("facts_as_they_were", customer=customer), None)
    return _saved(done, done.voice.say("facts_saved", customer=phrases.bold(customer)), _differences(done, known))


def undone(done: Done[ChangeUndone], contact: str) -> Message:
    """Return that a change of a contact or of a customer's facts was undone, or done again."""
    voice, notice = done.voice, done.notice
    key = _UNDONE[CustomerAct(notice.act or CustomerAct.FACTS)]
    values = {"customer": _name(voice, done.names.customers.get(notice.of_customer or 0, ""))}
    what = voice.say(key, **values, contact=_name(voice, contact))
    said = voice.say("redone_of_customer" if notice.is_redone else "undone_of_customer", what=what)
    again = buttons.undo if notice.is_redone else buttons.redo
    return _with_presses(done, said, None, again(voice, notice.change), notice.of_customer or 0)


def _customer(done: Done[ContactSaved] | Done[CustomerChanged]) -> SafeText:
    return _name(done.voice, done.names.customers.get(done.notice.customer, ""))


def _saved(done: Done[ContactSaved] | Done[CustomerChanged], said: SafeText, more: SafeText | None) -> Message:
    change = done.notice.change
    undo = buttons.undo(done.voice, change) if change is not None else None
    return _with_presses(done, said, more, undo, done.notice.customer)


def _with_presses(
    done: Done[ContactSaved] | Done[CustomerChanged] | Done[ChangeUndone],
    said: SafeText,
    more: SafeText | None,
    press: Block | None,
    customer_no: int,
) -> Message:
    voice = done.voice
    by = voice.say("by_whom", who=done.by.who, at=done.by.at) if done.by is not None else None
    blocks = [el.section(phrases.lines([said, more])), *([el.context(by)] if by else [])]
    show = customer_forms.opening(voice, "page", "show_customer_button", customer_no, "")
    text = phrases.lines([phrases.joined([said, by]), more]).replace("*", "")
    return Message(without_links(text), (*blocks, *el.actions(press, show)))
