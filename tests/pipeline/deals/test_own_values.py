"""The team's own fields: edited by an admin, hidden and undone, and what deals have in them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import errors, field_errors, stage_errors
from pipeline.deals import edit, own_values, several, stage_changes
from pipeline.deals import open as opening
from pipeline.deals.deal import Given
from pipeline.deals.edit import Edit
from pipeline.deals.events import DEAL, LostKind
from pipeline.deals.own_values import TEXT_LIMIT
from pipeline.fields import editing as core
from pipeline.fields import fields
from pipeline.fields.editing import CHOICE_LIMIT, MOST_CHOICES, NAME_LIMIT, FieldGiven
from pipeline.fields.events import FieldType
from pipeline.fields.fields import MOST_IN_USE, FieldChoice, OwnFields
from pipeline.fields.values import NOTHING, OwnValue
from pipeline.ledger.outcome import CommitOutcome
from pipeline.messages.change_notices import DealEdited
from pipeline.messages.field_notices import FieldSaved
from pipeline.messages.stage_notices import StagesChanged
from pipeline.queries.edited import edited
from pipeline.refused import Refused
from pipeline.stages.editing import StageGiven
from tests.pipeline.deals.test_transfer import OFFER_THERE, second
from tests.pipeline.team import AATU, ANNA, Team, told

LOST = 5  # the number of the stage for losses
TEXT, NUMBER, DAY, CHOICE = FieldType.TEXT, FieldType.NUMBER, FieldType.DAY, FieldType.CHOICE


def add(team: Team, name: str, type_: FieldType = TEXT, *choices: str, decimals: int = 0) -> int:
    """The number of a field that the admin adds."""
    made = core.add(team.ledger, team.by(AATU), FieldGiven(name, type_, decimals, choices))
    return told(made, FieldSaved).field


def change(team: Team, field_no: int, name: str, *choices: str, seen: int | None = None) -> FieldSaved:
    return told(
        core.change(team.ledger, team.by(AATU), field_no, FieldGiven(name, TEXT, 0, choices), seen=seen), FieldSaved
    )


def hide(team: Team, field_no: int, *, hidden: bool = True) -> FieldSaved:
    return told(core.hide(team.ledger, team.by(AATU), field_no, hidden=hidden), FieldSaved)


def own(team: Team) -> OwnFields:
    with team.ledger.read_session(team.by()) as session:
        return fields.of_workspace(session)


def put(team: Team, deal: int, seen: int | None = None, **values: OwnValue) -> CommitOutcome:
    wished = {int(name.removeprefix("f")): value for name, value in values.items()}
    return edit.edit(team.ledger, team.by(), deal, Edit(own=wished, seen=seen))


def values(team: Team, deal: int) -> dict[int, OwnValue]:
    with team.ledger.read_session(team.by()) as session:
        return own_values.values_of(session, deal)


def test_fields_are_added_renamed_moved_hidden_and_undone(team: Team) -> None:
    first, second = add(team, " Toimi  ala "), add(team, "Laitteita", NUMBER, decimals=1)
    assert [(each.name, each.type, each.decimals) for each in own(team).all] == [
        ("Toimi ala", TEXT, None),
        ("Laitteita", NUMBER, 1),
    ]

    assert change(team, first, "Toimi ala").change is None
    renamed = change(team, first, "Toimiala")
    core.move(team.ledger, team.by(AATU), second, up=True)
    assert [each.name for each in own(team).all] == ["Laitteita", "Toimiala"]
    assert told(core.move(team.ledger, team.by(AATU), second, up=True), FieldSaved).change is None
    hidden = hide(team, second)
    assert hide(team, second).change is None
    assert [each.field_no for each in own(team).in_use] == [first]

    team.undo(hidden.change, AATU)
    team.undo(renamed.change, AATU)
    assert [each.name for each in own(team).in_use] == ["Laitteita", "Toimi ala"]
    assert team.is_sound()


def test_a_choice_that_is_taken_out_is_hidden_and_comes_back_as_it_was(team: Team) -> None:
    field = add(team, "Toimiala", CHOICE, "Teollisuus", " teollisuus", "Kauppa", "")
    deal = team.new()
    industry = own(team).all[0].choices[0].option_no
    put(team, deal, f1=OwnValue(option_no=industry))

    change(team, field, "Toimiala", "Kunta", "kauppa")
    found = own(team).all[0]
    assert [each.name for each in found.offered()] == ["Kunta", "Kauppa"]
    assert [each.name for each in found.offered(besides=industry)] == ["Kunta", "Kauppa", "Teollisuus"]
    assert values(team, deal) == {field: OwnValue(option_no=industry)}

    change(team, field, "Toimiala", "TEOLLISUUS")
    assert [each.option_no for each in own(team).all[0].offered()] == [industry]
    assert team.is_sound()


REFUSED: dict[str, tuple[type[Refused], Callable[[Team], object]]] = {
    "no name": (errors.EmptyName, lambda team: add(team, " \n")),
    "a long name": (errors.TooLong, lambda team: add(team, "a" * (NAME_LIMIT + 1))),
    "a name there is": (field_errors.FieldNameTaken, lambda team: add(team, "toimiala")),
    "no choices": (field_errors.NoChoices, lambda team: add(team, "X", CHOICE, " ")),
    "many choices": (
        field_errors.TooManyFieldChoices,
        lambda team: add(team, "X", CHOICE, *map(str, range(MOST_CHOICES + 1))),
    ),
    "a long choice": (errors.TooLong, lambda team: add(team, "X", CHOICE, "a" * (CHOICE_LIMIT + 1))),
    "no such field": (field_errors.FieldGone, lambda team: hide(team, 9)),
    "edited meanwhile": (field_errors.FieldEditedMeanwhile, lambda team: change(team, 1, "Ala", seen=1)),
    "a value of no field": (field_errors.FieldGone, lambda team: put(team, team.new(), f9=OwnValue(text="x"))),
    "no such choice": (field_errors.FieldGone, lambda team: put(team, team.new(), f1=OwnValue(option_no=9))),
    "a long text": (errors.TooLong, lambda team: put(team, team.new(), f1=OwnValue(text="a" * (TEXT_LIMIT + 1)))),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_is_refused(team: Team, case: str) -> None:
    add(team, "Toimiala")
    refusal, act = REFUSED[case]
    with pytest.raises(refusal):
        act(team)
    assert [each.name for each in own(team).all] == ["Toimiala"]


def test_whoever_is_no_admin_changes_no_field(team: Team) -> None:
    with pytest.raises(errors.NotAllowed):
        core.add(team.ledger, team.by(ANNA), FieldGiven("Toimiala", TEXT))


def test_ten_fields_are_in_use_at_most_by_an_undo_too(team: Team) -> None:
    numbers = [add(team, f"Kenttä {no}") for no in range(MOST_IN_USE)]
    with pytest.raises(field_errors.TooManyFields):
        add(team, "Yksi liikaa")

    hidden = hide(team, numbers[0])
    add(team, "Tilalle")
    with pytest.raises(field_errors.TooManyFields):
        hide(team, numbers[0], hidden=False)
    with pytest.raises(field_errors.TooManyFields):
        team.undo(hidden.change, AATU)
    assert len(own(team).in_use) == MOST_IN_USE
    assert team.is_sound()


def test_a_deal_gets_values_of_each_type_which_are_undone_together(team: Team) -> None:
    text, number, day = add(team, "Toimiala"), add(team, "Laitteita", NUMBER, decimals=1), add(team, "Huolto", DAY)
    choice, unsaid = add(team, "Koko", CHOICE, "pieni", "suuri"), add(team, "Muuta")
    option = own(team).all[3].choices[1].option_no
    given_ = {
        text: OwnValue(text="metsä"),
        number: OwnValue(number=125),
        day: OwnValue(day=date(2026, 9, 1)),
        choice: OwnValue(option_no=option),
    }
    outcome = opening.new(team.ledger, team.by(), opening.NewDeal("Acme", own={**given_, unsaid: NOTHING}))
    deal = outcome.notice.about_deal if outcome.notice is not None else None
    assert deal is not None
    assert values(team, deal) == given_
    assert all(getattr(each.data, "field_no", None) != unsaid for each in team.history((DEAL, deal)))

    same = put(team, deal, f1=OwnValue(text="metsä"), f2=OwnValue(number=125))
    assert told(same, DealEdited).change is None
    other = told(put(team, deal, f1=NOTHING, f2=OwnValue(number=0)), DealEdited)
    now = values(team, deal)
    assert text not in now
    assert now[number] == OwnValue(number=0)
    with team.ledger.read_session(team.by()) as session:
        found = edited(session, deal, other.change or 0)
    assert found is not None
    assert (found.before.own[text], found.after.own.get(text)) == (OwnValue(text="metsä"), None)

    team.undo(other.change)
    assert values(team, deal) == given_
    assert team.is_sound()


def test_what_a_form_left_as_it_was_shown_takes_nothing_back(team: Team) -> None:
    first, second = add(team, "Toimiala"), add(team, "Kunto")
    deal = team.new()
    put(team, deal, f1=OwnValue(text="metsä"))
    shown = team.there(deal).last_no
    put(team, deal, f1=OwnValue(text="paperi"))

    put(team, deal, shown, f1=OwnValue(text="metsä"), f2=OwnValue(text="hyvä"))

    assert values(team, deal) == {first: OwnValue(text="paperi"), second: OwnValue(text="hyvä")}


def test_a_hidden_field_keeps_what_a_form_that_was_open_gives(team: Team) -> None:
    field, deal = add(team, "Toimiala"), team.new()
    hide(team, field)

    put(team, deal, f1=OwnValue(text="metsä"))

    assert values(team, deal) == {field: OwnValue(text="metsä")}


def test_the_adding_of_a_field_that_a_deal_has_cannot_be_undone(team: Team) -> None:
    made = told(core.add(team.ledger, team.by(AATU), FieldGiven("Toimiala", CHOICE, 0, ["metsä"])), FieldSaved)
    deal = team.new()
    given_ = told(put(team, deal, f1=OwnValue(option_no=own(team).all[0].choices[0].option_no)), DealEdited)
    with pytest.raises(field_errors.FieldInUse):
        team.undo(made.change, AATU)

    team.undo(given_.change)
    team.undo(made.change, AATU)

    assert own(team).all == ()
    assert team.is_sound()


def test_a_stage_that_requires_a_field_lets_no_deal_in_without_a_value(team: Team) -> None:
    field, deal, there = add(team, "Toimiala"), team.new(), team.new("Beta")
    team.advance(there)
    given_ = StageGiven(limit_days=8, requires=(f"field.{field}",))
    saved = told(stage_changes.change_stage(team.ledger, team.by(AATU), 2, given_, lambda key: (key,)), StagesChanged)
    assert saved.lacking == 1
    with pytest.raises(errors.Missing) as refused:
        team.advance(deal)
    assert refused.value.fields == (f"field.{field}",)

    hide(team, field)
    moved = team.advance(deal)
    team.undo(moved.change)
    same = stage_changes.change_stage(team.ledger, team.by(AATU), 2, StageGiven(limit_days=9), lambda key: (key,))
    assert told(same, StagesChanged).change is not None

    hide(team, field, hidden=False)
    with pytest.raises(errors.Missing):
        team.advance(deal)
    value = told(put(team, deal, f1=OwnValue(text="metsä")), DealEdited)
    team.advance(deal)
    team.undo(value.change)
    assert values(team, deal) == {}
    assert team.is_sound()


def required_of(team: Team, stage_no: int, field_no: int, days: int | None = 8) -> None:
    """Let a stage require a field."""
    given_ = StageGiven(limit_days=days, requires=(f"field.{field_no}",))
    stage_changes.change_stage(team.ledger, team.by(AATU), stage_no, given_, lambda key: (key,))


def test_a_move_brings_the_values_that_its_stage_requires_and_one_undo_takes_both_back(team: Team) -> None:
    field, deal = add(team, "Toimiala"), team.new()
    required_of(team, 2, field)
    with pytest.raises(errors.Missing):
        team.advance(deal, given=Given(others={f"field.{field}": OwnValue(text=" \n")}))
    moved = team.advance(deal, given=Given(others={f"field.{field}": OwnValue(text="metsä")}))
    assert (team.there(deal).stage_no, values(team, deal)) == (2, {field: OwnValue(text="metsä")})

    team.undo(moved.change)
    assert (team.there(deal).stage_no, values(team, deal)) == (1, {})
    assert team.is_sound()


def test_a_value_that_a_deal_has_already_is_not_set_once_more(team: Team) -> None:
    field, deal = add(team, "Toimiala"), team.new()
    put(team, deal, f1=OwnValue(text="metsä"))
    before = len(team.everything()["event"])

    team.advance(deal, given=Given(others={f"field.{field}": OwnValue(text="metsä")}))

    assert len(team.everything()["event"]) == before + 1


def test_a_closed_deal_is_reopened_with_the_values_that_its_stage_requires(team: Team) -> None:
    field, deal = add(team, "Toimiala"), team.new()
    team.advance(deal)
    team.lost(deal)
    required_of(team, 2, field)
    with pytest.raises(errors.Missing) as refused:
        team.back(deal)
    assert refused.value.fields == (f"field.{field}",)

    team.back(deal, given=Given(others={f"field.{field}": OwnValue(text="metsä")}))
    assert (team.there(deal).stage_no, values(team, deal)) == (2, {field: OwnValue(text="metsä")})
    assert team.is_sound()


def test_of_several_deals_that_are_lost_each_without_a_value_gets_the_one_given(team: Team) -> None:
    field, has, lacks = add(team, "Toimiala"), team.new(), team.new("Beta")
    required_of(team, LOST, field, days=None)
    put(team, has, f1=OwnValue(text="metsä"))
    ticked = [several.Selected(no, team.there(no).stay) for no in (has, lacks)]
    with pytest.raises(errors.Missing):
        several.lose(team.ledger, team.by(), ticked, given=Given(lost_kind=LostKind.PRICE))

    given_ = Given(lost_kind=LostKind.PRICE, others={f"field.{field}": OwnValue(text="kauppa")})
    several.lose(team.ledger, team.by(), ticked, given=given_)

    assert [values(team, no)[field].text for no in (has, lacks)] == ["metsä", "kauppa"]
    assert team.is_sound()


def test_an_edit_that_takes_a_deal_to_another_pipeline_is_judged_with_the_values_that_it_gives(team: Team) -> None:
    to, field, deal = second(team), add(team, "Toimiala"), team.new()
    required = StageGiven(limit_days=8, requires=(f"field.{field}",))
    stage_changes.change_stage(team.ledger, team.by(AATU), OFFER_THERE - 1, required, lambda key: (key,))
    given_ = edit.edit(team.ledger, team.by(ANNA), deal, Edit(pipeline=to, own={field: OwnValue(text="metsä")}))
    assert team.there(deal).pipeline_no == to
    assert values(team, deal) == {field: OwnValue(text="metsä")}

    team.undo(told(given_, DealEdited).change)
    put(team, deal, f1=OwnValue(text="kauppa"))
    with pytest.raises(errors.Missing):
        edit.edit(team.ledger, team.by(ANNA), deal, Edit(pipeline=to, own={field: NOTHING}))
    assert values(team, deal) == {field: OwnValue(text="kauppa")}


def test_a_stage_requires_no_field_that_is_hidden_or_not_there(team: Team) -> None:
    hide(team, add(team, "Toimiala"))
    for token in ("field.1", "field.9"):
        with pytest.raises(stage_errors.RequirementDoesNotFit):
            stage_changes.change_stage(
                team.ledger, team.by(AATU), 2, StageGiven(limit_days=8, requires=(token,)), lambda key: (key,)
            )


def test_the_texts_of_a_deal_that_is_erased_are_blank(team: Team) -> None:
    field, deal = add(team, "Toimiala"), team.new()
    put(team, deal, f1=OwnValue(text="metsä"))

    team.do(lambda work: work.erase_texts((DEAL, deal)))

    assert values(team, deal)[field].text == ""
    assert "metsä" not in str(team.everything())
    assert team.is_sound()


names = st.lists(st.sampled_from(["a", "b", "c", "d", "e"]), unique=True)


@given(names, names)
def test_choices_are_those_wanted_and_none_is_ever_lost(there: list[str], wanted: list[str]) -> None:
    known = [FieldChoice(no, name, is_hidden=no % 2 == 0) for no, name in enumerate(there, start=1)]

    placed, new = core.merged_choices(known, wanted)

    assert [each.name for each in placed if not each.is_hidden] == wanted
    assert {each.option_no for each in known} == {each.option_no for each in placed if each.option_no}
    assert new == [name for name in wanted if name not in there]


@given(names, st.data())
def test_the_order_of_choices_is_kept_as_it_is_read(there: list[str], data: st.DataObject) -> None:
    choices = tuple(FieldChoice(no, name, data.draw(st.booleans())) for no, name in enumerate(there, start=1))
    shuffled = tuple(data.draw(st.permutations(choices)))

    assert fields.in_order({each.option_no: each.name for each in choices}, fields.order_of(shuffled)) == shuffled
