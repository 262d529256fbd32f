"""What is written of each kind can be read for ever, and nothing else can be written."""

import json
from datetime import date
from typing import Any, ClassVar

import pytest
from pydantic import ValidationError

from pipeline.customers.contact_events import ContactAdded, ContactField, ContactLeft, ContactMoved, ContactSet
from pipeline.customers.events import CustomerAdded, CustomerFact, CustomerFactSet, CustomerMerged, CustomerRenamed
from pipeline.deals.delivery_events import AlsoPromised, Checked, CheckIn, Delivered, ProblemTold
from pipeline.deals.events import (
    DEAL,
    AmountSet,
    CloseDaySet,
    CustomerSet,
    DeliveryPromised,
    LateBecause,
    Lost,
    LostExplained,
    LostKind,
    Mistaken,
    Moved,
    Noted,
    Opened,
    OwnerSet,
    Renamed,
    SaidBy,
    Seen,
    Snoozed,
    SourceKind,
    SourceSet,
    StepEnd,
    StepSet,
    Won,
)
from pipeline.deals.offer_events import OfferAnswered, OfferExtended, OfferSent, OfferState
from pipeline.deals.rehoming_events import Rehomed, Transferred
from pipeline.deals.touch_events import Interest, Means, NeedAdded, NeedEnded, Touched, TouchOutcome
from pipeline.deals.value_events import ValueSet
from pipeline.fields.events import FieldAdded, FieldChanged, FieldPart, FieldType
from pipeline.ledger.events import EXISTS, GENERAL, Erased, EventData, Voided, dump_data
from pipeline.ledger.subject import EventKind, Subject
from pipeline.options.events import OptionAdded, OptionCountsAs, OptionRenamed
from pipeline.people.events import (
    AwayEnded,
    AwaySet,
    MemberAdded,
    MemberRoleSet,
    Restored,
    Role,
    SeesSet,
    SettingSet,
    Sight,
)
from pipeline.pipelines.events import PipelineAdded, PipelineChanged, PipelineField, PipelineRetired, TargetSet
from pipeline.stages.events import (
    StageAdded,
    StageChanged,
    StageKind,
    StageRequiresSet,
    StageRestored,
    StageRetired,
)
from pipeline.subjects import SUBJECTS

DAY = date(2026, 6, 15)


def load_data(kind: str, version: int, data: str) -> EventData:
    """The data as the subject of its kind reads it; a kind that stands on any is read as a deal's."""
    known = SUBJECTS.kinds.get(kind)
    return SUBJECTS[(known.subject if known else "") or DEAL].load(kind, version, data)


