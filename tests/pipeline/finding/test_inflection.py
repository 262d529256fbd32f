"""Forms of one Finnish word are known as one word, and forms of different words are not."""

from __future__ import annotations

import pytest

from pipeline.finding import spelling
from tests.tables import each_row

FORMS = """
pankki pankin pankille pankkiin pankissa · kortti kortin kortille · pumppu pumpun pumpulle pumppuun pumput
kenttä kentän kentälle · palkka palkan · kirkko kirkon kirkolle · tontti tontin tontille · kuortti kuortin
puhelin puhelimen puhelimelle · avain avaimen avaimelle · laskin laskimen · siemen siemenen siemenelle
taival taipaleen taipaleelle · kannel kanteleen · penger penkereen · sammal sammalen · askel askelen
joki joen joelle joesta · mäki mäen mäelle · väki väen · koski kosken koskelle · lahti lahden lahdelle lahteen
ranta rannan rannalle rantaan · niemi niemen niemelle · saari saaren saarelle saareen · vuori vuoren
salo salon salolle · kangas kankaan kankaalle · rengas renkaan · satama sataman satamalle satamaan
betoni betonin betonille · konepaja konepajan · huolto huollon huollolle huoltoon · sopimus sopimuksen
lampi lammen lammelle · korpi korven korvelle · halli hallin hallille hallit · tehdas tehtaan tehtaalle
virtanen virtasen virtaselle virtasia · mäkinen mäkisen · kauppa kaupan kaupalle kauppaan · silta sillan sillalle
kivi kiven kivelle · vesi veden vedelle veteen · käsi käden · rakennus rakennuksen · palvelu palvelut palvelun
acme acmen acmelle acmea · kone koneen koneelle · nokia nokian nokialle · lidl lidlin lidlille
osuuskunta osuuskunnan osuuskunnalle · huone huoneen huoneelle · liike liikkeen liikkeelle · laite laitteen
"""


@each_row("forms", [each.strip() for each in FORMS.replace("\n", "·").split("·") if each.strip()])
def test_all_forms_of_a_word_are_one_word(forms: str) -> None:
    folded = forms.replace("ä", "a").replace("ö", "o").split()
    apart = [(one, other) for one in folded for other in folded if not spelling.is_inflected(one, other)]

    assert [pair for pair in apart if folded[0] in pair] == []


OTHERS = [
    ("raita", "rake"), ("raita", "rakenne"), ("salo", "sako"), ("virta", "virtanen"), ("makela", "makinen"),
    ("koski", "kosonen"), ("lahti", "lahtela"), ("niemi", "nieminen"), ("pankki", "panku"), ("kallio", "kalliola"),
    ("pumppu", "pumppaamo"), ("otsola", "otsolammen"), ("harju", "harjula"), ("kone", "konepaja"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), OTHERS)
def test_words_that_begin_alike_are_not_one_word(one: str, other: str) -> None:
    assert not spelling.is_inflected(one, other)
    assert not spelling.is_inflected(other, one)
