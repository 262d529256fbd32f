"""Phrases that tell what came of a contact, what follows, and that there was none, in both languages."""

from __future__ import annotations

from pipeline.deals.touch_events import Interest, Means, TouchOutcome

_CALL, _EMAIL, _MEETING, _MESSAGE, _SOCIAL = Means
_REACHED, _NO_ANSWER, _SENT, _THEY = TouchOutcome

OUTCOMES: tuple[tuple[str, TouchOutcome, Means | None, str], ...] = (
    ("fi", _NO_ANSWER, None, """
        ei vastausta · ei ole vastannut · ei oo vastannu · ei oo vastannut · eivät ole vastanneet · ei mitään
        vastausta · ei vielä vastausta · ei saatu vastausta · en saanut vastausta · en saanu vastausta · vailla
        vastausta · eikä vastausta · ei edelleenkään vastausta · ei vieläkään vastausta · ei taaskaan vastausta · ei
        reagoinut · ei reagoi · eivät reagoineet · ei reaktiota · ei kuittausta · ei kuulunut mitään · ei kuulu
        mitään · ei ole kuulunut mitään · ei oo kuulunu mitään · ei kuulunut vastausta · ei palannut asiaan · ei ole
        palannut · eivät palanneet · ei palannu · hiljaista · ei kiinni · täysin hiljaista · radiohiljaisuus ·
        vastaamatta
    """),
    ("fi", _NO_ANSWER, _CALL, """
        ei vastannut · ei vastaa · eivät vastanneet · eivät vastaa · ei vastattu · ei vastannu · ei vastanu · ei
        vastanneet · eikä vastannut · eikä vastaa · eikä vastattu · ei edelleenkään vastannut · ei edelleenkään
        vastaa · ei vieläkään vastannut · ei vieläkään vastaa · ei taaskaan vastannut · ei taaskaan vastaa · ei
        tavoitettu · en tavoittanut · emme tavoittaneet · ei tavoittanut · en tavottanu · en tavoittanu · enkä
        tavoittanut · ei tavoita · en tavoita · ei tavoitettavissa · ei ole tavoitettavissa · ei tavoittanu · en
        saanut kiinni · en saanu kiinni · ei saatu kiinni · ei saanut kiinni · emme saaneet kiinni · ei saanu kiinni
        · enkä saanut kiinni · en saa kiinni · ei saada kiinni · ei saa kiinni · en saanut häntä kiinni · en saanut
        ketään kiinni · en saanut yhteyttä · ei saatu yhteyttä · en saanu yhteyttä · pimeänä
    """),
    ("fi", _NO_ANSWER, _CALL, """
        ei nostanut · ei nosta · ei nostanu · eivät nostaneet · ei nostettu · ei noussut · ei nostanut luuria · ei
        nosta luuria · ei ottanut puhelinta · meni vastaajaan · meni puhelinvastaajaan · menee vastaajaan · suoraan
        vastaajaan · vastaajaan meni · vastaajaan · vastaaja · puhelinvastaaja · puhelinvastaajaan · varattu · oli
        varattu · varattua · tuuttasi varattua · linja varattu · puhelin kiinni · puhelin pois päältä · puhelin oli
        kiinni · luuri kiinni · numero ei käytössä · katkesi heti · jätin soittopyynnön · jätin soittopyyntöä ·
        jätettiin soittopyyntö · soittopyyntö jätetty · soittopyyntö · jätin viestin vastaajaan · jätin vastaajaan
        viestin · jätin viestiä vastaajaan · jätettiin viesti vastaajaan · hylkäsi puhelun · puhelu ei mennyt läpi ·
        ei mennyt läpi · pirisi tyhjää · ei saatu langan päähän · en saanut langan päähän · en saanut linjoille · ei
        saatu puhelimitse kiinni
    """),
    ("fi", _NO_ANSWER, _MEETING, """
        ei tullut paikalle · eivät tulleet paikalle · ei saapunut · ei saapunut paikalle · teki oharit · tekivät
        oharit · oharit · ei ilmestynyt · ei ilmaantunut · ei ollut ketään · ei ketään paikalla · ei ollut
        ketään paikalla · ei ollut paikalla · ei oltu paikalla · ei ollut tavattavissa · kukaan ei ollut paikalla ·
        ovi lukossa · ovi oli lukossa · ovet lukossa · ovet kiinni · ovi kiinni · ovi oli kiinni · paikka kiinni ·
        paikka oli kiinni
    """),
    ("fi", _REACHED, _CALL, """
        tavoitettu · tavoitin · tavoitettiin · tavotin · tavotettiin · tavoitimme · sain kiinni · saatiin kiinni ·
        saimme kiinni · sain hänet kiinni · sain ne kiinni · sain yhteyden · saatiin yhteys
    """),
    ("fi", _REACHED, None, """
        vastasi · vastasivat · vastas · vastattiin · vastasikin · vastaus tuli · tuli vastaus · sain vastauksen ·
        saatiin vastaus · vastannut · kuittasi · kuittasivat · reagoi · reagoivat · palasi asiaan · palasivat asiaan
    """),
    ("fi", _REACHED, _CALL, """
        nosti luurin · löi luurin korvaan · löi luurin kiinni · sain langan päähän · saatiin langan päähän · sain
        linjoille · sain puhelimitse kiinni · tavoitin puhelimitse
    """),
    ("fi", _SENT, None, "lähetetty"),
    ("fi", _THEY, None, "asiakas otti yhteyttä"),
    ("en", _NO_ANSWER, None, """
        no reply · no response · didnt reply · did not reply · never replied · hasnt replied · havent replied · has
        not replied · hasnt answered · havent answered · not replying · isnt replying · didnt respond · did not
        respond · hasnt responded · havent responded · not responding · isnt responding · never responded · no reply
        yet · no response yet · still no reply · still no response · havent heard back · hasnt got back · didnt get
        back · didnt hear back · no word · radio silence · crickets · ghosted · ghosting · never got back ·
        unanswered
    """),
    ("en", _NO_ANSWER, _CALL, """
        no answer · no answers · didnt answer · did not answer · doesnt answer · does not answer · not answering ·
        isnt answering · arent answering · wont answer · never answered · no one answered · nobody answered · no
        answer yet · still no answer · no luck · no joy · couldnt reach · could not reach · cant reach · couldnt get
        hold of · could not get hold of · cant get hold of · didnt get hold of · couldnt get a hold of · unable to
        reach · failed to reach · not reached · didnt reach · did not reach · wasnt reached · unreachable · not
        reachable · not available · unavailable · wasnt available · wasnt there · not there · not in · wasnt in · no
        contact · without an answer · without answer
    """),
    ("en", _NO_ANSWER, _CALL, """
        didnt pick up · did not pick up · doesnt pick up · not picking up · isnt picking up · never picked up · no
        pick up · no pickup · wont pick up · no one picked up · nobody picked up · didnt get through · couldnt get
        through · did not get through · cant get through · voicemail · voice mail · went to voicemail · straight to
        voicemail · went straight to voicemail · got voicemail · got the voicemail · got his voicemail · got her
        voicemail · got their voicemail · left a voicemail · left voicemail · left a voice mail · left him a
        voicemail · left her a voicemail · left them a voicemail · hit voicemail · answering machine · got the
        answering machine · left vm · left a vm · vm · line busy · busy · was busy · line was busy · engaged · rang
        out · went unanswered · phone off · phone was off · line was engaged · hung up before · no one home · left a
        message · left a callback request · left a message on the machine · left a message on voicemail · left a
        message with the receptionist · left a message with reception
    """),
    ("en", _NO_ANSWER, _MEETING, """
        no show · no-show · noshow · didnt show up · did not show up · never showed up · didnt show · didnt turn up
        · did not turn up · stood me up · stood us up · didnt come · nobody there · nobody was there · no one there ·
        no one was there · nobody home · nobody was in · no one was in · they were closed · place was closed ·
        office was closed · they were shut · door was locked · doors locked
    """),
    ("en", _REACHED, _CALL, """
        reached · got hold of · got a hold of · got through · got through to
    """),
    ("en", _REACHED, None, """
        answered · replied · responded · got a reply · got an answer · got a response · wrote back · got back to me
        · got back to us · got back · they answered · they replied · he answered · she answered · he replied · she
        replied · connected
    """),
    ("en", _REACHED, _CALL, """
        picked up · he picked up · she picked up · they picked up · hung up on me · hung up
    """),
    ("en", _THEY, None, "they contacted us"),
)  # fmt: skip

