"""Merging customers: the form in each of its states, the answers, and what is refused."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bot.blocks import merging, refusals
from bot.blocks.answers import Done, double_removed
from bot.blocks.elements import Message, View
from bot.blocks.forms import Question
from bot.blocks.ids import Carried
from bot.language.voice import Voice
from pipeline import merge_errors
from pipeline.messages.change_notices import ChangeUndone, CustomersMerged, DoubleRemoved
from pipeline.queries.customers import CustomerLine
from tests.gallery.deals import LONG, NAMES, NASTY

OLD, NEW, ODD = CustomerLine(3, "Acme Oyj", 12), CustomerLine(9, "Acme Finland", 1), CustomerLine(10, NASTY + LONG, 0)
CALLED = replace(NAMES, customers={3: "Acme Oyj", 9: "Acme Finland", 10: NASTY, 11: ""})
CARRIED = Carried(reply="https://example.com/x")


def answers(voice: Voice) -> Iterator[tuple[str, Message]]:
    """The answers to a merge and to its undo, and the refusals, with their names."""
    for name, (customer, into, count) in {"": (9, 3, 1), "-many": (3, 9, 12), "-awkward": (11, 10, 0)}.items():
        merged = CustomersMerged(customer=customer, into=into, count=count, change=41)
        yield f"merged{name}", merging.merged(Done(voice, CALLED, merged))
    removed = DoubleRemoved(deal=12, older=13, stay=41, change=41)
    yield "double-removed", double_removed(Done(voice, CALLED, removed))
    undone = ChangeUndone(change=42, customer=9, into=3)
    yield "merge-undone", merging.undone(Done(voice, CALLED, undone))
    yield "merge-redone", merging.undone(Done(voice, CALLED, replace(undone, is_redone=True)))
    yield "double-asked", refusals.double_asked(voice, CALLED, merge_errors.DoubleAsked(deal=13, older=12))
    for refused in (
        merge_errors.OneCustomer(customer=3),
        merge_errors.MergedAlready(customer=9, into=3),
        merge_errors.CustomerGone(),
        merge_errors.MergeNotAllowed(customer=9, who=2),
        merge_errors.MergeNotAllowed(customer=10, who=None, role="lead"),
        merge_errors.TooManyDeals(customer=3, limit=5_000),
    ):
        who = "-role" if isinstance(refused, merge_errors.MergeNotAllowed) and refused.who is None else ""
        yield f"refused-{refused.key.replace('_', '-')}{who}", refusals.plain(voice, CALLED, refused)


def forms(voice: Voice) -> Iterator[tuple[str, View]]:
    """The form of two customers that are known, and the one that asks."""
    asked = {
        merging.FIRST: Question("merge_unsure", "acme finand"),
        merging.SECOND: Question("merge_unknown", "Olematon Oy"),
    }
    yield "", merging.form_of_two(voice, OLD, NEW, 3, CARRIED)
    yield "-awkward", merging.form_of_two(voice, ODD, NEW, 10, CARRIED)
    yield "-empty", merging.form(voice, None, None, {}, CARRIED)
    yield "-asked", merging.form(voice, NEW, None, asked, CARRIED)
