"""`python -m bot` is `pavilion`."""

import sys

from bot.cli import main

sys.exit(main())
