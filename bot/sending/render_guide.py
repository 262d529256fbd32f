"""What teaches Putki becomes messages: the guide, the welcome, and what an upgrade changed."""

from __future__ import annotations

from bot.blocks import help as blocks
from bot.blocks import release_notes
from bot.blocks.elements import Message
from bot.sending.scene import Scene
from pipeline.messages import asked_notices as asked
from pipeline.messages import due_notices as due
from pipeline.people.access import rights_of
from pipeline.queries import deal_lists


def help(scene: Scene, notice: asked.ShowHelp) -> Message:
    """The guide, one group of it, or the line of one word."""
    voice, words, group = scene.voice, scene.words, blocks.group_named(notice.group)
    if notice.word is not None:
        return blocks.of_word(voice, words, notice.word)
    if group is not None:
        return blocks.of_group(voice, words, group)
    if notice.of_all:
        return blocks.all_words(voice, words)
    if scene.reader.member_no is None:
        return blocks.guide(voice, words)
    own = deal_lists.mine(scene.session).lines
    is_new = not own and not deal_lists.has_had_deals(scene.session)
    if is_new and notice.is_beginning and not _runs_it(scene):
        return blocks.first_line(voice)
    return blocks.guide(voice, words, own, is_new=is_new)


def _runs_it(scene: Scene) -> bool:
    """Whether the reader leads a pipeline or has the settings: they may well own no deal."""
    rights = rights_of(scene.session.connection, scene.session.by)
    return rights.admin or bool(rights.leads)


def guide_begins(scene: Scene, _: asked.GuideBegins) -> Message:
    """The guide's first lines."""
    return blocks.guide_begins(scene.voice, scene.words)


def acknowledged(scene: Scene, _: asked.Acknowledged) -> Message:
    """A word for thanks."""
    return blocks.acknowledged(scene.voice)


def welcome(scene: Scene, _: due.Welcome) -> Message:
    """Putki's first words."""
    return blocks.welcome(scene.voice)


def upgraded(scene: Scene, notice: due.PutkiUpgraded) -> Message | None:
    """What an upgrade changed; None where there is nothing to tell."""
    return release_notes.upgraded(scene.voice, notice.steps)
