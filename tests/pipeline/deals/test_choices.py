"""The lists of sources and of reasons for a loss: their order, the team's own entries, and what deals keep of them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import choice_errors, errors
from pipeline.deals import choice_changes as core
from pipeline.deals import choices, close, edit, sources
from pipeline.deals import open as opening
from pipeline.deals.choice_changes import LABEL_LIMIT, MOST_OWN, Labels
from pipeline.deals.choices import CODES, ListEntry, ListName, Lists
from pipeline.deals.deal import Given
from pipeline.deals.events import LostKind, SourceKind
from pipeline.deals.fields import LostReason, Source
from pipeline.ledger.outcome import CommitOutcome
from pipeline.messages.choice_notices import ChoicesChanged
from pipeline.messages.source_notices import SourceNamed
from pipeline.queries import board_parts
from pipeline.queries.board_parts import DealFilter
from pipeline.queries.customer_page import customer_page
from pipeline.queries.source_record import SourceRecord, source_record
from pipeline.refused import Refused
from tests.pipeline.team import AATU, ANNA, LEENA, Team, told

SOURCE, LOST = ListName.SOURCE, ListName.LOST


def labels(_name: ListName, code: str) -> tuple[str, ...]:
    """What a built-in entry is called: its code, in this test."""
    return (code.replace("_", " "),)


def add(team: Team, name: ListName, code: str, fi: str, en: str = "", *, replaces: bool = False) -> int:
    """The number of an entry that the admin adds."""
    made = core.add(team.ledger, team.by(AATU), name, code, Labels(fi, en), labels, replaces=replaces)
    return told(made, ChoicesChanged).option or 0


def rename(team: Team, option_no: int, fi: str, en: str = "", seen: int | None = None) -> CommitOutcome:
    return core.rename(team.ledger, team.by(AATU), LOST, option_no, Labels(fi, en), labels, seen=seen)


def hide(team: Team, name: ListName, token: str, *, hidden: bool = True) -> ChoicesChanged:
    return told(core.hide(team.ledger, team.by(AATU), name, token, hidden=hidden), ChoicesChanged)


def lists(team: Team) -> Lists:
    with team.ledger.read_session(team.by()) as session:
        return choices.of_workspace(session)


def shown(team: Team, name: ListName) -> list[str]:
    return [each.token for each in lists(team).shown(name)]


def test_an_own_entry_stands_behind_what_it_counts_as_and_is_called_so_in_both_languages(team: Team) -> None:
    first, second = add(team, LOST, "price", "Liian kallis"), add(team, LOST, "price", "Alennus", "Discount")

    assert shown(team, LOST)[3:6] == ["price", f"price.{first}", f"price.{second}"]
    entries = {each.option_no: (each.label("fi"), each.label("en")) for each in lists(team).own(LOST)}
    assert entries == {first: ("Liian kallis", "Liian kallis"), second: ("Alennus", "Discount")}
    assert shown(team, SOURCE) == list(CODES[SOURCE])
    assert team.is_sound()


def test_the_list_is_moved_hidden_shown_and_undone(team: Team) -> None:
    own = add(team, SOURCE, "event", "Messut")
    team.undo(told(core.move(team.ledger, team.by(AATU), SOURCE, f"event.{own}", up=True), ChoicesChanged).change, AATU)
    for _ in range(3):
        core.move(team.ledger, team.by(AATU), SOURCE, f"event.{own}", up=True)
    assert shown(team, SOURCE)[:2] == [f"event.{own}", "referral"]
    top = told(core.move(team.ledger, team.by(AATU), SOURCE, f"event.{own}", up=True), ChoicesChanged)
    assert top.change is None

    gone = hide(team, SOURCE, "event")
    assert hide(team, SOURCE, "event").change is None
    assert "event" not in shown(team, SOURCE)
    team.undo(gone.change, AATU)
    assert "event" in shown(team, SOURCE)
    hide(team, SOURCE, f"event.{own}")
    hide(team, SOURCE, f"event.{own}", hidden=False)
    assert shown(team, SOURCE)[0] == f"event.{own}"
    assert team.is_sound()


def test_a_built_in_entry_is_replaced_and_deals_keep_it(team: Team) -> None:
    deal = team.new("Acme", 500)
    close.lost(team.ledger, team.by(), deal, given=Given(lost_kind=LostKind.PRICE))
    own = add(team, LOST, "price", "Hinta liian korkea", replaces=True)

    assert shown(team, LOST)[3:5] == [f"price.{own}", "no_need"]
    assert lists(team).proposed(LOST, "price") == lists(team).find(LOST, "price", own)
    assert (team.there(deal).lost_kind, team.there(deal).lost_option) == (LostKind.PRICE, None)
    assert [each.token for each in lists(team).shown(LOST, besides="price")][3:5] == [f"price.{own}", "price"]


REFUSED: dict[str, tuple[type[Refused], Callable[[Team, int], object]]] = {
    "a label of the list": (choice_errors.ChoiceLabelTaken, lambda team, _: add(team, LOST, "price", "KALLIS")),
    "its other language": (choice_errors.ChoiceLabelTaken, lambda team, _: add(team, LOST, "price", "X", "too dear")),
    "a built-in label": (choice_errors.ChoiceLabelTaken, lambda team, _: add(team, LOST, "price", "No need")),
    "no label": (errors.EmptyName, lambda team, _: add(team, LOST, "price", " ", "\n")),
    "a long label": (errors.TooLong, lambda team, _: add(team, LOST, "price", "a" * (LABEL_LIMIT + 1))),
    "a code of the other list": (choice_errors.ChoiceGone, lambda team, _: add(team, LOST, "event", "Messut")),
    "what is not known": (choice_errors.UnknownStays, lambda team, _: add(team, LOST, "unknown", "Kuka tietää")),
    "hiding that": (choice_errors.UnknownStays, lambda team, _: hide(team, LOST, "unknown")),
    "hiding what is not there": (choice_errors.ChoiceGone, lambda team, _: hide(team, LOST, "price.99")),
    "renaming that": (choice_errors.ChoiceGone, lambda team, _: rename(team, 99, "X")),
    "an old form": (choice_errors.ChoiceEditedMeanwhile, lambda team, own: rename(team, own, "X", seen=1)),
    "a name of another one": (choice_errors.ChoiceLabelTaken, lambda team, own: rename(team, own, "Competitor")),
}


@pytest.mark.parametrize("why", REFUSED)
def test_what_would_confuse_the_list_is_refused(team: Team, why: str) -> None:
    kind, act = REFUSED[why]
    own = add(team, LOST, "price", "Kallis", "Too dear")
    before = team.everything()

    with pytest.raises(kind):
        act(team, own)

    assert team.everything() == before


def test_only_an_admin_edits_the_lists(team: Team) -> None:
    for who in (ANNA, LEENA):
        with pytest.raises(errors.NotAllowed):
            core.add(team.ledger, team.by(who), LOST, "price", Labels("Kallis"), labels)
        with pytest.raises(errors.NotAllowed):
            core.hide(team.ledger, team.by(who), LOST, "price", hidden=True)


def test_the_last_entry_that_says_something_stays(team: Team) -> None:
    *others, last = [code for code in CODES[LOST] if code != "unknown"]
    for code in others:
        hide(team, LOST, code)

    with pytest.raises(choice_errors.LastChoice):
        hide(team, LOST, last)

    own = add(team, LOST, last, "Kapasiteetti")
    hide(team, LOST, last)
    assert shown(team, LOST) == [f"{last}.{own}", "unknown"]


def test_a_list_has_a_bound(team: Team) -> None:
    for nth in range(MOST_OWN):
        add(team, SOURCE, "event", f"Messut {nth}")

    with pytest.raises(choice_errors.TooManyChoices):
        add(team, SOURCE, "event", "Vielä yhdet")


def test_of_two_editors_the_second_is_told_and_loses_nothing(team: Team) -> None:
    own = add(team, LOST, "price", "Kallis")
    seen = lists(team).find(LOST, "price", own).last_no
    renamed = told(rename(team, own, "Liian kallis", "Too dear", seen=seen), ChoicesChanged)

    with pytest.raises(choice_errors.ChoiceEditedMeanwhile):
        rename(team, own, "Kallista", seen=seen)

    assert lists(team).find(LOST, "price", own).labels == ("Liian kallis", "Too dear")
    assert told(rename(team, own, "Liian kallis", "Too dear"), ChoicesChanged).change is None
    team.undo(renamed.change, AATU)
    assert lists(team).find(LOST, "price", own).labels == ("Kallis",)


def test_an_undo_gives_no_two_entries_one_label(team: Team) -> None:
    own = add(team, LOST, "price", "Kallis")
    renamed = told(rename(team, own, "Liian kallis"), ChoicesChanged)
    add(team, LOST, "price", "Halpa", "KALLIS")

    with pytest.raises(choice_errors.ChoiceLabelBack):
        team.undo(renamed.change, AATU)

    assert [each.fi for each in lists(team).own(LOST)] == ["Liian kallis", "Halpa"]


def test_a_deal_keeps_an_entry_that_is_hidden_and_counts_as_its_code(team: Team) -> None:
    own, fair = add(team, LOST, "could_not", "Toimitusaika"), add(team, SOURCE, "event", "Alihankinta")
    deal = team.new("Acme", 500)
    sources.set_source(team.ledger, team.by(), deal, Source(SourceKind.EVENT, "osasto 3", fair))
    hide(team, LOST, f"could_not.{own}")
    hide(team, SOURCE, f"event.{fair}")

    given = Given(lost_kind=LostKind.COULD_NOT, lost_option=own)
    close.lost(team.ledger, team.by(), deal, given=given)

    state = team.there(deal)
    assert (state.lost_kind, state.lost_option, state.source_option) == (LostKind.COULD_NOT, own, fair)
    why = LostReason(LostKind.COULD_NOT, "kiire", option=own)
    edit.edit(team.ledger, team.by(), deal, edit.Edit(lost=why))
    assert team.there(deal).lost_option == own
    edit.edit(team.ledger, team.by(), deal, edit.Edit(lost=LostReason(LostKind.PRICE), source=Source(SourceKind.OTHER)))
    assert (team.there(deal).lost_option, team.there(deal).source_option) == (None, None)
    assert team.is_sound()


def test_an_entry_that_a_deal_has_cannot_be_undone_and_one_that_is_gone_is_not_taken(team: Team) -> None:
    used, unused = add(team, SOURCE, "event", "Messut"), add(team, SOURCE, "campaign", "LinkedIn")
    adding = {each.option_no: each.last_no for each in lists(team).own(SOURCE)}
    deal = told(
        opening.new(team.ledger, team.by(), opening.NewDeal("Acme", source_kind=SourceKind.EVENT, source_option=used))
    )
    del deal
    team.undo(adding[unused], AATU)

    with pytest.raises(choice_errors.ChoiceInUse):
        team.undo(adding[used], AATU)
    gone = Source(SourceKind.CAMPAIGN, "", unused)
    other = team.new("Beta", 500)
    for act in (
        lambda: sources.set_source(team.ledger, team.by(), other, gone),
        lambda: edit.edit(team.ledger, team.by(), other, edit.Edit(source=gone)),
        lambda: opening.new(
            team.ledger, team.by(), opening.NewDeal("C", source_kind=SourceKind.CAMPAIGN, source_option=unused)
        ),
    ):
        with pytest.raises(choice_errors.ChoiceGone):
            act()
    assert team.is_sound()


def test_a_source_whose_entry_is_gone_does_not_come_back_by_an_undo(team: Team) -> None:
    own = add(team, SOURCE, "event", "Messut")
    adding, deal = lists(team).own(SOURCE)[0].last_no, team.new("Acme", 500)
    sources.set_source(team.ledger, team.by(), deal, Source(SourceKind.EVENT, "", own))
    other = told(sources.set_source(team.ledger, team.by(), deal, Source(SourceKind.PARTNER)), SourceNamed)
    team.undo(adding, AATU)

    with pytest.raises(errors.CannotUndo):
        team.undo(other.change)

    assert team.there(deal).source_kind is SourceKind.PARTNER
    assert team.is_sound()


def test_own_entries_are_counted_under_their_code_and_by_themselves(team: Team) -> None:
    own, fair = add(team, LOST, "price", "Kallis"), add(team, SOURCE, "event", "Alihankinta")
    for nth in range(9):
        option = fair if nth % 2 else None
        deal = team.new("Acme", 100)
        sources.set_source(team.ledger, team.by(), deal, Source(SourceKind.EVENT, "", option))
        if nth < 3:
            given = Given(lost_kind=LostKind.PRICE, lost_option=own if nth else None)
            close.lost(team.ledger, team.by(), deal, given=given)

    with team.ledger.read_session(team.by()) as session:
        page = customer_page(session, team.there(1).customer_no)
        parts = {
            (each.source, each.option): (each.count, each.sums[0].minor) for each in board_parts.by_source(session)
        }
        narrowed = board_parts.fitting(session, DealFilter(source=SourceKind.EVENT, source_option=fair))
        every = board_parts.fitting(session, DealFilter(source=SourceKind.EVENT))
    assert (page.lost, page.lost_own) == (((LostKind.PRICE, 3),), ((LostKind.PRICE, own, 2),))
    assert parts == {(SourceKind.EVENT, None): (6, 60_000), (SourceKind.EVENT, fair): (3, 30_000)}
    assert (narrowed.total, every.total) == (3, 6)


def test_what_became_of_an_own_source_is_told_of_it_alone(team: Team) -> None:
    fair = add(team, SOURCE, "event", "Alihankinta")
    for nth in range(10):
        deal = team.new(f"Acme {nth}", 500)
        sources.set_source(team.ledger, team.by(), deal, Source(SourceKind.EVENT, "", fair if nth < 8 else None))
        team.lost(deal)

    with team.ledger.read_session(team.by()) as session:
        assert source_record(session, Source(SourceKind.EVENT, "", fair)) == SourceRecord(closed=8, won=0)
        assert source_record(session, Source(SourceKind.EVENT)) == SourceRecord(closed=10, won=0)


tokens = st.sampled_from([*CODES[LOST], "price.1", "could_not.2", "event", "-price", "-price.1", "--", "price.x", "."])


@given(st.lists(tokens).map(" ".join))
def test_any_setting_gives_each_entry_once(order: str) -> None:
    own = [ListEntry("price", 1, "Kallis"), ListEntry("could_not", 2, "Toimitusaika")]

    made = choices.arranged(CODES[LOST], own, order)

    assert sorted(each.token for each in made) == sorted([*CODES[LOST], "price.1", "could_not.2"])
    assert choices.arranged(CODES[LOST], own, choices.in_order(made)) == made


@given(st.text())
def test_a_token_is_read_back_or_not_at_all(text: str) -> None:
    read = choices.read_token(text)

    assert read is None or int(read.option_no or 0) >= 0
    assert choices.read_token("event.7") == ListEntry("event", 7)
