"""Phrases that tell of a contact: what we did, what they did, and how, in both languages, folded when they are used."""

from __future__ import annotations

from pipeline.deals.touch_events import Means, TouchOutcome

_CALL, _EMAIL, _MEETING, _MESSAGE, _SOCIAL = Means
_REACHED, _NO_ANSWER, _SENT, _THEY = TouchOutcome

OUR_ACTS: tuple[tuple[str, Means, TouchOutcome | None, str], ...] = (
    ("fi", _CALL, None, """
        soitin · soitettiin · soitettii · soitimme · soitettu · soittelin · soiteltiin · soiteltu · soiteltii ·
        kilautin · kilautettiin · kilautettu · pirautin · pirautettiin · rimpautin · rimpautettiin · tuli soitettua
        · yritin soittaa · yritettiin soittaa · koitin soittaa · kokeilin soittaa · yritetty soittaa · yritin
        puhelimella · soitin takaisin · soitettiin takaisin · soitin perään · buukkasin · puhelu soitettu
    """),
    ("fi", _EMAIL, _SENT, """
        meilasin · meilattiin · meilattu · meilasimme · meilailin · meilailtiin · mailasin · mailattiin · mailattu ·
        mailasimme · mailailin · sähköpostitin · spostasin · meilattii · mailattii · meili lähetetty · meili
        laitettu · sähköposti lähetetty · sähköposti laitettu · mailit lähetetty · meili lähti · meili meni · maili
        meni · sähköposti meni · sähköposti lähti · maili lähti
    """),
    ("fi", _MEETING, _REACHED, """
        tapasin · tavattiin · tavattii · tapasimme · tavattu · nähtiin · nähtii · nähty · treffasin · treffattiin ·
        vierailin · vierailtiin · visiteerattiin · törmäsin · törmättiin · palaveerattiin · palaverattiin ·
        kokoustettiin · istuttiin alas · istuttiin · istuin alas · kävin paikalla · kävin paikan päällä · kävin
        heillä · kävin niillä · kävin siellä · kävin asiakkaalla · kävin asiakkaan luona · kävin tehtaalla · kävin
        toimistolla · kävin käymässä · kävin moikkaamassa · kävin tapaamassa · kävin näyttämässä · kävin
        esittelemässä · käytiin paikalla · käytiin paikan päällä · käytiin heillä · käytiin niillä · käytiin siellä
        · käytiin asiakkaalla · käytiin tehtaalla · käytiin lounaalla · käytiin kahvilla · käytiin tapaamassa ·
        käytiin esittelemässä · käyty paikan päällä · kävin lounaalla · kävin kahvilla · olin palaverissa · oltiin
        palaverissa · olin tapaamisessa · oltiin tapaamisessa · oltiin lounaalla · oltiin kahvilla · syötiin
        lounasta · juotiin kahvit · kahviteltiin · esittelin · esiteltiin · demosin · demottiin · pidin demon ·
        pidettiin demo · pidin esittelyn · pidettiin esittely · pidin palaverin · pidettiin palaveri · pidettiin
        tapaaminen · pidettiin kokous · tapaaminen pidetty · palaveri pidetty · lounas pidetty · lounastettiin ·
        palaveri pidettiin · tapaaminen pidettiin · kokous pidetty · kokous pidettiin · demo pidetty · demo
        pidettiin · oli palaveri · oli tapaaminen · oli kokous · palaveri oli · tapaaminen oli · kokous oli ·
        asiakaskäynti tehty · käynti tehty · kävivät meillä · kävi meillä · kävivät täällä · kävi täällä · kävivät
        toimistolla · kävi toimistolla
    """),
    ("fi", _MESSAGE, _SENT, """
        tekstasin · tekstattiin · tekstattu · viestitin · viestitettiin · viestittelin · viestiteltiin · viestittely
        · whatsappasin · whatsapattiin · whatsappailin · wappasin · wapattiin · vatsappasin · watsappasin ·
        tekstailin · viesti lähetetty · viesti laitettu · viesti lähti · tekstari lähetetty · tekstari lähti ·
        tekstari laitettu · pistin tekstarin · pistin viestin
    """),
    ("fi", _SOCIAL, _SENT, """
        linkkasin · linkitin linkkarissa · lisäsin linkkarissa · lisäsin linkedinissä · lähetin yhteyspyynnön ·
        laitoin yhteyspyynnön · kontaktipyyntö lähetetty · lähetin kontaktipyynnön · laitoin kontaktipyynnön ·
        yhteyspyyntö lähetetty · verkostoiduttiin linkkarissa
    """),
    ("en", _CALL, None, """
        called · phoned · telephoned · rang · rung · dialled · dialed · cold called · cold-called · tried calling ·
        tried to call · tried to ring · tried to phone · tried phoning · tried ringing · gave them a call · gave him
        a call · gave her a call · gave them a ring · gave him a ring · gave her a ring · gave a call · made a call
        · made the call · attempted to call · called back · rang back · phoned back · called again · rang again
    """),
    ("en", _CALL, _REACHED, """
        good call · great call · had a call · had a phone call · had a quick call · had a chat on the phone · had a
        phone chat · spoke on the phone · talked on the phone · chatted on the phone
    """),
    ("en", _EMAIL, _SENT, """
        emailed · e-mailed · mailed · shot an email · dropped an email · fired off an email · email sent · e-mail
        sent · mail sent · email went out · emailed again · pinged by email · pinged them by email · sent an email ·
        sent a mail · sent email
    """),
    ("en", _MEETING, _REACHED, """
        good meeting · great meeting · met · met with · met up · met up with · visited · sat down with · sat down ·
        bumped into · ran into · had a meeting · had a good meeting · had a great meeting · had a short meeting ·
        had our meeting · meeting held · held a meeting · meeting done · had lunch · coffee with · lunch with ·
        dinner with · had coffee · had dinner · had a coffee · had drinks · grabbed a coffee · grabbed coffee ·
        grabbed lunch · demoed · gave a demo · ran a demo · did a demo · had a demo · demo done · presented ·
        pitched · went to see · dropped by · stopped by · popped in · caught up with · caught up over coffee · saw
        them · saw him · saw her · had a zoom · had a teams · zoomed · site visit done · came to visit · came by ·
        visited us · came in
    """),
    ("en", _MESSAGE, _SENT, """
        texted · messaged · whatsapped · smsed · sent a text · sent a message · sent text · sent message · sent an
        sms · sent a whatsapp · text sent · message sent · sms sent · dropped a text · dropped a message
    """),
    ("en", _SOCIAL, _SENT, """
        connected on linkedin · added on linkedin · sent a connection request · connection request sent · inmailed ·
        sent an inmail · dmed · sent a dm
    """),
)  # fmt: skip

