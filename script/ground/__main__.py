"""``.venv/bin/python script/ground COMMAND ...``: what every script calls once the environment stands."""

import signal
import sys
from pathlib import Path

sys.path[0] = str(Path(__file__).resolve().parents[2])

from script.ground import commands
from script.ground.paths import CannotGoOn

if __name__ == "__main__":
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: sys.exit(143))  # so that what was started is given back
    try:
        sys.exit(commands.COMMANDS[sys.argv[1]](sys.argv[2:]))
    except CannotGoOn as reason:
        sys.exit(str(reason))
    except KeyboardInterrupt:
        sys.exit(130)
