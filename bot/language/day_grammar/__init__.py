"""The grammar of days: each module reads one way of naming a day. `bot.language.days` asks them in turn."""
