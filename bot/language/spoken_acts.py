"""The verbs that sellers say instead of a word of `/deal`, in both languages, and what each of them means.

A pattern is a phrase, folded as typed words are. "…" in it stands for words between, which name the deal.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from bot.language.folding import folded


class SpokenAct(Enum):
    """What a person says that they did, or want done."""

    ADVANCE = "the deal goes on, to the next stage or a named one"
    BACK = "the deal goes back"
    WON = "the deal was won"
    LOST = "the deal was lost"
    CLOSE = "the deal ended: whether it was won or lost is not said"
    NOTE = "somebody was called, met or written to: what came of it is worth a note"
    STEP = "something is to be done"
    ASSIGN = "somebody else takes the deal over"
    SNOOZE = "the deal waits until a day"
    SHOW = "how the deal is"
    EDIT = "a field of the deal is to be changed"
    DELETE = "the deal is to be deleted"
    TODAY = "what is to be done today"


def _phrases(text: str) -> tuple[str, ...]:
    return tuple(folded(each) for each in text.split("·") if each.strip())


_SPOKEN: Mapping[SpokenAct, str] = {
    SpokenAct.ADVANCE: """
        vie eteenpäin · vie seuraavaan vaiheeseen · siirretään · siirretty · siirrettiin · siirsin · siirrän · siirtäkää
        · eteni · etenee · edettiin · edennyt · edetään · nosta · nostetaan · laita eteenpäin · pistä eteenpäin · heitä
        eteenpäin · vaihda vaihe · vaihda vaiheeksi · vaihda vaihetta · move forward · move on · push forward · push ·
        bump · promote · progress · moved · moves to · moved to · put forward · change stage
    """,
    SpokenAct.BACK: """
        vie takaisin · laita takaisin · pistä takaisin · palautetaan · palautettiin · palautin · palautettu · siirrä
        takaisin · siirretään takaisin · avataan uudelleen · aukaise uudelleen · move back · put back · push back a
        stage · moved back · step back · bring back · reopened
    """,
    SpokenAct.WON: """
        voitettiin · voitin · voitimme · voitetaan · voittui · klousattu · klousattiin · klousasin · klousasimme ·
        saatiin kauppa · saatiin kaupat · saatiin tilaus · kaupat tuli · kauppa tuli · kaupat tulivat · tuli kauppa ·
        tuli kaupat · tuli tilaus · tilaus tuli · kaupat kotiin · kotiutettiin · meni kaupaksi · nimet paperissa · nimet
        papereissa · allekirjoitettiin · sopimus allekirjoitettu · laita voitetuksi · merkitse voitetuksi · merkkaa
        voitetuksi · merkkaa voitoksi · laita voitoksi · we won · i won · just won · closed won · mark won · mark as won
        · set as won · signed · got the deal · got the order · we got · landed · sold
    """,
    SpokenAct.LOST: """
        hävittiin · hävisin · hävisimme · hävis · häviää · menetettiin · menetetty · menetin · menetimme · meni
        kilpailijalle · meni toiselle · meni muualle · meni sivu suun · kariutui · kaatui · kuoli · kuopattu · haudattu
        · ei onnistunut · ei toteudu · ei toteutunut · ei tule kauppaa · ei tullut kauppaa · laita hävityksi · merkitse
        hävityksi · merkkaa hävityksi · hylättiin · we lost · i lost · just lost · closed lost · mark lost · mark as
        lost · set as lost · fell through · is dead · dead deal · went to a competitor · went with · not happening ·
        dropped
    """,
    SpokenAct.CLOSE: """
        close · closed · closing · close deal · close the deal · klousaa · klousataan · sulje · suljetaan · suljettu ·
        päätä · päätetään · päättyi · päättynyt · lopeta · finish · finalize
    """,
    SpokenAct.NOTE: """
        soitin · soitettu · soitettiin · soiteltiin · soitimme · soittivat · soitti · soitto · puhelu · puhuin ·
        puhuttiin · juttelin · juteltiin · jutskattiin · keskustelin · keskusteltiin · meilasin · meilattu · meilattiin
        · mailasin · mailattiin · meilasivat · meili · sähköposti · laitoin meiliä · laitoin viestiä · laitettiin meiliä
        · laitoin tekstarin · viestitin · viestittelin · lähetin · lähetettiin · lähetetty · tapasin · tavattiin ·
        tapasimme · tavattu · tapaaminen · palaveri · palaverissa · kävin · käytiin · kysyin · kysyttiin · sovin ·
        sovittiin · sovittu · neuvottelin · neuvoteltiin · vastasi · vastasivat · vastattiin · ei vastannut · ei vastaa
        · eivät vastaa · eivät vastanneet · lupasi · lupasivat · luvattiin · pyysi · pyysivät · kertoi · kertoivat ·
        sanoi · sanoivat · sano · haluaa · haluavat · odottaa · odottavat · miettii · miettivät · palaa · palaavat ·
        kontakti · yhteys · otin yhteyttä · otettiin yhteyttä · sain · saatiin · kuulin · kuulemma · asiakas · muistiin
        · tilannetieto · called · i called · we called · they called · rang · spoke · spoke with · spoke to · talked ·
        talked to · talked with · i talked · i spoke · emailed · i emailed · mailed · messaged · texted · wrote · sent ·
        i sent · we sent · met · we met · i met · met with · visited · asked · discussed · agreed · had a call · had a
        meeting · had lunch with · no answer · no reply · left a message · left a voicemail · they said · they want ·
        they asked · they replied · replied · got a reply · heard from · waiting for · customer said · contact · touch
    """,
    SpokenAct.STEP: """
        muistuta mua · muistuta minua · muistuta meitä · muistuttele mua · muistuttele minua · muista · muistettava ·
        pitää · pitäs · pitäis · pitäisi · täytyy · tarttee · tarvii · kuuluisi · mun pitää · mun pitäs · mun pitäis ·
        mun pitäisi · mun täytyy · mun tarttee · minun pitää · minun täytyy · meidän pitää · aion · aiotaan · meinaan ·
        soita · soittele · soitetaan · soitan · soitettava · soittaa · meilaa · mailaa · meilataan · laita meiliä ·
        laita viestiä · laita tarjous · lähetä · lähetetään · lähetän · lähetettävä · kysy · kysytään · kysyn · varaa ·
        sovi · sovitaan · tapaa · tavataan · tapaan · valmistele · tee tarjous · tehdään tarjous · palaa asiaan ·
        palataan · hoida · tsekkaa · tarkista · selvitä · käy · seuraava · seuraavaksi · remind me · remind me to ·
        remind us to · remember · remember to · need to · needs a · i need to · i should · i must · i have to · have to
        · we need to · todo · to do · call · ring · phone · email · mail · send · ask · meet · meeting · book · schedule
        · follow up · follow up with · check · check in with · prepare · visit · next
    """,
    SpokenAct.ASSIGN: """
        anna · vaihda vastuuhenkilö · vaihda omistaja · vaihda omistajaa · luovuta · anna hoitoon · give · transfer ·
        reassign · change owner · owner
    """,
    SpokenAct.SNOOZE: """
        lykkää · lykätään · siirrä myöhemmäksi · siirrä eteenpäin päivällä · palataan myöhemmin · laita torkulle · laita
        torkkuun · laita tauolle · odota · hiljennä · postpone · later · delay · pause · hold · on hold ·
        on hold until · is on hold · put on hold · mute · ping me
    """,
    SpokenAct.SHOW: """
        historia · historiatiedot · missä mennään · missä ollaan · mikä on tilanne · mikä tilanne · mitä kuuluu · miten
        menee · mitä tapahtuu · status · kerro · mitä tiedetään · tiedot · kuka hoitaa · kenen on · history · what about
        · how is · how's · where are we with · where is · where's · what's up with · info · details · tell me about ·
        who owns · who has
    """,
    SpokenAct.EDIT: """
        muokkaa · muuta · muutetaan · korjaa · korjataan · vaihda · vaihda nimi · vaihda summa · päivitä · nimeä · edit
        · change · update · fix · correct · rename · set
    """,
    SpokenAct.DELETE: """
        poista · poistetaan · tuhoa · hävitä · deletoi · delete · remove · erase · trash · discard
    """,
    SpokenAct.TODAY: """
        tänään · mitä tänään · mitä tänään pitää tehdä · mitä tänään pitäs tehdä · mitä teen tänään · mitä tehdään
        tänään · mitä mun pitäs tehdä · mitä mun pitäis tehdä · mitä mun pitäisi tehdä · mitä mun pitää tehdä · mitä
        minun pitäisi tehdä · mitä minun pitää tehdä · mitä pitää tehdä · mitä pitäs tehdä · mitä pitäis tehdä · mitä
        pitäisi tehdä · mitäs tänään · mistä aloitan · mitä seuraavaksi · mitäs seuraavaksi · mitä on tehtävä · päivän
        tehtävät · tehtävät · työlista · mitä mulla on tänään · today · what today · what's next · whats next · what
        next · what should i do · what do i do · what shall i do · what do i need to do · what to do · what's on today ·
        my day · tasks · my tasks · agenda · where do i start · where to start
    """,
}

PATTERNS: Mapping[str, SpokenAct] = {phrase: act for act, text in _SPOKEN.items() for phrase in _phrases(text)}
MOST_WORDS = max(phrase.count(" ") + 1 for phrase in PATTERNS)


def _set(text: str) -> frozenset[str]:
    return frozenset(folded(word) for word in text.split())


LIGHT_VERBS = _set(
    """
    siirrä advance laita laitetaan pistä pistetään heitä heitetään vie viedään vaihda muuta siirretään nosta put
    set get move
    """
)
"""Verbs that mean what stands behind the deal says: "laita acme tarjoukseen", "put acme to offer"."""

ONWARDS = _set(
    """
    eteenpäin eteempäin etiäpäin seuraavaan forward onward onwards next ahead
    """
)
BACKWARDS = _set(
    """
    takaisin takas taakse taaksepäin back backwards
    """
)
"""What may stand before or behind the deal of a move: which way it goes."""

WON_SAID = _set(
    """
    voitettu voitetuksi voitettuihin voitoksi won win
    """
)
LOST_SAID = _set(
    """
    hävitty hävityksi hävittyihin lost
    """
)

FILLERS = _set(
    """
    mua minua mulle minulle meitä meille mä minä mun me sitä se sen siitä nyt vaan vain vielä taas jo ihan no niin hei
    moi moikka terve tänään eilen äsken just juuri toi tuo tämä tää että kun ja sekä vai onko on oli ovat olis
    voisitko voitko pitääkö haluan haluaisin saisko pliis me i we us my our the a an to with for about of at on please
    just now hi hello hey can could you would it is was they them that this today yesterday sinne siellä heille heidän
    niille niitä asiakkaalle asiakasta asiakkaan customer client diiliä diilin diili deal deals
    """
)
"""Words that name no deal by themselves."""

QUESTIONS = _set(
    """
    ketkä ketka mitkä mitka mikä mika mitä mita kuka onko montako missä näytä näytäthän kaikki mun meidän which what
    who show me my all list mikäs mitkäs mitäs are is on ovat the
    """
)
"""Words before a list that is asked for in a question: "ketkä jumissa", "which are stuck"."""

POLITE = _set(
    """
    kiitos kiitti kiitoksia kiits pliis plz pls please thanks thank you thx ty cheers tack hei moi vaan vain nyt jooko
    ok joo
    """
)

TO_DO: Mapping[str, str] = {
    folded(infinitive): imperative
    for infinitive, imperative in (
        ("soittamaan", "soita"), ("soittaa", "soita"), ("lähettämään", "lähetä"), ("lähettää", "lähetä"),
        ("kysymään", "kysy"), ("kysyä", "kysy"), ("meilaamaan", "meilaa"), ("meilata", "meilaa"),
        ("mailaamaan", "mailaa"), ("mailata", "mailaa"), ("tapaamaan", "tapaa"), ("tavata", "tapaa"),
        ("varaamaan", "varaa"), ("varata", "varaa"), ("sopimaan", "sovi"), ("sopia", "sovi"), ("tekemään", "tee"),
        ("tehdä", "tee"), ("käymään", "käy"), ("käydä", "käy"), ("hoitamaan", "hoida"), ("hoitaa", "hoida"),
        ("tarkistamaan", "tarkista"), ("tarkistaa", "tarkista"), ("selvittämään", "selvitä"), ("selvittää", "selvitä"),
        ("palaamaan", "palaa"), ("palata", "palaa"), ("muistuttamaan", "muistuta"), ("laittamaan", "laita"),
        ("laittaa", "laita"), ("valmistelemaan", "valmistele"), ("viemään", "vie"), ("päivittämään", "päivitä"),
        ("tilaamaan", "tilaa"), ("laskuttamaan", "laskuta"), ("tarjoamaan", "tarjoa"), ("ottamaan", "ota"),
        ("ottaa", "ota"), ("vastaamaan", "vastaa"), ("vastata", "vastaa"), ("kirjoittamaan", "kirjoita"),
    )
}  # fmt: skip
"""A verb as it stands after "muistuta mua" or "pitää", and as it stands in a step."""


REPORTS = frozenset(
    _phrases(
        "eteni · etenee · edettiin · edennyt · edetään · progress · moved · moves to · moved to · siirsin · siirretty"
        " · siirrettiin · palautettiin · palautin · palautettu · moved back · reopened"
    )
)
"""Moves that are told as news: whether Putki shall do them is asked."""