KEPT = [  # kind, version, data as it was once written, and what it means: never changed, only added to
    (
        Opened(customer_no=1, name=2, owner=3, pipeline_no=1, stage_no=1, currency="EUR"),
        '{"customer_no":1,"name":2,"owner":3,"pipeline_no":1,"stage_no":1,"currency":"EUR"}',
    ),
    (
        Opened(
            customer_no=1, name=2, owner=3, pipeline_no=1, stage_no=1, amount=5, currency="EUR", close_day=DAY, source=9
        ),
        '{"customer_no":1,"name":2,"owner":3,"pipeline_no":1,"stage_no":1,"amount":5,"currency":"EUR",'
        '"close_day":"2026-06-15","source":9}',
    ),
    (Moved(from_stage=1, from_stay=7, stage_no=2), '{"from_stage":1,"from_stay":7,"stage_no":2}'),
    (
        Won(from_stage=3, from_stay=8, stage_no=4, promised_day=DAY),
        '{"from_stage":3,"from_stay":8,"stage_no":4,"promised_day":"2026-06-15"}',
    ),
    (Won(from_stage=3, from_stay=8, stage_no=4), '{"from_stage":3,"from_stay":8,"stage_no":4}'),
    (Lost(from_stage=3, from_stay=8, stage_no=5, reason=6), '{"from_stage":3,"from_stay":8,"stage_no":5,"reason":6}'),
    (Renamed(name=4), '{"name":4}'),
    (AmountSet(amount=100, currency="SEK"), '{"amount":100,"currency":"SEK"}'),
    (AmountSet(amount=None, currency="SEK"), '{"amount":null,"currency":"SEK"}'),
    (CloseDaySet(close_day=DAY), '{"close_day":"2026-06-15"}'),
    (OwnerSet(owner=2), '{"owner":2}'),
    (Noted(note=3), '{"note":3}'),
    (StepSet(step=3, step_day=DAY), '{"step":3,"step_day":"2026-06-15"}'),
    (StepSet(step=None, step_day=None), '{"step":null,"step_day":null}'),
    (Snoozed(until=DAY, stay=7), '{"until":"2026-06-15","stay":7}'),
    (Snoozed(until=None, stay=7), '{"until":null,"stay":7}'),
    (Seen(quiet_until=DAY, stay=7), '{"quiet_until":"2026-06-15","stay":7}'),
    (CustomerAdded(name=1), '{"name":1}'),
    (CustomerRenamed(name=2), '{"name":2}'),
    (
        StageAdded(pipeline_no=1, position=4, stage_kind=StageKind.WON, label_key="stage_sale", requires=("amount",)),
        '{"pipeline_no":1,"position":4,"stage_kind":"won","label_key":"stage_sale","requires":["amount"]}',
    ),
    (StageChanged(field="limit_days", value=5), '{"field":"limit_days","value":5}'),
    (StageRetired(successor=2), '{"successor":2}'),
    (MemberAdded(seller=True, admin=False), '{"seller":true,"admin":false}'),
    (
        MemberRoleSet(role=Role.LEAD, has=True, pipeline_no=1),
        '{"role":"lead","has":true,"pipeline_no":1}',
    ),
    (SettingSet(name="country", value="FI"), '{"name":"country","value":"FI"}'),
    (SettingSet(name="place.1", value=4), '{"name":"place.1","value":4}'),
    (SettingSet(name="country", value=None), '{"name":"country","value":null}'),
    (Voided(), "{}"),
    (Erased(), "{}"),
    (
        LostExplained(reason=6, lost_kind=LostKind.PRICE, said_by=SaidBy.CUSTOMER, returns=DAY),
        '{"reason":6,"lost_kind":"price","lost_option":null,"also_kind":null,"said_by":"customer",'
        '"returns":"2026-06-15"}',
    ),
    (
        DeliveryPromised(day=DAY, late_because=LateBecause.SUPPLIER, words=7),
        '{"day":"2026-06-15","late_because":"supplier","words":7}',
    ),
    (Mistaken(duplicate_of=4), '{"duplicate_of":4}'),
    (CustomerSet(customer_no=3), '{"customer_no":3}'),
    (
        SourceSet(source_kind=SourceKind.EVENT, source=9),
        '{"source_kind":"event","source_option":null,"source":9}',
    ),
    (CustomerMerged(into=2), '{"into":2}'),
    (CustomerMerged(into=None), '{"into":null}'),
    (AwaySet(from_day=DAY, until=DAY, stand_in=3), '{"from_day":"2026-06-15","until":"2026-06-15","stand_in":3}'),
    (AwayEnded(from_day=DAY, last_day=None), '{"from_day":"2026-06-15","last_day":null}'),
    (Restored(after=412, up_to=10440), '{"after":412,"up_to":10440}'),
    (
        Touched(means=Means.CALL, outcome=TouchOutcome.REACHED, interest=Interest.GREW, contact_no=3, note=8),
        '{"means":"call","outcome":"reached","interest":"grew","contact_no":3,"note":8}',
    ),
    (
        Touched(means=Means.SOCIAL, outcome=TouchOutcome.THEY_CONTACTED),
        '{"means":"social","outcome":"they_contacted","interest":null,"contact_no":null,"note":null}',
    ),
    (
        OfferSent(
            offer_no=4,
            offer_version=2,
            replaces=1,
            amount=1_250_000,
            currency="EUR",
            delivery_day=DAY,
            delivery=5,
            term_days=14,
            valid_until=DAY,
            terms=6,
            link=7,
            answers=(812, 813),
        ),
        '{"offer_no":4,"offer_version":2,"replaces":1,"amount":1250000,"currency":"EUR","delivery_day":"2026-06-15",'
        '"delivery":5,"term_days":14,"valid_until":"2026-06-15","terms":6,"link":7,"answers":[812,813]}',
    ),
    (
        OfferAnswered(offer_no=4, offer_version=1, answer=OfferState.ACCEPTED, closes=((4, 2), (5, 1))),
        '{"offer_no":4,"offer_version":1,"answer":"accepted","closes":[[4,2],[5,1]]}',
    ),
    (
        OfferExtended(offer_no=4, offer_version=1, valid_until=DAY),
        '{"offer_no":4,"offer_version":1,"valid_until":"2026-06-15"}',
    ),
    (
        Delivered(day=DAY, late_because=LateBecause.US, words=3),
        '{"day":"2026-06-15","late_because":"us","words":3}',
    ),
    (Delivered(day=None), '{"day":null,"late_because":null,"words":null}'),
    (AlsoPromised(words=3), '{"words":3}'),
    (
        Checked(after_days=14, result=CheckIn.PROBLEM, words=3),
        '{"after_days":14,"result":"problem","words":3}',
    ),
    (ProblemTold(words=3), '{"words":3}'),
    (NeedAdded(need=812), '{"need":812}'),
    (Rehomed(from_stage=3, stage_no=6), '{"from_stage":3,"stage_no":6}'),
    (
        Transferred(pipeline_no=2, stage_no=7, from_stage=3, from_stay=812),
        '{"pipeline_no":2,"stage_no":7,"from_stage":3,"from_stay":812}',
    ),
    (
        ValueSet(field_no=1, number=1250),
        '{"field_no":1,"number":1250,"day":null,"option_no":null,"words":null}',
    ),
    (
        ValueSet(field_no=2, day=DAY, option_no=4, words=9),
        '{"field_no":2,"number":null,"day":"2026-06-15","option_no":4,"words":9}',
    ),
    (StageRequiresSet(requires=("amount", "offer")), '{"requires":["amount","offer"]}'),
    (StageRestored(), "{}"),
    (
        PipelineAdded(name=5, position=2, currency="SEK", sellers="channel"),
        '{"name":5,"position":2,"currency":"SEK","sellers":"channel"}',
    ),
    (PipelineChanged(field=PipelineField.OFFER_STAGE, value=3), '{"field":"offer_stage","value":3}'),
    (PipelineChanged(field=PipelineField.CURRENCY, value="SEK"), '{"field":"currency","value":"SEK"}'),
    (PipelineRetired(), '{"retired":true}'),
    (
        TargetSet(month=DAY, member_no=3, amount=9_000_000, count=7, currency="EUR"),
        '{"month":"2026-06-15","member_no":3,"amount":9000000,"count":7,"currency":"EUR"}',
    ),
    (
        OptionAdded(list_name="source", counts_as="event", name_fi=5, name_en=6),
        '{"list_name":"source","counts_as":"event","name_fi":5,"name_en":6}',
    ),
    (OptionRenamed(language="fi", name=7), '{"language":"fi","name":7}'),
    (OptionCountsAs(counts_as="campaign"), '{"counts_as":"campaign"}'),
    (
        FieldAdded(field_type=FieldType.NUMBER, decimals=2, name=5, position=1),
        '{"field_type":"number","decimals":2,"name":5,"position":1}',
    ),
    (FieldChanged(part=FieldPart.RETIRED, value=1), '{"part":"retired","value":1}'),
    (SeesSet(pipeline_no=2, sees=Sight.READS), '{"pipeline_no":2,"sees":"reads"}'),
    (NeedEnded(need=812), '{"need":812}'),
    (CustomerFactSet(fact=CustomerFact.BUSINESS_ID, value=5), '{"fact":"business_id","value":5}'),
    (CustomerFactSet(fact=CustomerFact.DOMAIN, value=None), '{"fact":"domain","value":null}'),
    (
        ContactAdded(customer_no=2, name=5, role=6, phone=7, email=8),
        '{"customer_no":2,"name":5,"role":6,"phone":7,"email":8}',
    ),
    (ContactAdded(customer_no=2, name=5), '{"customer_no":2,"name":5,"role":null,"phone":null,"email":null}'),
    (ContactSet(field=ContactField.PHONE, value=9), '{"field":"phone","value":9}'),
    (ContactMoved(customer_no=4), '{"customer_no":4}'),
    (ContactLeft(left=True), '{"left":true}'),
]
KEPT_IN_VERSION_2: list[tuple[EventData, str]] = [
    (
        Opened(
            customer_no=1,
            name=2,
            owner=3,
            pipeline_no=1,
            stage_no=1,
            currency="EUR",
            source=9,
            source_kind=SourceKind.REFERRAL,
            source_option=4,
            follows=5,
        ),
        '{"customer_no":1,"name":2,"owner":3,"pipeline_no":1,"stage_no":1,"amount":null,"currency":"EUR",'
        '"close_day":null,"source":9,"source_kind":"referral","source_option":4,"follows":5}',
    ),
    (
        Lost(
            from_stage=3,
            from_stay=8,
            stage_no=5,
            lost_kind=LostKind.COMPETITOR,
            also_kind=LostKind.PRICE,
            said_by=SaidBy.GUESS,
            returns=DAY,
        ),
        '{"from_stage":3,"from_stay":8,"stage_no":5,"reason":null,"lost_kind":"competitor","lost_option":null,'
        '"also_kind":"price","said_by":"guess","returns":"2026-06-15"}',
    ),
    (
        StepSet(step=3, step_day=DAY, step_at=540, ended=StepEnd.REPLACED),
        '{"step":3,"step_day":"2026-06-15","step_at":540,"ended":"replaced"}',
    ),
]


