"""Text as nobody means to type it, and as somebody will."""

from hypothesis import strategies as st

CHARACTERS = st.one_of(
    st.characters(),
    st.characters(categories=["Cs", "Cf", "Cc", "Mn", "Zl", "Zp"]),
    st.sampled_from("&<>*_~`@#:|!{}\n\t\"'\\\u202e\u200d\u2068€äöÅ👩🏽\u05d0\u0627"),
)
SHORT = st.text(CHARACTERS, max_size=60)
PIECES = st.sampled_from(
    [
        "<!channel>",
        "<@U123>",
        "&amp;",
        "*bold*",
        "`code`",
        "{deal}",
        "_i_",
        "```",
        ":wave:",
        "👨‍👩‍👧",
        "\u202e",
        "\ud800",
    ]
)
#: Up to some thousands of characters of it.
TEXT = st.one_of(
    SHORT,
    st.lists(st.one_of(SHORT, PIECES), max_size=8).map("".join),
    st.tuples(st.one_of(SHORT, PIECES), st.integers(1, 400)).map(lambda each: each[0] * each[1]),
)