LEFT: tuple[tuple[str, str], ...] = (
    ("fi", "jätin viestin · jätin viestiä · jätettiin viesti · jätin viestit"),
    ("en", "left a message · left message · left msg · left a msg · left him a message · left her a message"),
)

INTERESTS: tuple[tuple[str, Interest, str], ...] = (
    ("fi", Interest.GREW, """
        kiinnostui · kiinnostuivat · kiinnostunut · kiinnostuneita · kiinnostunu · kiinnostuneet · kiinnosti ·
        kiinnostaa · kiinnostu · kiinnostus kasvoi · kiinnostus heräsi · kiinnostus kasvaa · kiinnostus kasvussa ·
        kiinnostus nousi · innostui · innostuivat · innostunut · innostuneita · innoissaan · innostu · lämpeni ·
        lämpenee · lämpenivät · lämpiää · syttyi · syttyivät · enemmän kiinnostunut · tosi kiinnostunut · erittäin
        kiinnostunut · oli kiinnostunut · on kiinnostunut · ovat kiinnostuneita · olivat kiinnostuneita · alkoi
        kiinnostaa · kiinnostuttiin · kasvoi
    """),
    ("fi", Interest.SAME, """
        ennallaan · kiinnostus ennallaan · ei muutosta · edelleen kiinnostunut · yhä kiinnostunut · edelleen
        kiinnostuneita · yhä kiinnostuneita · on edelleen kiinnostunut · on yhä kiinnostunut · ovat edelleen
        kiinnostuneita · edelleen kiinnostaa · yhä kiinnostaa · kiinnostaa edelleen · kiinnostaa yhä · kiinnostunut
        edelleen · kiinnostuneita edelleen · kiinnostus sama · kiinnostus samalla tasolla
    """),
    ("fi", Interest.FADED, """
        ei kiinnosta · ei kiinnostanut · ei kiinnostanu · ei kiinnostunut · ei kiinnostu · eivät kiinnostuneet · ei
        ole kiinnostunut · ei oo kiinnostunu · ei oo kiinnostunut · eivät ole kiinnostuneita · ei ollut kiinnostunut
        · eivät olleet kiinnostuneita · ei ollu kiinnostunu · ei enää kiinnosta · ei enää kiinnostunut · ettei
        kiinnosta · ettei ole kiinnostunut · ettei oo kiinnostunu · eikä kiinnosta · eikä ole kiinnostunut · ei
        kovin kiinnostunut · ei kovin kiinnostuneita · ei kauheasti kiinnostanut · ei juuri kiinnosta · ei
        erityisemmin kiinnosta · ei kiinnostusta · kiinnostus hiipui · kiinnostus laski · kiinnostus lopahti ·
        kiinnostus katosi · kiinnostus hiipumassa · hiipui · hiipunut · hiipumassa · viileni · viileä · jäähtyi ·
        laimeni · laimea · lopahti · vähemmän kiinnostunut · nihkeä · nihkeää · nihkeästi · ei innostunut · ei
        innostu · eivät innostuneet · ei ollut innoissaan · ei lämmennyt · ei lämpene · eivät lämmenneet · haaleni ·
        haaleaa
    """),
    ("en", Interest.GREW, """
        interested · very interested · is interested · are interested · was interested · were interested · more
        interested · got interested · sounds interested · seems interested · keen · very keen · is keen · are keen ·
        excited · warming up · warmed up · warmer · interest grew · interest up · interest growing · enthusiastic ·
        eager · interest is growing · grew interested · showed interest · getting interested
    """),
    ("en", Interest.SAME, """
        still interested · still keen · interest same · interest unchanged · is still interested · are still
        interested · same as before · no change · just as interested · interest the same · still very interested
    """),
    ("en", Interest.FADED, """
        not interested · isnt interested · arent interested · wasnt interested · werent interested · is not
        interested · are not interested · not very interested · not so interested · not that interested · not really
        interested · no longer interested · not interested anymore · not keen · less interested · lost interest ·
        losing interest · no interest · interest faded · interest down · interest fading · interest dropped · cooled
        off · cooling off · cooled down · gone cold · went cold · going cold · lukewarm · not excited · not too keen
        · isnt keen · not into it · uninterested · disinterested
    """),
)  # fmt: skip

