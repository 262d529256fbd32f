"""Both languages say everything, in good form; and what is not so is found and told."""

from pathlib import Path

import pytest

from bot.language.catalogue import LANGUAGES
from tools import check_catalogues
from tools.check_catalogues import Sentence, Uses


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_in_good_form(language: str):
    assert [
        *check_catalogues.doubled(language),
        *check_catalogues.ill_formed(language, check_catalogues.read_all()[language]),
    ] == []


def test_both_languages_say_the_same():
    assert list(check_catalogues.unlike(check_catalogues.read_all())) == []


def test_the_code_and_the_catalogues_name_the_same_sentences():
    keys = frozenset(check_catalogues.read_all()["fi"])
    assert list(check_catalogues.unmatched(keys, check_catalogues.uses_in(check_catalogues.code_files()))) == []


def one(*forms: str) -> dict[str, Sentence]:
    return {"key": Sentence(forms)}


@pytest.mark.parametrize(
    ("finnish", "english", "told"),
    [
        ({}, one("Hi"), "fi: key: missing"),
        (one("{a}"), one("{b}"), "key: the placeholders differ: a / b"),
        (one("{n} diili", "{n} diiliä"), one("{n} deals"), "key: plural in one language only"),
    ],
)
def test_languages_that_differ_are_told(finnish: dict[str, Sentence], english: dict[str, Sentence], told: str):
    assert list(check_catalogues.unlike({"fi": finnish, "en": english})) == [told]


@pytest.mark.parametrize(
    ("sentence", "fault"),
    [
        ("{customer}:n diili", "a suffix on a placeholder"),
        ("{stage}ssa", "a suffix on a placeholder"),
        ("-5", "a hyphen for a minus"),
        ("nyt - heti", "a hyphen for a minus"),
        ('"{text}"', "a straight quote"),
        ("Odota...", "three dots"),
        ("{sum} €", "no no-break space before € or %"),
        ("80%", "no no-break space before € or %"),
        ("{d} arkipv", "no no-break space before a unit"),
        ("klo {time}", "no no-break space after klo"),
        ("“{text}”", "Finnish quotes"),
        ("Ole hyvä", "a word that Putki does not say"),
        ("Peruuta", "a word that Putki does not say"),
        (" alku", "a space too many"),
        ("", "not filled"),
    ],
)
def test_bad_form_is_told(sentence: str, fault: str):
    told = list(check_catalogues.ill_formed("fi", one(sentence)))
    assert any(fault in each for each in told), told


@pytest.mark.parametrize(
    "sentence",
    [
        "Siirrä: {next}",
        "−{sum}\u00a0€",
        '`siirrä [diili] -- "huomio"`',
        "”{text}”: tarkoititko {day}?",
        "{deal}: {n}\u00a0pv",
    ],
)
def test_good_form_is_left_alone(sentence: str):
    assert list(check_catalogues.ill_formed("fi", one(sentence))) == []


def test_a_title_that_slack_would_refuse_is_told():
    told = list(check_catalogues.ill_formed("fi", {"new_title": Sentence(("Uusi diili ja sen tiedot kaikki",))}))
    assert told == ["fi: new_title: over 24 characters"]


def test_keys_without_a_sentence_and_sentences_without_a_use_are_told():
    uses = Uses({"absent": "bot/x.py:1"}, frozenset({"absent", "present"}))
    assert list(check_catalogues.unmatched(frozenset({"present", "idle"}), uses)) == [
        "bot/x.py:1: absent: no such sentence",
        "idle: nothing says this sentence",
    ]


def test_each_way_of_naming_a_key_in_code_is_seen(tmp_path: Path):
    file = tmp_path / "said.py"
    file.write_text(
        'voice.say("one")\nself.voice.label("two" if x else "three")\nUnclear(text, "four")\n'
        'class Five(Refused):\n    key = "five"\ncolumn.label("no_sentence")\n'
        'def answer(done, key): ...\nanswer(done, "six")\n',
        encoding="utf-8",
    )
    assert set(check_catalogues.uses_in([file]).said) == {"one", "two", "three", "four", "five", "six"}


def test_a_broken_catalogue_ends_with_how_to_mend_it(capsys: pytest.CaptureFixture[str]):
    assert check_catalogues.report(["fi: key: missing"]) == 1
    assert "python -m tools.check_catalogues" in capsys.readouterr().out
    assert check_catalogues.report([]) == 0