THEIR_ACTS: tuple[tuple[str, Means | None, str], ...] = (
    ("fi", _CALL, """
        soitti · soittivat · soitteli · soittelivat · soitti takaisin · soittivat takaisin · soitti perään ·
        soittikin · kilautti · kilauttivat · tuli puhelu · tuli soitto · sain puhelun · sain soiton · saatiin puhelu
        · saatiin soitto
    """),
    ("fi", _EMAIL, """
        meilasi · meilasivat · mailasi · mailasivat · tuli meili · tuli meiliä · tuli maili · tuli mailia · tuli
        sähköposti · tuli sähköpostia · sain meilin · sain meiliä · sain mailin · sain sähköpostin · sain
        sähköpostia · saatiin meili · saatiin sähköposti · laittoi meiliä · laittoi meilin · laittoi mailia ·
        laittoi sähköpostia · laittoivat meiliä · laittoivat mailia · laittoivat sähköpostia · lähetti meilin ·
        lähetti meiliä · lähettivät meilin · lähettivät meiliä · lähetti sähköpostia · lähettivät sähköpostia
    """),
    ("fi", _MESSAGE, """
        tekstasi · tekstasivat · viestitti · viestittivät · tuli viesti · tuli viestiä · tuli tekstari · sain
        viestin · sain viestiä · sain tekstarin · saatiin viesti · laittoi viestiä · laittoi viestin · laittoivat
        viestiä · laittoivat viestin · laittoi tekstarin · lähetti viestin · lähetti viestiä · lähettivät viestin ·
        lähettivät viestiä · lähetti tekstarin · whatsappasi · whatsappasivat
    """),
    ("fi", None, """
        otti yhteyttä · ottivat yhteyttä · ottivat itse yhteyttä · otti itse yhteyttä · asiakas otti yhteyttä ·
        asiakas otti itse yhteyttä · tuli yhteydenotto · tuli kysely · tuli tarjouspyyntö · pyysivät tarjousta ·
        lähestyi · lähestyivät · kysyivät tarjousta · tarjouspyyntö tuli · yhteydenottopyyntö tuli · tuli
        yhteydenottopyyntö
    """),
    ("en", _CALL, """
        they called · he called · she called · customer called · client called · the customer called · the client
        called · they called back · he called back · she called back · they rang · he rang · she rang · they phoned
        · customer rang · they rang back · he rang back · she rang back · they phoned back · got a call · got a call
        from · received a call · missed their call · customer called back · client called back · got a call back ·
        incoming call
    """),
    ("en", _EMAIL, """
        they emailed · he emailed · she emailed · customer emailed · client emailed · the customer emailed · they
        mailed · got an email · got an email from · received an email · they sent an email · he sent an email · she
        sent an email · customer sent an email · they wrote an email · got email from · email from them · email from
        customer · they emailed back
    """),
    ("en", _MESSAGE, """
        they texted · he texted · she texted · customer texted · they messaged · he messaged · she messaged · got a
        text · got a text from · got a message · got a message from · received a message · received a text · they
        sent a message · he sent a message · she sent a message · they sent a text · he sent a text · she sent a
        text · they texted back
    """),
    ("en", None, """
        they contacted us · they contacted me · customer contacted us · client contacted us · the customer contacted
        us · contacted us · they reached out · he reached out · she reached out · customer reached out · client
        reached out · they got in touch · he got in touch · she got in touch · customer got in touch · reached out
        to us · got in touch with us · inbound · incoming enquiry · inbound enquiry · they wrote · he wrote · she
        wrote · heard from them · heard from · they approached us · got an inquiry · got an enquiry
    """),
)  # fmt: skip