SPOKE: tuple[tuple[str, str], ...] = (
    ("fi", """
        puhuin · puhuttiin · puhuttu · puhutaan · juttelin · juteltiin · juteltii · juteltu · jutskattiin ·
        jutskasin · jutskailtiin · keskustelin · keskusteltiin · keskusteltu · rupateltiin · neuvottelin ·
        neuvoteltiin · käytiin läpi · kävin läpi · vaihdettiin ajatuksia · vaihdettiin kuulumiset · sanoi · sanoivat
        · sano · sanottiin · kertoi · kertoivat · kerto · kerrottiin · pyysi · pyysivät · pyys · toivoi · toivoivat
        · halusi · halusivat · haluaa · haluavat · haluu · haluis · haluaisi · haluaisivat · miettii · miettivät ·
        harkitsee · harkitsevat · harkitsi · pohtii · pohtivat · ilmoitti · ilmoittivat · kysyi · kysyivät · kysyin
        · kysyttiin · kyseli · kyselivät · vahvisti · vahvistivat · hyväksyi · kieltäytyi · kieltäytyivät · torppasi
        · torppasivat · tykkäsi · tykkäsivät · piti tarjousta · pitivät tarjousta · arvosti · arvostivat · valitti ·
        valittivat · ostaa · ostavat · meni hyvin · meni ok · meni kivasti · sujui · sujui hyvin · meni huonosti ·
        hyvä fiilis · hyvä keskustelu · hyvä palaveri · hyvä tapaaminen
    """),
    ("en", """
        spoke · spoke with · spoke to · talked · talked to · talked with · chatted · chatted with · had a chat · had
        a good chat · had a quick chat · had a chat with · discussed · went through · went over · said · says · they
        said · he said · she said · told me · told us · told · asked for · asked us · asked me · asked to · asked ·
        wants · want · they want · he wants · she wants · wanted · wants to · thinking about it · considering · is
        considering · liked · loved · confirmed · declined · refused · turned down · complained · negotiated · needs
        · went well · went ok · went great · went badly · went fine · good chat · good meeting · great meeting ·
        great call
    """),
)  # fmt: skip

