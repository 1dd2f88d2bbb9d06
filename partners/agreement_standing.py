"""Where an agreement stands today, in sentences for staff: its state, how long it runs, when notice is due, what came before and after."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils import formats
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _, ngettext

from intlcoop.base.partial_date import PartialDate
from partners.models import Agreement


def standing(agreement: Agreement, site: Any) -> SafeString:
    """Each sentence on a line of its own; other agreements as links to their forms."""
    lines = [format_html("<strong>{}</strong>", str(agreement.state.label).capitalize()), *_term(agreement), *_chain(agreement, site)]
    return format_html_join("", "<div>{}</div>", ((line,) for line in lines))


def _term(agreement: Agreement) -> Iterator[str]:
    if agreement.state.is_over or agreement.is_being_prepared:
        return
    until = agreement.runs_until
    if agreement.terminated_on:
        yield _("On %(date)s it ends before its time.") % {"date": PartialDate(agreement.terminated_on).display()}
    elif agreement.is_left_to_expire:
        yield _("It is left to expire. Nobody is reminded of its end.")
    elif agreement.is_renewed_automatically and until:
        years = agreement.renewal_years
        if years:
            again = ngettext("then for %(years)d more year at a time", "then for %(years)d more years at a time", years) % {"years": years}
            yield _("It runs until %(date)s, %(again)s.") % {"date": until.display(), "again": again}
        else:
            yield _("It runs until %(date)s, then on by itself.") % {"date": until.display()}
        if day := agreement.notice_due_on:
            yield _("Notice has to be given by %(date)s at the latest.") % {"date": formats.date_format(day, "DATE_FORMAT")}
    elif agreement.is_renewed_automatically and agreement.ends_on:
        yield _("It goes on by itself; enter for how many years each time, and the portal says until when.")


def _chain(agreement: Agreement, site: Any) -> Iterator[str]:
    """What it replaces, what replaces it, to what it is an annex, and its annexes."""
    admin = site.get_model_admin(Agreement)
    for other in admin.choice_rows(Agreement.objects.linked_with(agreement).order_by("pk")):
        yield format_html(
            '{}: <a href="{}">{}</a>{}',
            _relation(agreement, other),
            reverse(f"{site.name}:partners_agreement_change", args=[other.pk]),
            admin.choice_label(other),
            f" ({other.publication})",
        )


def _relation(agreement: Agreement, other: Agreement) -> str:
    if other.pk == agreement.predecessor_id:
        return _("Replaces")
    if other.predecessor_id == agreement.pk:
        return _("Replaced by") if not other.is_being_prepared else _("To be replaced by")
    return _("Annex to") if other.pk == agreement.umbrella_id else _("Annex")
