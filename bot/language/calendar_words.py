"""The words for weekdays, months, seasons, units of time and small numbers in Finnish and English, as `folded` returns
them; spoken Finnish ("ens viikol") is rewritten as it is written ("ensi viikolla").
"""

from __future__ import annotations

import re
from enum import Enum

from babel import Locale

from bot.language.folding import folded


class Unit(Enum):
    """The unit of a distance from today: "3 pv", "2 weeks"."""

    DAY = "day"
    BUSINESS_DAY = "business day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


_WEEKDAY_ENDINGS = ("", "na", "ksi", "ks", "hin", "n", "ta", "lle", "sta", "hi")
_MONTH_ENDINGS = ("", "n", "ta", "ssa", "s", "ksi", "ks", "hun", "hu", "lla", "l", "lle", "sta", "st", "na", "a")


def _weekdays() -> dict[str, int]:
    """Map the long and short names of weekdays to 0 (Monday) to 6. Finnish names have cases such as "maanantaina"."""
    words: dict[str, int] = {}
    for code, endings in (("fi", _WEEKDAY_ENDINGS), ("en", ("",))):
        names = Locale(code).days
        for number in range(7):
            words[folded(names["format"]["abbreviated"][number])] = number
            for ending in endings:
                words[folded(names["stand-alone"]["wide"][number]) + ending] = number
    words |= {"keskiviikkoon": 2, "keskiviikkoo": 2, "keskiviikkoa": 2, "keskiviikko": 2}
    words |= {"tues": 1, "weds": 2, "thur": 3, "thurs": 3}
    words |= {f"{name}s": number for name, number in words.items() if name.endswith("day")}
    return words


def _months() -> dict[str, int]:
    """Map the names and short names of months to 1 to 12. Finnish names include cases such as "kesäkuussa"."""
    words: dict[str, int] = {}
    for number in range(1, 13):
        finnish = folded(Locale("fi").months["stand-alone"]["wide"][number])
        words |= {finnish + ending: number for ending in _MONTH_ENDINGS}
        english = folded(Locale("en").months["stand-alone"]["wide"][number])
        words |= {english: number, english[:3]: number}
        words[finnish.removesuffix("kuu")] = number
        words[finnish.removesuffix("uu")] = number
    return words | {"sept": 9}


WEEKDAYS = _weekdays()
MONTHS = _months()

_SEASON_FORMS = (
    (
        3,
        "kevat kevaan kevaalla kevaal kevaana kevaaksi kevaaks kevaaseen kevaalle kevaasta kevaast kevatta kevaammalla",
    ),
    (6, "kesa kesan kesalla kesal kesana kesaksi kesaks kesaan kesalle kesasta kesast kesaa kesemmalla"),
    (9, "syksy syksyn syksylla syksyl syksyna syksyksi syksyks syksyyn syksylle syksysta syksyst syksya syksymmalla"),
    (12, "talvi talven talvella talvel talvena talveksi talveks talveen talvelle talvesta talvest talvea talvemmalla"),
    (2, "kevattalvi kevattalven kevattalvella kevattalvesta"),
    (3, "spring springtime"),
    (6, "summer summertime"),
    (9, "autumn fall"),
    (12, "winter wintertime"),
)
SEASONS = {word: month for month, words in _SEASON_FORMS for word in words.split()}
"""The first month of the season of three months."""

UNITS = {
    **dict.fromkeys("d pv pva paiva paivaa paivan paivaksi paivaks paivassa vrk vuorokausi vuorokauden vuorokautta "
                    "day days".split(), Unit.DAY),
    **dict.fromkeys(
        ("arkipv", "arkipaiva", "arkipaivaa", "arkipaivan", "arkipaivaksi", "bd", "business day", "business days",
         "working day", "working days", "workday", "workdays"), Unit.BUSINESS_DAY,
    ),
    **dict.fromkeys("w vk vko vkoa vkon vkoo viikko viikkoa viikon viikoksi viikoks viikossa wk wks week weeks".split(),
                    Unit.WEEK),
    **dict.fromkeys("kk kuukausi kuukautta kuukauden kuukaudeksi kuukaudeks kuukaudessa mo month months".split(),
                    Unit.MONTH),
    **dict.fromkeys("kvartaali kvartaalia kvartaalin quarter quarters".split(), Unit.QUARTER),
    **dict.fromkeys("v vuosi vuotta vuoden vuodeksi vuodeks y yr yrs year years".split(), Unit.YEAR),
}  # fmt: skip

SPANS = {
    **dict.fromkeys("kuu kuun kuussa kuus kuusta kuuksi kuuks kuulle kuuhun kuuta kuukausi kuukauden kuukautena "
                    "kuukautta kuukaudesta month".split(), Unit.MONTH),
    **dict.fromkeys("viikko viikon viikolla viikosta viikoksi viikoks viikkoon viikolle viikkona viikkoa vko vk vkon "
                    "vkolla week".split(), Unit.WEEK),
    **dict.fromkeys("vuosi vuoden vuonna vuodesta vuodeksi vuodeks vuoteen vuotta vuos year".split(), Unit.YEAR),
    **dict.fromkeys("kvartaali kvartaalin kvartaalilla kvartaalissa kvartaalista kvartaaliksi kvartaaliin kvartaalia "
                    "neljannes neljanneksen neljanneksella vuosineljannes vuosineljanneksen vuosineljanneksella "
                    "quarter qtr".split(), Unit.QUARTER),
}  # fmt: skip
"""The words for a week, a month, a quarter or a year as a span of days: "ensi kuussa", "this quarter"."""

