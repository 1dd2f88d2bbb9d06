#!/usr/bin/env python3
"""Django's command line for the portal."""

import os
import sys
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

from intlcoop.base import state

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "intlcoop.settings")
    if sys.argv[1:2] == ["demo"]:
        state.prepare(sys.argv[2:], Path(__file__).resolve().parent)
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(f"intlcoop: {error}")