SENDS: tuple[tuple[str, str], ...] = (
    ("fi", """
        lähetin · lähetettiin · lähetimme · lähetettii · laitoin · laitettiin · laitettii · laitoimme · laitettu ·
        pistin · pistettiin · heitin · heitettiin · kirjoitin · kirjoitettiin · kirjotin · naputtelin · panin · tuli
        laitettua · toimitin · vastasin · vastattiin viestiin · kontaktoin · kontaktoitiin · lähti · lähtivät
    """),
    ("en", """
        sent · i sent · we sent · wrote · wrote to · pinged · dropped · shot · forwarded · fired off · sent over ·
        sent them · i wrote
    """),
)  # fmt: skip

WEAK: tuple[tuple[str, Means, TouchOutcome, str], ...] = (
    ("fi", _MEETING, _REACHED, "näin · kävin · käytiin · kävi · kävivät"),
    ("en", _MEETING, _REACHED, "saw"),
)

NOUNS: tuple[tuple[str, Means, str], ...] = (
    ("fi", _CALL, "puhelu · soitto · puhelinsoitto · puhelua · soittoa · puhelun · soiton · kylmäsoitto · kylmäpuhelu"),
    ("fi", _EMAIL, """
        meili · meilin · meiliä · maili · mailin · mailia · sähköposti · sähköpostin · sähköpostia · sposti ·
        spostin · spostia · s-posti · s-postia · sähköpostiviesti · sähköpostiviestin
    """),
    ("fi", _MEETING, """
        tapaaminen · palaveri · palaverin · kokous · kokouksen · tapaamisen · neukkari · asiakaskäynti · etäpalaveri
        · etätapaaminen · teams-palaveri · teamspalaveri · teams-tapaaminen · teams-puhelu · videopuhelu ·
        videopalaveri · lounaspalaveri · lounastapaaminen
    """),
    ("fi", _MESSAGE, """
        viesti · viestin · viestiä · tekstari · tekstarin · tekstaria · tekstiviesti · tekstiviestin · tekstiviestiä
        · sms · tekstarit · whatsapp-viesti · whatsapp-viestin · whatsapp-viestiä · wappia · whatsappia · whatsappi
        · pikaviesti · pikaviestin · pikaviestiä
    """),
    ("fi", _SOCIAL, """
        linkkari · linkkaria · linkedin-viesti · linkedin-viestin · linkedin-viestiä · linkkariviesti ·
        linkkariviestin · linkkariviestiä · inmailin · inmailia · some · some-viesti · someviesti · someviestin ·
        some-viestin · some-viestiä · yhteyspyyntö · yhteyspyynnön · kontaktipyyntö · kontaktipyynnön
    """),
    ("en", _CALL, "call · phone call · phonecall · cold call · ring · calls · phone calls · phone"),
    ("en", _EMAIL, "email · e-mail · mail · emails · an email · an e-mail"),
    ("en", _MEETING, """
        meeting · video call · zoom call · teams call · teams meeting · site visit · video meeting · zoom meeting ·
        face-to-face · f2f
    """),
    ("en", _MESSAGE, "message · text message · text · sms · whatsapp message · whatsapp · texts · messages"),
    ("en", _SOCIAL, """
        linkedin message · linkedin msg · linkedin · inmail · dm · linkedin request · connection request · social
        media · facebook message · instagram message
    """),
)  # fmt: skip