@pytest.mark.parametrize(("happening", "data"), KEPT, ids=lambda each: each.kind if isinstance(each, EventData) else "")
def test_what_was_written_once_is_read_the_same_for_ever(happening: EventData, data: str) -> None:
    assert load_data(happening.kind, 1, data) == happening


@pytest.mark.parametrize(
    ("happening", "data"), KEPT_IN_VERSION_2, ids=lambda each: each.kind if isinstance(each, EventData) else ""
)
def test_what_was_written_in_version_2_is_read_the_same_for_ever(happening: EventData, data: str) -> None:
    assert load_data(happening.kind, 2, data) == happening


@pytest.mark.parametrize("happening", [each for each, _ in [*KEPT, *KEPT_IN_VERSION_2]], ids=lambda each: each.kind)
def test_every_field_is_written_so_that_no_later_default_changes_what_happened(happening: EventData) -> None:
    data = dump_data(happening)

    assert set(json.loads(data)) == set(type(happening).model_fields)
    assert load_data(happening.kind, happening.version, data) == happening


def test_every_kind_is_kept_here_and_projected_or_is_a_void() -> None:
    assert {happening.kind for happening, _data in KEPT} == SUBJECTS.kinds.keys()
    listed = [each.data.kind for subject in SUBJECTS for each in subject.kinds]
    assert len(listed) == len(set(listed))
    assert SUBJECTS.kinds.keys() - set(listed) == {data.kind for data in GENERAL} == {"voided", "erased"}


