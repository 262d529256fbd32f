"""How often a customer was tried, as it is said in a line, in both languages."""

import pytest

from bot.language.touch_times import times_told


@pytest.mark.parametrize(
    ("said", "times"),
    [
        ("soitin 3 kertaa, ei vastannut", 3),
        ("soitin kolmesti", 3),
        ("soittelin pari kertaa, ei vastausta", 2),
        ("meilasin kaks kertaa ei vastausta", 2),
        ("yritin kahteen otteeseen", 2),
        ("called 3 times, no answer", 3),
        ("called twice, no reply", 2),
        ("emailed 2x no reply", 2),
        ("tried a couple of times", 2),
        ("soitin, ei vastannut", 1),
        ("soitan 2 kertaa viikossa", 1),
        ("called three times a week", 1),
        ("soitin 30 kertaa", 1),
        ("malli 12x", 1),
    ],
)
def test_a_number_of_tries_is_read(said: str, times: int):
    assert times_told(said) == times
