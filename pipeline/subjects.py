"""The one list of subjects: what events can be about, and what follows from a change of them."""

from __future__ import annotations

from pipeline.customers.contact_projection import CONTACTS
from pipeline.customers.projection import CUSTOMERS
from pipeline.deals.follow_ups import look_at_offers, want_cards, watch_deals
from pipeline.deals.name_words import NAME_WORDS, keep_words
from pipeline.deals.projection import DEALS
from pipeline.deals.restating import restate_reminders
from pipeline.deals.sale_dues import look_at_sales
from pipeline.deals.tell_owners import tell_owners
from pipeline.fields.projection import FIELDS
from pipeline.ledger.subject import Subjects
from pipeline.options.projection import OPTIONS
from pipeline.people.projection import MEMBERS, SETTINGS
from pipeline.pipelines.projection import PIPELINES
from pipeline.stages.projection import STAGES

SUBJECTS = Subjects(
    all=(DEALS, CUSTOMERS, CONTACTS, STAGES, PIPELINES, OPTIONS, FIELDS, MEMBERS, SETTINGS),
    follow_ups=(watch_deals, look_at_offers, look_at_sales, want_cards, tell_owners, restate_reminders, keep_words),
    derived=(NAME_WORDS,),
)
