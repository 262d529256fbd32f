"""Tells what is said of a deal but is no name of it: a margin, a rival, an owner, a stage, a haste, a contact."""

from __future__ import annotations

import re

from bot.language.folding import folded
from bot.language.new_deal.given_names import is_given_name

_LONGEST = 80
_PERCENT = r"[-+−–]? ?[0-9]{1,3}(?:[.,][0-9]{1,2})? ?(?:%|pros\.?|prosent\w{0,5}|percent|per cent|pct)(?![^\W_])"
_SHARE = (
    r"(?:myynti)?kate|katetta|katteella|kateprosentti|margin|gross margin|markup|provisio|provikka|komissio|commission"
    r"|alennus|alennusta|alennuksella|ale|alella|discount|off|rebate|todennakoisyys|tn|varma|varmuus|varmuudella|sure"
    r"|likely|chance|probability|prob|likelihood|odds|hit rate|confidence"
)
_INSTALMENT = (
    r"nyt|heti|now|first|then|sitten|alkuun|aluksi|myohemmin|later|loput|loppuosa|ennakko|ennakkoon|ennakkona|kasiraha"
    r"|up ?front|down ?payment|deposit|the rest|rest|remainder|balance|puolet|puolikas|half|eka|toka|era|puolet|kulut"
    r"|kustannus|kustannukset|cost|costs|ja|and|on delivery|toimituksessa|in advance"
)
_FIGURE = r"[0-9][0-9.,]{0,9} ?(?:k|t|m|me|milj\.?|%|e|eur|€|meur|keur)?"
_FACTS = re.compile(
    rf"(?:(?:{_SHARE})[ :]*)?(?:noin |about |n\. |~ ?)?{_PERCENT}(?: (?:{_SHARE}))*"
    rf"|(?:{_SHARE}) {_FIGURE}"
    rf"|(?:liikevaihto|lv|liikevaihtoa|revenue|turnover|annual revenue) {_FIGURE}"
    rf"|{_FIGURE} (?:liikevaihto|revenue|turnover)"
    r"|[0-9]{1,6} (?:tyontekijaa|henkea|henkiloa toissa|employees|staff)"
    r"|(?:yhteyshenkilo(?:na)?|kontakti(?:na)?|yhteys|myyja(?:na)?|vastuumyyja|vastuussa|vastuuhenkilo|omistaja"
    r"|paattaja|kilpailija(?:na)?|kilpailijat|kilpailee|vastassa) [^0-9]{1,60}"
    r"|(?:assigned|belongs|owned|handled|competing|competes|up against)\b(?: to| by| with| against|:)? [^0-9]{1,60}"
    r"|(?:attn|att|c/o)\.? .{1,60}"
    r"|(?:prioriteetti|prio|priority) (?:[a-c0-9]|[a-z]*high|low|medium|top|korkea|matala|keski\w*)"
    r"|(?:high|top|low|highest) prio(?:rity)?|p[0-4]|prio[0-4]?"
    r"|(?:next steps?|seuraava askel|seuraavaksi|todo)\b:? .{1,60}"
    r"|(?:sis\.|sisaltaa|sisaltaen|sisaltyy|incl\.|including|includes|excl\.|excluding|excludes|not including"
    r"|ei sis\.?|ei sisalla|ilman|poislukien|pl\.|without) .{2,60}"
    rf"|(?:{_INSTALMENT})(?:[ ,]+(?:{_INSTALMENT}))*"
    r"|(?:vaihe|stage)[: ](?:tunnistaminen|yhteydenotto|tarjous|kauppa|toimitus|neuvottelu|[a-z]{4,20})"
)
# Words before a name that is written with a capital letter: "owner training" is a deal's name, "owner Liisa" is not.
_BEFORE_CAPITAL = re.compile(
    r"(?:[Oo]wner|[Ss]ales(?:person| rep)|[Rr]ep|[Cc]ontact(?: person)?|[Cc]ompetitors?|[Rr]ival|[Vv]s\.?"
    r"|[Dd]ecision maker|[Ss]eller|[Bb]uyer|[Oo]staja) [@A-ZÅÄÖ]\S*(?: [A-ZÅÄÖ]\S*){0,3}"
)
_STATE = frozenset(
    folded(word.replace("_", " "))
    for word in """
    tunnistaminen tunnistus tunnistusvaihe tunnistamisvaihe yhteydenotto yhteydenottovaihe kontaktointi
    tarjousvaihe tarjousvaiheessa
    tarjous_lähetetty tarjous_tehty tarjous_annettu tarjous_ulkona tarjous_vetämässä tarjous_menossa tarjous_jätetty
    neuvottelu neuvottelut neuvotteluvaihe
    neuvotteluvaiheessa neuvotteluissa neuvottelussa loppusuoralla kesken odottaa jäissä jäähyllä tauolla
    identification qualification qualified proposal_sent offer_sent quote_sent quotation_sent proposal_out quote_out
    in_negotiation in_negotiations
    negotiating negotiation negotiations closing_soon pending on_hold in_progress early_stage late_stage
    kiire kiireellinen kiireinen on_kiire hoppu tärkeä tosi_tärkeä kuuma kylmä lämmin kuuma_liidi kylmä_liidi varma
    epävarma varma_nakki
    urgent very_urgent rush important hot warm cold hot_lead cold_lead warm_lead vip top
    """.split()
)
_BRACKETED_NAME = re.compile(r"[A-ZÅÄÖ@]\S*(?: \S+){0,3}")


def is_other_fact(text: str) -> bool:
    """Whether a whole part of a line says something of the deal that is no name of it and has no field."""
    if len(text) > _LONGEST:
        return False
    bare = folded(text).strip(" .!?:;")
    return (
        bare in _STATE
        or _FACTS.fullmatch(bare) is not None
        or _BEFORE_CAPITAL.fullmatch(text.strip()) is not None
        or _is_person(text)
    )


def is_discount(text: str) -> bool:
    """Whether the text takes a share off the price: "-10 %", "alennus 10 %", "10% off"."""
    bare = folded(text[:_LONGEST])
    words = re.split(r"[^\w%-]+", bare)
    is_named = any(
        word.startswith(("alennu", "discount", "rebate")) or word in ("ale", "alella", "off") for word in words
    )
    return re.search(r"(?<!\S)[-−–] ?[0-9]{1,2}(?:[.,][0-9]+)? ?%", bare) is not None or (is_named and "%" in bare)


def is_aside(text: str) -> bool:
    """Whether a text in brackets is rather of someone or somewhere than the deal's name: "(Liisa)", "(Espoo)"."""
    return is_other_fact(text) or _BRACKETED_NAME.fullmatch(text) is not None


def _is_person(text: str) -> bool:
    """Whether the text is a person's name: a given name with at most two words behind it."""
    words = text.replace(",", " ").split()
    if not 1 <= len(words) <= 3 or not is_given_name(words[0]):
        return False
    return all(word[:1].isupper() for word in words) or len(words) == 1