def test_data_with_another_type_or_an_unknown_field_is_not_written() -> None:
    wrong: list[dict[str, Any]] = [{"name": "Acme"}, {"name": 1, "text": "Acme"}, {}]
    for values in wrong:
        with pytest.raises(ValidationError):
            CustomerAdded(**values)


def test_an_event_of_a_newer_program_is_an_error_and_not_a_guess() -> None:
    with pytest.raises(ValueError, match="newer"):
        load_data("moved", 2, "{}")
    with pytest.raises(KeyError):
        load_data("teleported", 1, "{}")


class Promised(EventData):
    """A kind in its third version: first a day, then a day and who said so, then with the hour."""

    kind = "promised"
    subject = DEAL
    version: ClassVar[int] = 3

    day: date
    by: int
    hour: int


LIFTS = {
    ("promised", 1): lambda data: {"day": data["date"], "by": 0},
    ("promised", 2): lambda data: {**data, "hour": 12},
}


@pytest.mark.parametrize(
    ("version", "data", "by", "hour"),
    [
        (1, '{"date":"2026-06-15"}', 0, 12),
        (2, '{"day":"2026-06-15","by":4}', 4, 12),
        (3, '{"day":"2026-06-15","by":4,"hour":9}', 4, 9),
    ],
)
def test_older_data_is_lifted_a_step_at_a_time(version: int, data: str, by: int, hour: int) -> None:
    subject = Subject(DEAL, (EventKind(Promised),), lifts=LIFTS)
    read = subject.load("promised", version, data)
    assert read == Promised(day=DAY, by=by, hour=hour)


def test_every_kind_but_a_first_one_rests_on_its_subject_being_there() -> None:
    first = {kind for kind, model in SUBJECTS.kinds.items() if EXISTS in model.fields_set} - {"mistaken"}
    added = "contact customer field member option pipeline stage".split()
    assert first == {"opened", *(f"{name}_added" for name in added)}
    of_the_first_pipeline = {"pipeline_changed", "pipeline_retired", "target_set"}  # which was never added
    rest_on_nothing = {kind for kind, model in SUBJECTS.kinds.items() if not model.fields_needed}
    assert rest_on_nothing == first | {"setting_set", "restored"} | of_the_first_pipeline


def test_a_role_and_a_setting_are_fields_of_their_own() -> None:
    assert MemberRoleSet(role=Role.LEAD, has=True, pipeline_no=2).sets() == {"lead.2"}
    assert MemberRoleSet(role=Role.ADMIN, has=True).sets() == {"admin"} <= MemberAdded(seller=True, admin=True).sets()
    assert SettingSet(name="zone", value=None).sets() == {"zone"}
    assert StageChanged(field="position", value=1).sets() == {"position"}
