"""One notice of each kind, as it is stored today."""

from datetime import date
from typing import Any

from pipeline import errors
from pipeline.messages.absence_notices import (
    AwayOver,
    AwaySaved,
    ShowAway,
    StandInDeclined,
    StandInEnded,
    StandsIn,
    WhileAway,
)
from pipeline.messages.asked_notices import (
    Acknowledged,
    DealCard,
    FormButton,
    GuideBegins,
    RefusalNotice,
    ShowBoard,
    ShowDeal,
    ShowForecast,
    ShowFound,
    ShowHelp,
    ShowHistory,
    ShowMine,
    ShowStuck,
)
from pipeline.messages.change_notices import (
    ChangeUndone,
    CustomersMerged,
    DealAdvanced,
    DealCreated,
    DealDeleted,
    DealEdited,
    DealGiven,
    DealGivenBack,
    DealHandedOver,
    DealLost,
    DealMovedBack,
    DealReopened,
    DealSeen,
    DealsImported,
    DealSnoozed,
    DealWon,
    DoubleRemoved,
    NextStepCleared,
    NextStepSet,
    NoteKept,
    OwnerChanged,
    SeenEnded,
    SettingsSaved,
    SeveralChanged,
    SeveralGiven,
    SnoozeEnded,
)
from pipeline.messages.due_notices import (
    ChangedByOthers,
    ChannelIsArchived,
    ChannelIsShared,
    MondayPost,
    MoreStuck,
    PostSkipped,
    PutkiNotInChannel,
    Restated,
    StepSoon,
    StuckReminder,
    TodaysSteps,
    Welcome,
    WhatHappened,
    WishedReminder,
)
from pipeline.messages.notices import Notice, NoticeKind
from pipeline.money import Money

DAY = date(2026, 6, 22)
EUROS = Money(1_250_000, "EUR")
_CHANGED: Any = {"deal": 7, "stay": 3, "change": 41}
_MOVED: Any = {**_CHANGED, "from_stage": 2, "to_stage": 3, "business_days": 6}
_OWNED: Any = {**_CHANGED, "who": 1, "owner": 2}
_AWAY: Any = {"who": 2, "from_day": DAY, "until": DAY}

SAMPLES: dict[NoticeKind, Notice] = {
    each.kind: each
    for each in (
        DealCreated(**_CHANGED, amount=EUROS, stage=1),
        DealAdvanced(**_MOVED),
        DealMovedBack(**_MOVED),
        DealReopened(**_MOVED),
        DealWon(**_MOVED, amount=EUROS, day=DAY),
        DealLost(**_MOVED, reason=50),
        DealEdited(**_CHANGED),
        DealDeleted(deal=7, change=41),
        DoubleRemoved(**_CHANGED, older=3),
        CustomersMerged(customer=9, into=3, count=12, change=41),
        ChangeUndone(change=41, deal=7, stage=2, is_open=True, has_moved=True),
        NoteKept(**_CHANGED, note=51),
        NextStepSet(**_CHANGED, step=51, day=DAY),
        NextStepCleared(**_CHANGED),
        DealSnoozed(**_CHANGED, day=DAY, wished=DAY),
        SnoozeEnded(**_CHANGED),
        DealHandedOver(**_OWNED),
        DealGiven(**_OWNED, note=52),
        OwnerChanged(**_OWNED),
        DealGivenBack(**_OWNED),
        DealSeen(**_CHANGED, day=DAY),
        SeenEnded(**_CHANGED),
        SettingsSaved(change=41, is_first=False),
        AwaySaved(**_AWAY, change=41, stand_in=3, also_away=True),
        AwayOver(change=41),
        ShowAway(),
        StandsIn(**_AWAY, change=41),
        StandInEnded(**_AWAY),
        StandInDeclined(**_AWAY, change=41, stand_in=3),
        WhileAway(**_AWAY),
        DealsImported(count=3, open=1, won=1, lost=1),
        StuckReminder(deal=7, stay=3, nth=1, is_first=False),
        WishedReminder(deal=7, stay=3, day=DAY),
        WhatHappened(deal=7, stay=3),
        MoreStuck(4),
        ChangedByOthers(41),
        StepSoon(deal=7, step=51),
        TodaysSteps(DAY),
        Restated("stuck:7:3:1"),
        MondayPost(statement="monday:1:2026-06-15", pipeline=1),
        PostSkipped(DAY),
        Welcome(),
        PutkiNotInChannel(1),
        ChannelIsArchived(1),
        ChannelIsShared(1),
        SeveralChanged(change=41, act="step", deals=(7, 8), owner=2, day=DAY, words=52),
        SeveralGiven(change=41, deals=(7, 8), who=1, owner=2, note=52),
        ShowDeal(7),
        ShowHistory(7, 8, is_shared=True),
        ShowMine(),
        ShowStuck(),
        ShowFound(deals=(7, 8), count=2, text=52),
        ShowBoard(),
        ShowForecast(),
        ShowHelp(),
        GuideBegins(),
        Acknowledged(),
        FormButton(word="won", deal=7, stay=3, to=4, typed=None, note=None, member=None),
        DealCard(deal=7),
        RefusalNotice(errors.NoSuchDeal(number=7)),
    )
}
