"""``python -m playground`` and ``selector-playground`` are this."""

import gc
import sys

__all__ = ["main"]


def main() -> int:
    """Do what the command line asks; the exit status. Ctrl-C ends it without a traceback while it still starts, too."""
    gc.disable()  # of what is imported nothing is to be collected; ``cli`` and ``launch`` begin with it again
    try:
        from .cli import main as do

        return do()
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
