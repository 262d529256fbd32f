"""Every word, typed by every role: the page of who sees what is true, and nobody reads of what is hidden from them."""

from __future__ import annotations

from tests.databases import SqliteFiles
from tests.scenarios.town import playing
from tests.who_sees_what import PAGE, divide, page


def test_the_page_is_what_each_word_answers_and_only_who_sets_a_hidden_pipeline_up_reads_its_name(
    sqlite_files: SqliteFiles,
) -> None:
    with playing(sqlite_files.fresh()) as town:
        text, leaks = page(divide(town))

    assert leaks == ["stages, admin, in neither: Hiidenvienti, Kartoitus"]
    assert PAGE.read_text() == text, "write it anew: python -m tests.who_sees_what"
