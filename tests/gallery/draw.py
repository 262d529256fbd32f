"""`make gallery`: draws every piece in each language to PNG in gallery/, and says which differ from the last run.

`python -m tests.gallery.draw [words]` draws only the pieces whose name has one of the words.
"""

from __future__ import annotations

import json
import mimetypes
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image, ImageChops
from playwright.sync_api import Page, Route, sync_playwright

from tests.gallery.deals import LANGUAGES, NOW, voice
from tests.gallery.scenes import Piece, pieces

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "bot" / "local_slack" / "page"
DRAWN = ROOT / "gallery"
HOST = "http://gallery.test"  # never asked: the browser's requests are answered from the page's folder
PEOPLE = [{"id": "U1", "name": "Aino Virtanen"}, {"id": "U2", "name": "Kaisa Korhonen"}]
CHANNELS = [{"id": "C1", "name": "myynti"}]
LOCALES = {"fi": "fi-FI", "en": "en-GB"}


@dataclass(frozen=True)
class Outcome:
    """How a picture compares with the last run's."""

    name: str
    change: str  # new, changed, same


def items(language: str, wanted: list[str]) -> list[dict[str, Any]]:
    """What the page draws."""
    return [
        _item(piece, language)
        for piece in pieces(voice(language))
        if not wanted or any(word in piece.name for word in wanted)
    ]


def _item(piece: Piece, language: str) -> dict[str, Any]:
    return {
        "name": f"{piece.name}.{language}",
        "kind": piece.kind,
        "payload": piece.payload,
        "errors": dict(piece.errors),
        "locale": LOCALES[language],
        "tz": "Europe/Helsinki",
        "clock": NOW.isoformat(),
        "people": PEOPLE,
        "channels": CHANNELS,
    }


def _serve(route: Route) -> None:
    path = PAGE / route.request.url.removeprefix(HOST + "/").split("?")[0]
    if PAGE in path.resolve().parents and path.is_file():
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        route.fulfill(body=path.read_bytes(), content_type=kind)
    else:
        route.fulfill(status=404)


def open_page(page: Page) -> None:
    """The page that draws, without a server."""
    page.route(f"{HOST}/**", _serve)
    page.goto(f"{HOST}/gallery.html")
    page.wait_for_function("window.drawGallery !== undefined")


def draw(page: Page, drawings: list[dict[str, Any]], into: Path) -> Iterator[Outcome]:
    """Draw these to pictures in a folder, each compared with the one that is there."""
    open_page(page)
    for drawing in drawings:
        expected = into / f"{drawing['name']}.png"
        fresh = into / f".{expected.name}"
        page.evaluate("item => window.drawGallery([item])", drawing)  # alone, so that it stands on whole pixels
        page.locator("#shot-0 .frame").screenshot(path=fresh, type="png")
        yield Outcome(drawing["name"], _compared(expected, fresh))
        fresh.replace(expected)


def _compared(last: Path, fresh: Path) -> str:
    if not last.exists():
        return "new"
    with Image.open(last) as one, Image.open(fresh) as other:
        if one.size != other.size:
            return "changed"
        return "changed" if ImageChops.difference(one.convert("RGB"), other.convert("RGB")).getbbox() else "same"


def sheets(names: list[str], into: Path) -> None:
    """Contact sheets of the pictures, so that many are seen at a glance."""
    pictures = [into / f"{name}.png" for name in names]
    for number in range(0, len(pictures), 12):
        columns: tuple[list[Image.Image], list[Image.Image]] = ([], [])
        for expected in pictures[number : number + 12]:
            shorter = min(columns, key=lambda column: sum(each.height for each in column))
            shorter.append(Image.open(expected).convert("RGB"))
        width = max(each.width for column in columns for each in column) + 16
        height = max(sum(each.height + 16 for each in column) for column in columns)
        sheet = Image.new("RGB", (width * 2, height), "#c8d0d0")
        for x, column in enumerate(columns):
            y = 8
            for each in column:
                sheet.paste(each, (x * width + 8, y))
                y += each.height + 16
        sheet.save(into / f"sheet-{number // 12 + 1:02}.png")


def main(wanted: list[str]) -> None:
    """Draw, compare, tell."""
    DRAWN.mkdir(exist_ok=True)
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    outcomes: list[Outcome] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 900, "height": 1000})
        for language in LANGUAGES:
            outcomes += draw(page, items(language, wanted), DRAWN)
        browser.close()
    for old in DRAWN.glob("sheet-*.png"):
        old.unlink()
    sheets([each.name for each in outcomes], DRAWN)
    (DRAWN / "outcomes.json").write_text(json.dumps({each.name: each.change for each in outcomes}, indent=1))
    for each in outcomes:
        if each.change != "same":
            print(f"{each.change:8} gallery/{each.name}.png")
    counts = {change: sum(each.change == change for each in outcomes) for change in ("new", "changed", "same")}
    print(", ".join(f"{count} {change}" for change, count in counts.items()))


if __name__ == "__main__":
    main(sys.argv[1:])