PLACES: tuple[tuple[str, Means, str], ...] = (
    ("fi", _CALL, """
        puhelimessa · puhelimitse · puhelimella · puhelimeen · puheluun · puheluihin · soittoon · soittoihin ·
        luurissa · luurin päässä · langan päässä · puhelussa · puhelimen päässä
    """),
    ("fi", _EMAIL, """
        meilillä · meilitse · mailitse · maililla · sähköpostilla · sähköpostitse · spostilla · meiliin · meileihin
        · mailiin · maileihin · sähköpostiin · sähköposteihin · spostiin · meilissä · meiliini · meileihini
    """),
    ("fi", _MEETING, """
        messuilla · messuil · messuille · seminaarissa · tapahtumassa · lounaalla · kahvilla · kahveilla ·
        illallisella · palaverissa · palaveris · tapaamisessa · kokouksessa · teamsissä · teamsissa · zoomissa ·
        meetissä · kasvotusten · livenä · paikan päällä · golfkentällä · golfissa · treffeillä
    """),
    ("fi", _MESSAGE, """
        tekstarilla · tekstiviestillä · viestillä · whatsapissa · whatsappissa · whatsapilla · whatsappilla ·
        wapissa · wapilla · watsapissa · whatsappiin · viestiin · viesteihin · tekstariin · tekstareihin ·
        tekstiviestiin · slackissa · signalissa · viesteillä · vatsapissa
    """),
    ("fi", _SOCIAL, """
        linkkarissa · linkkaris · linkkarilla · linkkariin · linkkarin kautta · linkedinissä · linkedinissa ·
        linkedinis · linkedinin kautta · linkedin-viestiin · somessa · somen kautta · facebookissa · fb:ssä ·
        naamakirjassa · naamassa · instassa · instagramissa · twitterissä · x:ssä · messengerissä · messengerissa
    """),
    ("en", _CALL, """
        by phone · on the phone · over the phone · via phone · over phone · on phone · the phone · to my call · to
        my calls · to calls · to the phone · his phone · her phone · their phone
    """),
    ("en", _EMAIL, """
        by email · by e-mail · via email · over email · in an email · on email · by mail · via mail · to email · to
        my email · to my emails · to emails · to the email · to our email
    """),
    ("en", _MEETING, """
        at the fair · at a fair · at the trade fair · at the trade show · at a trade show · at the expo · at the
        event · at an event · at the conference · at a conference · over lunch · over coffee · over dinner · for
        lunch · for coffee · for a coffee · in person · face to face · on teams · on zoom · over zoom · over teams ·
        via teams · via zoom · on site · at their office · in a meeting · at the meeting · in the meeting · at their
        place
    """),
    ("en", _MESSAGE, """
        by text · via text · by sms · via sms · on whatsapp · via whatsapp · by whatsapp · over whatsapp · by
        message · to my text · to my message · to my messages · to messages · to the text · to the message · on
        signal · on slack
    """),
    ("en", _SOCIAL, """
        on linkedin · via linkedin · in linkedin · over linkedin · through linkedin · on facebook · on instagram ·
        on twitter · via facebook · via instagram · on social media · via social media · on messenger
    """),
)  # fmt: skip
