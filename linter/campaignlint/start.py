"""The console script: quiet from its first moment to its last, however it is ended.

The command line is imported within the guard, since a signal may come while that is loading.
"""

from __future__ import annotations

import gc
import signal
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import FrameType

_INTERRUPTED = 128 + signal.SIGINT
_TERMINATED = 128 + signal.SIGTERM


def main() -> None:
    """Run a command and exit with its code; 130 after Ctrl-C, 143 after SIGTERM."""
    terminations: list[int] = []

    def terminate(number: int, _frame: FrameType | None) -> None:
        """End as Ctrl-C does, so that what cleans up after one does so after the other."""
        terminations.append(number)
        raise KeyboardInterrupt

    code: object = _INTERRUPTED
    gc.disable()  # a command ends before its garbage matters; what runs for long turns it on
    try:
        if signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
            signal.signal(signal.SIGTERM, terminate)
        from campaignlint.cli import main as run  # noqa: PLC0415 - see above

        run()
    except SystemExit as end:
        code = end.code
    except KeyboardInterrupt:
        pass
    if code == _INTERRUPTED and terminations:
        code = _TERMINATED
    for number in (signal.SIGINT, signal.SIGTERM):  # all is done but to leave
        signal.signal(number, signal.SIG_IGN)
    gc.freeze()  # or Python would look through the whole instance for garbage on its way out
    sys.exit(code)  # type: ignore[arg-type]  # what another exit gave