ARRANGED: tuple[tuple[str, str], ...] = (
    ("fi", """
        sovin · sovittiin · sovittiin että · sovimme · sovittu · sovitusti · varasin · varattiin · buukattiin ·
        buukattu · bookattiin · lyötiin lukkoon · lupasi · lupasivat · lupas · luvattiin · lupasin · lupasimme ·
        luvattu · pyysi soittamaan · pyysivät soittamaan · pyysi palaamaan · pyysivät palaamaan · pyysi ottamaan
        yhteyttä · pyysi soittelemaan · pyysi tarjouksen · pyysivät tarjouksen · pyysi tarjousta · haluaa tarjouksen
        · haluavat tarjouksen · halusi tarjouksen · halusivat tarjouksen · haluu tarjouksen · palaa asiaan ·
        palaavat asiaan · palaa · palaavat · palailee · palailevat · vastaavat · vastaa viimeistään · ilmoittaa ·
        ilmoittavat · soittavat · soittaa · soittaa takaisin · soittavat takaisin · päättää · päättävät · päätetään
        · tekevät päätöksen · tekee päätöksen · ottaa yhteyttä · ottavat yhteyttä · lähettää · lähettävät · tulevat
        · tulee käymään
    """),
    ("en", """
        agreed · agreed to · agreed on · arranged · booked · scheduled · set up · promised · promised to · theyll ·
        they will · he will · she will · hell · he ll · she ll · they ll · will get back · will call back · will
        reply · will decide · will let us know · gets back · get back · getting back · calls back · call back ·
        asked to call · asked to call back · asked me to call · asked us to call · asked for a quote · asked for an
        offer · asked for a proposal · wants a quote · wants an offer · wants a proposal · want a quote · want an
        offer · want a proposal · decides · decision
    """),
)  # fmt: skip

NOT_DONE: tuple[tuple[str, str], ...] = (
    ("fi", """
        en soittanut · en soittanu · ei soitettu · emme soittaneet · en ole soittanut · en oo soittanu · ei olla
        soitettu · en ehtinyt soittaa · en ehtiny soittaa · ei ehditty soittaa · en ehtinyt · ei ehditty · en
        muistanut soittaa · unohdin soittaa · unohtui soittaa · jäi soittamatta · väärä numero · numero väärä ·
        numero oli väärä · ei mennyt perille · tuli bumerangina · en meilannut · en meilannu · ei meilattu · en
        mailannut · en lähettänyt · ei lähetetty · en lähettäny · en laittanut · en laittanu · ei laitettu · unohdin
        lähettää · unohdin laittaa · unohdin meilata · en tavannut · en tavannu · ei tavattu · en nähnyt · ei nähty
        · en käynyt · ei käyty · ei päästy tapaamaan · peruin · peruttiin · perui · peruivat · peruuntui ·
        peruutettiin · peruutti · peruuttivat · en viestittänyt · en puhunut · ei puhuttu · emme puhuneet · ei
        juteltu · en jutellut · ei tapahtunut · piti soittaa · oli tarkoitus soittaa · meinasin soittaa · piti meilata
        · oli tarkoitus meilata · piti lähettää · oli tarkoitus lähettää · piti tavata · oli tarkoitus tavata
    """),
    ("en", """
        didnt call · did not call · havent called · have not called · didnt ring · didnt phone · forgot to call ·
        didnt get to call · no time to call · didnt have time to call · havent rung · didnt email · did not email ·
        havent emailed · forgot to email · didnt send · did not send · havent sent · forgot to send · didnt meet ·
        did not meet · havent met · never met · never called · never emailed · bounced · bounced back · wrong number
        · wrong person · couldnt call · couldnt make the call · cancelled · canceled · got cancelled · got canceled
        · postponed · they cancelled · they canceled · didnt text · havent texted · didnt speak · havent spoken ·
        didnt talk · havent talked · didnt visit · meant to call · was going to call · was supposed to call · were
        going to call · meant to email · was going to email · was supposed to meet · didnt have time · had no time ·
        ran out of time
    """),
)  # fmt: skip

