"""The mail of reminders: plain text in the reader's language, what ends grouped by kind, each with its page in the admin."""

import datetime
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import formats, translation
from django.utils.translation import gettext as _, ngettext

from intlcoop.base.ends import Ending

Line = tuple[Ending, Any, datetime.date]


@dataclass(frozen=True)
class Reader:
    """An address, and the language in which it is written to."""

    address: str
    language: str


@dataclass(frozen=True)
class Digest:
    """Everything of which one reader is reminded on a day."""

    reader: Reader
    on: datetime.date
    lines: tuple[Line, ...]
    office: Any  # its name is said in the reader's language

    @property
    def subject(self) -> str:
        with translation.override(self.reader.language):
            number = len(self.lines)
            return ngettext("Reminder: %(number)d thing needs you", "Reminder: %(number)d things need you", number) % {"number": number}

    @property
    def text(self) -> str:
        with translation.override(self.reader.language):
            return "\n".join(self._written()) + "\n"

    def _written(self) -> Iterator[str]:
        yield _("As of %(day)s, this ends or waits:") % {"day": formats.date_format(self.on, "DATE_FORMAT")}
        groups: dict[Any, list[Line]] = defaultdict(list)
        for line in self.lines:
            groups[line[0]].append(line)
        for ending, lines in groups.items():
            heading = str(ending.heading)
            yield from ("", heading, "-" * len(heading), "")
            for _ending, row, day in sorted(lines, key=lambda line: (line[2], line[1].pk)):
                yield f"* {formats.date_format(day, 'DATE_FORMAT')} ({in_days((day - self.on).days)}): {ending.words(row)}"
                yield f"  {page_of(row)}"
        yield ""
        yield _(
            "An agreement can be renewed, terminated or left to expire on its page; then nobody is reminded of it any more. Each reminder is sent once."
        )
        yield f"{self.office}, {settings.SITE_URL}"


def page_of(row: Any) -> str:
    """Its form in the admin, in the active language."""
    return f"{settings.SITE_URL}{reverse(f'admin:{row._meta.app_label}_{row._meta.model_name}_change', args=[row.pk])}"


def in_days(days: int) -> str:
    if days == 0:
        return _("today")
    if days > 0:
        return ngettext("in %(days)d day", "in %(days)d days", days) % {"days": days}
    return ngettext("%(days)d day ago", "%(days)d days ago", -days) % {"days": -days}
