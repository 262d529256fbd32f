"""What was asked for and changes nothing: deals, lists, figures, the guide; and what was refused."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from pipeline.messages.notices import DealNotice, KeepText, Notice, NoticeKind
from pipeline.refused import Refused


@dataclass(frozen=True, slots=True)
class ShowDeal(Notice):
    """What is known of a deal, with its notes from number `start` on, counted from the newest."""

    kind: ClassVar[NoticeKind] = NoticeKind.SHOWN
    deal: int
    start: int = 0

    @property
    def about_deal(self) -> int | None:
        """The deal that is shown."""
        return self.deal


@dataclass(frozen=True, slots=True)
class ShowHistory(Notice):
    """The changes of a deal from number `start` on, counted from the newest.

    With `is_shared` others read it too: notes and snoozes are left out then.
    """

    kind: ClassVar[NoticeKind] = NoticeKind.HISTORY
    deal: int
    start: int = 0
    is_shared: bool = False

    @property
    def about_deal(self) -> int | None:
        """The deal whose history it is."""
        return self.deal


@dataclass(frozen=True, slots=True)
class ShowMine(Notice):
    """The open deals of the member `owner`, from number `start` on; without one, the reader's own.

    With `state` (won, lost) the closed ones. With `is_shared` others read it too: nothing is told of lateness then.
    """

    kind: ClassVar[NoticeKind] = NoticeKind.MINE
    start: int = 0
    owner: int | None = None
    state: str | None = None
    is_shared: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowStuck(Notice):
    """The stuck deals that the reader may act on, from number `start` on; everybody's, where `of_all`.

    With `owner` those of this member.
    """

    kind: ClassVar[NoticeKind] = NoticeKind.STUCK_LIST
    start: int = 0
    of_all: bool = False
    owner: int | None = None


@dataclass(frozen=True, slots=True)
class ShowNext(Notice):
    """What the reader does next, today's steps first, from number `start` on."""

    kind: ClassVar[NoticeKind] = NoticeKind.NEXT
    start: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowFound(Notice):
    """One page of the deals that fit, the best first: `deals` are their numbers, `count` is how many fit in all.
    With `is_cut` more fit than that: so many were found, and no more were looked for.

    `text` is what was sought: as typed, or the number under which it is kept.
    """

    kind: ClassVar[NoticeKind] = NoticeKind.FOUND
    deals: tuple[int, ...]
    count: int | None = None
    start: int = 0
    text: str | int | None = None
    is_cut: bool = False

    def without_typed_text(self, keep: KeepText) -> Notice:
        """With the number of what was sought."""
        return replace(self, text=keep(self.text)) if self.text and isinstance(self.text, str) else self


@dataclass(frozen=True, slots=True)
class ShowBoard(Notice):
    """How many deals stand in each stage of a pipeline; without one, of the first.

    With `day` as they stood at the end of that day, as far as it was known then.
    """

    kind: ClassVar[NoticeKind] = NoticeKind.BOARD
    pipeline: int | None = None
    day: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowSince(Notice):
    """What changed in a pipeline since `day` began; without a pipeline, in the reader's own.

    With `part` the deals of that part, from number `start` on. With `is_away` the day began the reader's absence.
    """

    kind: ClassVar[NoticeKind] = NoticeKind.SINCE
    day: date
    pipeline: int | None = None
    part: str | None = None
    start: int = 0
    is_away: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowForecast(Notice):
    """The forecast of now; or what `opens` (sums, deals) behind the post whose figures have the key `statement`.

    With `member` the part of it that is this person's.
    """

    kind: ClassVar[NoticeKind] = NoticeKind.FORECAST
    pipeline: int | None = None
    member: int | None = None
    opens: str | None = None
    statement: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowResults(Notice):
    """What came of deliveries or offers, by `of`; None: of both. The months are named by their first days."""

    kind: ClassVar[NoticeKind] = NoticeKind.RESULTS
    of: str | None = None
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class ShowHelp(Notice):
    """The guide: the groups of words, with the reader's own deals as examples; or the line of one `word`.

    With `group` the lines of that group's words; with `of_all` those of every word. With `is_beginning` nothing was
    asked for, and who never had a deal reads the one line with which to begin.
    """

    kind: ClassVar[NoticeKind] = NoticeKind.HELP
    word: str | None = None
    group: str | None = None
    of_all: bool = False
    is_beginning: bool = False


@dataclass(frozen=True, slots=True)
class GuideBegins(Notice):
    """The guide's first lines, for a text that was not understood. The text itself is not kept."""

    kind: ClassVar[NoticeKind] = NoticeKind.GUIDE_BEGINS


@dataclass(frozen=True, slots=True)
class Acknowledged(Notice):
    """A word for thanks, or for an all right, that asks for nothing."""

    kind: ClassVar[NoticeKind] = NoticeKind.ACKNOWLEDGED


@dataclass(frozen=True, slots=True, kw_only=True)
class FormButton(Notice):
    """A button that opens the form of `word`; what else was typed is kept under the numbers `typed` and `note`.

    `member` is who was mentioned or named."""

    kind: ClassVar[NoticeKind] = NoticeKind.FORM
    word: str
    deal: int | None
    stay: int | None
    to: int | None
    typed: int | None
    note: int | None
    member: int | None

    @property
    def about_deal(self) -> int | None:
        """The deal of the form."""
        return self.deal

    @property
    def about_stay(self) -> int | None:
        """The stay of the form."""
        return self.stay


@dataclass(frozen=True, slots=True, kw_only=True)
class DealCard(DealNotice):
    """A deal's message in its channel, in the workspace's voice, with its buttons."""

    kind: ClassVar[NoticeKind] = NoticeKind.CARD


@dataclass(frozen=True, slots=True, kw_only=True)
class OldCard(DealNotice):
    """In place of a second card of a deal: that it is out of date, with the address of the deal's present card."""

    kind: ClassVar[NoticeKind] = NoticeKind.OLD_CARD
    link: str | None = None


@dataclass(frozen=True, slots=True)
class RefusalNotice(Notice):
    """What was not done, and why."""

    kind: ClassVar[NoticeKind] = NoticeKind.REFUSED
    refused: Refused

    @property
    def about_deal(self) -> int | None:
        """The deal that the refusal names."""
        return self.refused.about_deal

    @property
    def about_stay(self) -> int | None:
        """The stay that the refusal names."""
        return self.refused.about_stay

    def without_typed_text(self, keep: KeepText) -> Notice:
        """With the numbers of what was typed."""
        return replace(self, refused=self.refused.without_typed_text(keep))
