"""The lead's week: a line a person from A to Ö, without ranks; and the targets of months."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from bot.blocks import buttons, ids, phrases
from bot.blocks import elements as el
from bot.blocks.elements import Block, Message
from bot.blocks.ids import Remainder, WordName
from bot.language.order import order_key
from bot.language.safe_text import SafeText
from bot.language.voice import Voice
from pipeline.deals.targets import TEAM, Target
from pipeline.messages.target_notices import TargetSaved
from pipeline.money import Money
from pipeline.queries.team import PersonWeek, TeamWeek

SHOWN = 20  # people on one page
_MONTHS_SHOWN = 12


def team(voice: Voice, week: TeamWeek, start: int = 0) -> Message:
    """Build the list of the team's people from number `start` on, each with the press that lists their open deals."""
    title = _title(voice, week)
    people = sorted(week.people, key=lambda each: (order_key(each.name), each.member_no))
    start = start if start < len(people) else 0
    page = people[start : start + SHOWN]
    if not people:
        said = phrases.lines([title, voice.say("team_empty")])
        return Message(said.replace("*", ""), (el.section(said), *el.actions(_targets_button(voice))))
    rest = len(people) - start - len(page)
    following = ids.button(WordName.TEAM, start=start + SHOWN, more=Remainder(str(week.pipeline_no)))
    more = el.button(voice.label("show_more_button"), following) if rest else None
    blocks = [
        el.section(title),
        *(el.section(_person(voice, week.month, each), _deals_button(voice, each)) for each in page),
        *([el.context(voice.say("more_people", n=rest))] if rest else []),
        *el.actions(more, buttons.all_stuck(voice, "stuck_button"), _targets_button(voice)),
    ]
    heard = phrases.lines([title, *(_person(voice, week.month, each) for each in page)])
    return Message(heard.replace("*", ""), tuple(blocks))


def _title(voice: Voice, week: TeamWeek) -> SafeText:
    """Return whose week it is, and what all of them have won this month, against the target where there is one."""
    won = won_against(voice, week.month, week.won, week.won_count, week.target, week.target_count)
    return phrases.lines([phrases.bold(voice.say("team_title")), _leading(won) if won else None])


def _leading(said: SafeText) -> SafeText:
    return SafeText(said[:1].upper() + said[1:])


def aim_of(voice: Voice, amount: Money | None, count: int | None) -> SafeText | None:
    """Return a target: an amount, a number of wins, or both; None where there is none."""
    wins = voice.say("month_end_wins", n=count) if count is not None else None
    return phrases.joined([voice.money(amount) if amount is not None else None, wins], ", ") or None


def won_against(
    voice: Voice, month: date, won: Sequence[Money], count: int, target: Money | None, target_count: int | None
) -> SafeText | None:
    """Return what was won in a month and its target; None where nothing was won and there is no target.

    How many deals were won is told where a number of wins is the target.
    """
    if not won and target is None and target_count is None:
        return None
    nothing = [Money(0, target.currency)] if target is not None else []
    aim = aim_of(voice, target, target_count)
    wins = voice.say("month_end_wins", n=count) if target_count is not None else None
    sums = phrases.sums(voice, [*won] or nothing) or None
    said = voice.say("won_in_month", month=voice.in_month(month), sum=phrases.joined([sums, wins], ", "))
    return phrases.joined([said, voice.say("target_beside", sum=aim) if aim is not None else None], " ")


def _person(voice: Voice, month: date, it: PersonWeek) -> SafeText:
    """Return two lines of a person: what is open and won, then what waits for us and what has no step."""
    called = phrases.bold(voice.name(it.name) or voice.say("somebody"))
    first = [
        called,
        voice.say("open_deals", n=it.count),
        phrases.sums(voice, it.sums),
        won_against(voice, month, it.won, it.won_count, it.target, it.target_count),
    ]
    ours = phrases.sums(voice, it.ours_sums) or voice.say("open_deals", n=it.ours)
    second = [
        voice.say("team_ours", sum=ours) if it.ours else None,
        voice.say("team_without_step", n=it.without_step) if it.without_step else None,
    ]
    return phrases.lines([phrases.joined(first), phrases.joined(second)])


def _deals_button(voice: Voice, it: PersonWeek) -> Block:
    action_id, value = ids.button(WordName.MINE, more=Remainder(member=it.member_no))
    label = voice.label("show_button")
    return el.button(label, (f"{action_id}.{it.member_no}", value), spoken=f"{label}: {voice.plain_name(it.name)}")


def _targets_button(voice: Voice) -> Block:
    return buttons.plain(voice, WordName.TARGET, "targets_button")


def on_home(voice: Voice, month: date, won: Sequence[Money], count: int, target: Target | None) -> Block:
    """Return the lead's section of Home: what the team has won this month, and the press that opens the team."""
    amount, number = (target.amount, target.count) if target is not None else (None, None)
    said = won_against(voice, month, won, count, amount, number) or voice.say(
        "team_nothing_won", month=voice.in_month(month)
    )
    said = _leading(said)
    title = phrases.bold(voice.say("team_title"))
    return el.section(phrases.lines([title, said]), buttons.plain(voice, WordName.TEAM, "team_button"))


# --- Targets ----------------------------------------------------------------------------------------------------------


def saved(voice: Voice, members: Mapping[int, str], notice: TargetSaved) -> Message:
    """Return the answer to a target that was set, or taken off, with [Undo]."""
    whose = phrases.who(voice, members, notice.member) if notice.member is not None else voice.say("team_title")
    aim = aim_of(voice, notice.amount, notice.wins)
    key = "target_removed" if aim is None else "target_set"
    said = voice.say(key, who=phrases.bold(whose), month=voice.month(notice.month), sum=aim or SafeText(""))
    undo = buttons.undo(voice, notice.change) if notice.change is not None else None
    return Message(said.replace("*", ""), (el.section(said), *el.actions(undo)))


def targets(voice: Voice, members: Mapping[int, str], found: Sequence[Target], *, may_set: bool) -> Message:
    """Return the targets, a paragraph a month: the team's first, then each person's from A to Ö."""
    title = phrases.bold(voice.say("targets_title"))
    how = voice.say("targets_how") if may_set else None
    months = list(dict.fromkeys(each.month for each in found))[:_MONTHS_SHOWN]
    if not months:
        said = phrases.lines([voice.say("targets_none"), how])
        return Message(said.replace("`", ""), (el.section(said),))
    texts = [_month(voice, members, month, [each for each in found if each.month == month]) for month in months]
    blocks = (el.section(title), *(el.section(each) for each in texts), *([el.context(how)] if how else []))
    return Message(phrases.lines([title, *texts]).replace("*", ""), blocks)


def _month(voice: Voice, members: Mapping[int, str], month: date, found: Sequence[Target]) -> SafeText:
    of_team = next((_sum(voice, each) for each in found if each.member_no == TEAM), None)
    people = sorted(
        (each for each in found if each.member_no != TEAM), key=lambda each: order_key(members.get(each.member_no, ""))
    )
    name = phrases.bold(voice.month(month, leading=True))
    own = [phrases.joined([phrases.who(voice, members, each.member_no), _sum(voice, each)], ": ") for each in people]
    return phrases.lines([phrases.joined([name, of_team], ": "), *own])


def _sum(voice: Voice, it: Target) -> SafeText | None:
    return aim_of(voice, it.amount, it.count)