_COUNTED = (
    (1, "yksi yhden yhdeksi yks yhdeks a an one"),
    (2, "kaksi kahden kahdeksi kaks kahdeks two pari parin pariksi pariks couple"),
    (3, "kolme kolmen kolmeksi kolmeks three"),
    (4, "nelja neljan neljaksi neljaks four"),
    (5, "viisi viiden viideksi viis viideks five"),
    (6, "kuusi kuuden kuudeksi kuus kuudeks six"),
    (7, "seitseman seitsemaksi seittemaks seittaman seitteman seittemaa seven"),
    (8, "kahdeksan kaheksan kahdeksaksi eight"),
    (9, "yhdeksan yheksan yhdeksaksi nine"),
    (10, "kymmenen kymmeneksi ten"),
    (12, "twelve kahdentoista kaksitoista"),
)
COUNTS = {folded(word): number for number, words in _COUNTED for word in words.split()} | {
    "a couple of": 2, "couple of": 2, "a couple": 2,
}  # fmt: skip
SOME = frozenset({"muutama", "muutaman", "muutamaksi", "a few", "few", "several", "some"})
"""Words for a number that nobody knows: three are proposed."""
HALF = frozenset({"puolen", "puoli", "puoleksi", "half a", "half", "a half"})

ORDINALS = {
    **dict.fromkeys("1. 1st eka ensimmainen ensimmaisen ensimmaisena ensimmaiseksi ensimmaisella first".split(), 1),
    **dict.fromkeys("2. 2nd toka toinen toisen toisena toisella second".split(), 2),
    **dict.fromkeys("3. 3rd kolmas kolmannen kolmantena kolmannella third".split(), 3),
    **dict.fromkeys("4. 4th neljas neljannen neljantena neljannella fourth".split(), 4),
    **dict.fromkeys("viim. viim viimeinen viimeisen viimeisena viimeiseksi viimeisella vika vikana last final".split(),
                    -1),
}  # fmt: skip
"""Which one of several: from the first on, and from the last (-1)."""

RELATIVE = {
    **dict.fromkeys("ensi seuraava seuraavan seuraavassa seuraavalla seuraavana seuraavaan seuraavaksi tuleva tulevan "
                    "tulevalla tulevana next".split(), 1),
    **dict.fromkeys("tama taman tassa talla tana taksi tahan kuluva kuluvan kuluvalla kuluvana this current coming"
                    .split(), 0),
    **dict.fromkeys("viime edellinen edellisen edellisella edellisena last previous".split(), -1),
}  # fmt: skip
"""Which one, counted from the present: "ensi", "this", "viime"."""

_SPOKEN = {
    "ens": "ensi", "viikol": "viikolla", "viikon": "viikon", "huomen": "huomenna", "huome": "huomenna",
    "huomena": "huomenna", "tmrw": "tomorrow", "tmr": "tomorrow", "tomorow": "tomorrow", "tommorrow": "tomorrow",
    "ylihuomen": "ylihuomenna", "ylihuomena": "ylihuomenna", "tanaa": "tanaan", "tanan": "tanaan", "paast": "paasta",
    "kuluttuu": "kuluttua", "viikkoo": "viikkoa", "tal": "talla", "taal": "talla", "tas": "tassa", "tan": "taman",
    "taan": "taman", "alus": "alussa", "lopus": "lopussa", "alkuu": "alkuun", "loppuu": "loppuun", "alust": "alusta",
    "puolivalis": "puolivalissa", "vaihtees": "vaihteessa", "mennes": "mennessa", "menness": "mennessa",
    "jalkee": "jalkeen", "jalkeenpain": "jalkeen", "seuraaval": "seuraavalla", "seuraavas": "seuraavassa",
    "tuleval": "tulevalla", "viimesena": "viimeisena", "viimenen": "viimeinen", "viimene": "viimeinen",
    "viimesen": "viimeisen", "vuona": "vuonna", "viikonlopun": "viikonlopun", "arkipaivana": "arkipaivana",
    "ekana": "ensimmaisena", "kuukauven": "kuukauden", "vuojen": "vuoden", "kahen": "kahden", "viien": "viiden",
    "vkl": "viikonloppuna", "viikonlopul": "viikonloppuna",
}  # fmt: skip
_RUN_TOGETHER = re.compile(r"(ens|ensi|viime|seuraavalla|seuraavan|talla|taman)(kuu|viiko|vuo|viikko)(\w*)")
_FORTNIGHT = re.compile(r"\b(?:a )?fortnight\b")
_CASE_ENDING = re.compile(r"(?<=\w):(?:n|na|lla|ssa|ksi|aan|een|iin|ta|lle|sta)$")


def as_written(text: str) -> str:
    """Return folded text with the words of spoken Finnish as they are written: "ens kuus" becomes "ensi kuussa"."""
    words: list[str] = []
    for word in _FORTNIGHT.sub("2 weeks", text).split():
        word = _CASE_ENDING.sub("", word)
        word = _SPOKEN.get(word, word)
        if together := _RUN_TOGETHER.fullmatch(word):
            first, rest = together[1], together[2] + together[3]
            words.append(_SPOKEN.get(first, first))
            word = _SPOKEN.get(rest, rest)
        if word == "kuus" and words and words[-1] in RELATIVE:
            word = "kuussa"  # alone "kuus" is six
        words.append(word)
    return " ".join(words)
