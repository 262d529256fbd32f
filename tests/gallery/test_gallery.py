"""The gallery draws every piece, nothing of it unknown to the page, and tells a changed picture from the same one."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.gallery.deals import LANGUAGES
from tests.gallery.draw import draw, items, open_page


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_knows_all_that_putki_shows(page: Page, language: str) -> None:
    drawings = items(language, [])
    open_page(page)
    page.evaluate("items => window.drawGallery(items)", drawings)
    expect(page.locator(".frame")).to_have_count(len(drawings))
    expect(page.locator(".unsupported")).to_have_count(0)


def test_a_picture_is_new_then_the_same_then_changed(page: Page, tmp_path: Path) -> None:
    def outcomes(language: str) -> list[str]:
        drawings = [{**drawing, "name": "welcome"} for drawing in items(language, ["welcome"])]
        return [each.change for each in draw(page, drawings, tmp_path)]

    assert outcomes("fi") == ["new"]
    assert outcomes("fi") == ["same"]
    assert outcomes("en") == ["changed"]
