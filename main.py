"""Start Tweeluik: without a verb the window, with a verb the command line."""

from __future__ import annotations

import sys

from assessor_app import bootstrap

if __name__ == "__main__":
    sys.exit(bootstrap.run())
