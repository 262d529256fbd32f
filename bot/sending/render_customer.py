"""Customers become messages: their page, and what was done to their contacts and facts."""

from __future__ import annotations

from bot.blocks import customer
from bot.blocks.answers import Done
from bot.blocks.customer import SavedTexts
from bot.blocks.customer_forms import PersonShown
from bot.blocks.elements import Message
from bot.language.phones import shown_phone
from bot.language.regions import territory_of
from bot.language.voice import Voice
from bot.sending.render_refusal import render_refusal
from bot.sending.scene import Scene
from pipeline.customer_errors import CustomerNotThere
from pipeline.customers.contact_events import ContactField
from pipeline.customers.contact_list import Contact, texts_of
from pipeline.ledger.read_session import ReadSession
from pipeline.messages.change_notices import ChangeUndone
from pipeline.messages.customer_notices import ContactSaved, CustomerChanged, ShowCustomer
from pipeline.people import settings
from pipeline.queries.customer_history import customer_history
from pipeline.queries.customer_page import customer_page


def page(scene: Scene, notice: ShowCustomer) -> Message:
    """The page of a customer, or of the one that it was merged into; or what was changed of it."""
    try:
        if notice.is_history:
            return customer.history(scene.voice, customer_history(scene.session, notice.customer))
        found = customer_page(scene.session, notice.customer, notice.start)
    except CustomerNotThere as missing:
        return render_refusal(scene, missing)
    people = tuple(person(scene.voice, scene.session, each) for each in found.contacts)
    return customer.page(scene.voice, found, people)


def region_of(session: ReadSession) -> str:
    """The country of a phone number that is typed without a country code: the workspace's."""
    return settings.of_workspace(session).country


def dialled(voice: Voice, session: ReadSession, number: str) -> str:
    """A phone number as the reader dials it: in short within the workspace's country, else with the country code."""
    region = region_of(session)
    return shown_phone(number, region if territory_of(voice.zone) == region else None) if number else ""


def person(voice: Voice, session: ReadSession, contact: Contact) -> PersonShown:
    """A contact, with its phone as the reader dials it."""
    phone = dialled(voice, session, contact.phone)
    return PersonShown(contact.contact_no, contact.name, contact.role, contact.phone, phone, contact.email)


def saved_texts(scene: Scene, notice: CustomerChanged) -> SavedTexts:
    """The texts behind the numbers of a notice."""
    name = [notice.name] if isinstance(notice, ContactSaved) else []
    texts = texts_of(scene.session, [no for no in (*notice.was, *notice.now, *name) if no])
    phones = {
        texts.get(no, "")
        for field, *nos in zip(notice.fields, notice.was, notice.now, strict=True)
        for no in nos
        if field == ContactField.PHONE.value
    }
    return SavedTexts(texts, {each: dialled(scene.voice, scene.session, each) for each in phones if each})


def contact_saved(scene: Scene, done: Done[ContactSaved]) -> Message:
    """What became of a contact."""
    return customer.contact_saved(done, saved_texts(scene, done.notice))


def facts_saved(scene: Scene, done: Done[CustomerChanged]) -> Message:
    """What became of the facts of a customer."""
    return customer.facts_saved(done, saved_texts(scene, done.notice))


def undone(scene: Scene, done: Done[ChangeUndone]) -> Message:
    """What was undone of a contact or of the facts."""
    no = done.notice.contact or 0
    return customer.undone(done, texts_of(scene.session, [no]).get(no, "") if no else "")
