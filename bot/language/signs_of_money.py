"""Tells whether words speak of money, even where no amount can be read from them: "pari tonnia", "12.5.6 €"."""

from __future__ import annotations

import re

_LONGEST_WORD = 40
_UNITS = (
    r"k|t|te|ke|m|me|e|keur|teur|meur|tn|tuh|milj|mio|mn|mil"
    r"|tonni|tonnia|tonnii|tonnin|tuhatta|tuhannen|miljoonaa|milliä|euroa|euron|euroo|eur|euro|euros|usd|sek"
)
_SIGN = re.compile(
    rf".*[€$£¥].*|[0-9][0-9.,'’]*(?:{_UNITS})\.?|[0-9][0-9.]*,[-–—]+"
    r"|\w{0,12}tonni(?:a|i|n|lla|sta)?|\w{0,20}tuhat(?:ta)?|\w{0,20}tuhannen|\w{0,12}kymp(?:pi|piä|pii|in)|satku|satanen"
    r"|kiloeuro\w{0,2}|mrd|miljard\w{0,3}|billion|bn|tuhansi(?:a|en)|\w{0,12}miljoon(?:a|aa|an|ia|alla)"
    r"|milj\.?|milliä|million|millions|thousand|thousands|grand|euroa|euroo|euron|eurolla|euros|eur|keur|meur|dollaria"
    r"|dollars|puntaa|kruunua",
    re.IGNORECASE,
)
_NUMBERISH = re.compile(
    r".*[0-9].*|[€$£¥]|ja|(?:yks|kaks|kolm|nel|viis|kuus|seit|kasi|ysi|puol|yksi|kaksi|kolme|neljä|viisi|viide|kuusi|seitsem|kahdeks|yhdeks|kymmen|kymppi|sata|puoli"
    r"|pari|parin|muutam|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|hundred|half|couple"
    r"|few|noin|about|max|alle|yli|under|over)\w{0,24}|[-–]",
    re.IGNORECASE,
)


def is_sign(word: str) -> bool:
    """Whether the word speaks of money by itself: "€", "5k", "tonnia", "1500,-"."""
    return len(word) <= _LONGEST_WORD and _SIGN.fullmatch(word.strip("()!?;:")) is not None


def is_numberish(word: str) -> bool:
    """Whether a word beside one of money belongs to the amount: a figure, or a number in words."""
    return len(word) <= _LONGEST_WORD and _NUMBERISH.fullmatch(word) is not None
