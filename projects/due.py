"""What waits for the office: calls that close. What it adds every week: projects and calls."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from intlcoop.base.due import offer_to_add, register_due
from projects.models import Call, Project

WEEK = 7


def closing(calls: Any) -> Any:
    return calls.closing_within(WEEK)


register_due(Call, "closing", words=_("Calls that close within a week"), rows=closing)
offer_to_add(Project, Call)
