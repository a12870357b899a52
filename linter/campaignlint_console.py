"""What the command begins with: nothing but this is loaded before Ctrl-C is taken care of.

It stands outside the package, whose own first lines take a while, and in which Ctrl-C would be a
traceback.
"""

from __future__ import annotations

import os
import signal


def main() -> None:
    """Run a command, as `campaignlint.start.main`; end with 130 after a Ctrl-C until that runs."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, lambda *_: os._exit(128 + signal.SIGINT))
    from campaignlint import start

    start.main()
