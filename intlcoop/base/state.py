"""The folder of an office's state, prepared before the settings are read (they need the key that lies in it).

Only for `manage.py demo`: in service the key comes from the environment.
"""

import argparse
import os
import re
import secrets
import sys
from pathlib import Path

DEFAULT_OFFICE = "showcase"
DEFAULT_PORT = 8000
NAME = re.compile(r"[a-z0-9-]{1,40}")


def prepare(arguments: list[str], base: Path) -> None:
    """Name the office to the settings, and make its folder and secret key if they are not there yet."""
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("--office", default=DEFAULT_OFFICE)
    parser.add_argument("--port", default=str(DEFAULT_PORT))
    known, _others = parser.parse_known_args(arguments)
    if not NAME.fullmatch(known.office):
        sys.exit(f"--office must be a short name of a-z, 0-9 and hyphens, not {known.office!r}.")
    os.environ["OFFICE"] = known.office
    os.environ.setdefault("SITE_URL", f"http://127.0.0.1:{known.port}")
    folder = Path(os.environ.get("STATE_DIR") or base / "var" / known.office)
    folder.mkdir(parents=True, exist_ok=True)
    key = folder / "secret_key"
    if not os.environ.get("SECRET_KEY") and not key.exists():
        write_private(key, secrets.token_urlsafe(50))


def write_private(file: Path, text: str) -> None:
    """A file that only its owner can read, from its first byte on."""
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as stream:
        stream.write(text)
