"""Slack's limits on messages and views, in one table: https://docs.slack.dev/reference/block-kit and .../surfaces.

Lengths are in characters. Putki counts UTF-16 units, the strictest reading, so that an emoji cannot exceed a limit.
"""

from __future__ import annotations

# A message, a modal, the Home tab
MESSAGE_TEXT = 4_000  # Slack's advice; Slack cuts at 40,000
MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
VIEW_TITLE = 24
VIEW_SUBMIT = 24
VIEW_CLOSE = 24
VIEW_BYTES = 250_000
PRIVATE_METADATA = 3_000
CALLBACK_ID = 255

# Blocks
HEADER = 150
SECTION = 3_000
ACTIONS = 25
CONTEXT = 10
CONTEXT_TEXT = 3_000
LABEL = 2_000
HINT = 2_000

# Elements
ACTION_ID = 255
BUTTON = 75
BUTTON_VALUE = 2_000
ACCESSIBILITY_LABEL = 75
ALT_TEXT = 2000
OPTIONS = 100
OPTION = 75
OVERFLOW = 5  # options of a menu behind three dots
OPTION_VALUE = 150
OPTION_DESCRIPTION = 75
RADIOS = 10
SELECT = 100
CHECKBOXES = 10  # options of one field
PLACEHOLDER = 150
TYPED = 3_000  # in a text field

# The dialog before a destructive press
CONFIRM_TITLE = 100
CONFIRM_TEXT = 300
CONFIRM_BUTTON = 30
