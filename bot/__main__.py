"""`python -m bot`: the same as `putki`."""

from bot.cli import main

main()
