"""The tables by which deals and customers are found by name: distinct words, their ends, and who has which word.

`word` and `word_tail` have one row per distinct word of the workspace, so that a typed word is compared with words and
not with names. In PostgreSQL they sort by bytes, because the questions ask for ranges of letters.
"""

from __future__ import annotations

from sqlalchemy import Column, SmallInteger, Text

from pipeline.storage.schema import number, tenant_table, workspace_key


def _word_key(name: str) -> Column[str]:
    return Column(name, Text().with_variant(Text(collation="C"), "postgresql"), primary_key=True)


word = tenant_table("word", workspace_key(), _word_key("word"))

word_tail = tenant_table(  # the ends of each word, of four letters or more: "pumppu" of "lietepumppu"
    "word_tail",
    workspace_key(),
    _word_key("tail"),
    _word_key("word"),
)

deal_word = tenant_table(  # the words of a deal's name and of its customer's, and "=" with each name whole
    "deal_word",
    workspace_key(),
    _word_key("word"),
    Column("closed", SmallInteger, primary_key=True, autoincrement=False),  # 1: the deal is won or lost
    number("deal_no"),
)

customer_word = tenant_table(  # the words of a customer's name, "=" with the name tight, "~" with it without its form
    "customer_word",
    workspace_key(),
    _word_key("word"),
    number("customer_no"),
)
