"""manage.py demo: from an empty folder to a running portal with a sample office."""

import os
import secrets
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from intlcoop.base.state import DEFAULT_OFFICE, DEFAULT_PORT, write_private
from intlcoop.office import loader

ACCOUNT = "staff"


class Command(BaseCommand):
    help = "Migrates, loads a sample office, makes a staff account and serves the portal on this machine."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--office", default=DEFAULT_OFFICE)
        parser.add_argument("--port", type=int, default=DEFAULT_PORT)
        parser.add_argument("--no-serve", action="store_true", help="only load")

    def handle(self, *args: Any, office: str, port: int, no_serve: bool, **options: Any) -> None:
        if not 1 <= port <= 65535:
            raise CommandError("--port must be a number from 1 to 65535.")
        if office not in loader.offices():
            raise CommandError(f"There is no sample office {office!r}. Choose among: {', '.join(loader.offices())}.")
        settings.VAR.mkdir(parents=True, exist_ok=True)
        call_command("migrate", verbosity=0)
        call_command("load_office", office, stdout=self.stdout)
        password = self._account()
        if no_serve:
            return
        if not self._static_is_current():
            self.stdout.write("Collecting stylesheets and scripts …")
            call_command("collectstatic", interactive=False, verbosity=0)
        self.stdout.write(f"\n  The portal:  {settings.SITE_URL}/\n  The admin:   {settings.SITE_URL}/admin/")
        self.stdout.write(f"  Account:     {ACCOUNT}\n  Password:    {password}\n\n  Stop with Ctrl+C.\n")
        self.stdout.flush()
        serve = ["-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--workers", "1",
                 "--blocking-threads", "256", "--log-level", "error", "intlcoop.wsgi:application"]  # fmt: skip
        os.execv(sys.executable, [sys.executable, *serve])  # noqa: S606 - our own interpreter, no shell

    def _account(self) -> str:
        """The staff account's password in words; a random one is made with the account and kept in the office's folder."""
        file = settings.VAR / "staff_password"
        user = get_user_model().objects.filter(username=ACCOUNT).first()
        if user is None:
            write_private(file, secrets.token_urlsafe(12))
            get_user_model().objects.create_superuser(ACCOUNT, password=file.read_text())
            return file.read_text()
        kept = file.read_text() if file.is_file() else ""
        return kept if kept and user.check_password(kept) else f"as you set it (manage.py changepassword {ACCOUNT} sets a new one)"

    def _static_is_current(self) -> bool:
        """Whether the collected files are newer than every source; compressing them all takes seconds."""
        manifest = settings.STATIC_ROOT / "staticfiles.json"
        sources = [*Path(settings.BASE_DIR, "static").rglob("*"), settings.BASE_DIR / "requirements" / "base.txt"]
        return manifest.is_file() and all(source.stat().st_mtime < manifest.stat().st_mtime for source in sources)