PLANS: tuple[tuple[str, str], ...] = (
    ("fi", """
        soitan · soitamme · soitetaan · soita · soittelen · soitellaan · soitellaa · soitetaa · yritän · yritetään ·
        yritä · yritetää · koitan · koitetaan · kokeilen · kokeillaan · lähetän · lähetetään · lähetetää · lähetä ·
        laitan · laitetaan · laitetaa · laita · meilaan · meilataan · meilaa · mailaan · mailataan · mailaa · palaan
        · palataan · palataa · palaamme · palailen · palaillaan · tapaan · tapaamme · tavataan · tavataa · nähdään ·
        nähdää · näemme · käyn · käydään · teen · tehdään · tee · tarjoan · tarjotaan · kysyn · kysytään · kysy ·
        otan yhteyttä · otetaan yhteyttä · muistutan · muistuta · muista · varaan · varataan · varaa · sovitaan ·
        sovi · kirjoitan · pistän · pistetään · viestitän · pitää · pitäs · pitäis · pitäisi · täytyy · tarttee ·
        aion · aiotaan · mun pitää · minun pitää · pitää soittaa · täytyy soittaa · seuraava askel · seuraavaksi ·
        seuraavan kerran · uusi yritys · uus yritys · uusinta · uusi soitto · uusi puhelu · esittelen · esitellään ·
        jatketaan · jatkan · toimitan · vien · viedään
    """),
    ("en", """
        i will · we will · ill call · ill ring · ill phone · ill try · ill send · ill email · ill mail · ill text ·
        ill meet · ill get · ill visit · ill follow · ill ask · ill check · ill message · ill be · ill go · ill
        write · ill prepare · well call · well try · well send · well email · well meet · well talk · well speak ·
        well get · well follow · well visit · well see · will call · will try · will ring · will send · will email ·
        will meet · will text · will follow up · will retry · will visit · will ask · will check · will write ·
        going to call · gonna call · need to call · need to send · should call · must call · have to call · lets
        call · lets try · lets meet · trying again · try again · trying · try · retry · retrying · calling again ·
        call again · calling back · ring again · ringing again · ringing back · phone again · follow up · following
        up · follow-up · followup · send · sending · meet · meeting them · next step · next try · next attempt ·
        next call · remind me · to call · to send · see them · visit · prepare · write · ask · check in · check ·
        speak again · talk again · meeting again · email again · text again · calling · calling them · i'll · going
        to send
    """),
)  # fmt: skip

AGAIN: tuple[tuple[str, str], ...] = (
    ("fi", "uudestaan · uudelleen · uudestan · uuestaan · uusiks · uusiksi · uudemman kerran · toisen kerran"),
    ("en", "again · once more · one more time · another try · another go"),
)

TO_COME: tuple[tuple[str, str], ...] = (
    ("fi", """
        tarjous · tarjouksen · tarjousta · tarjoukset · demo · demon · esittely · esittelyn · sopimus · sopimuksen ·
        allekirjoitus · lounas · lounaan · käynti · koulutus · työpaja · workshop · materiaalit · esite ·
        jatkopalaveri · jatkopuhelu · uusi palaveri · uusi tapaaminen · seuraava palaveri · seuraava puhelu ·
        seuraava tapaaminen · päätös · päätöstä · vastaus · vastausta · soittoaika · teams · palaveriaika
    """),
    ("en", """
        offer · an offer · quote · a quote · proposal · a proposal · demo · a demo · contract · lunch · workshop ·
        training · visit · a visit · next meeting · next call · pilot · presentation · the quote · the offer · the
        proposal · the contract · answer · teams · zoom
    """),
)  # fmt: skip
