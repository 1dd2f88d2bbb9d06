"""What staff do to agreements: renew, amend, terminate, let expire, give to a colleague. Each asks first; reasons are for staff only."""

import datetime
from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.utils import formats
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from intlcoop.base.admin_deed import Deed
from intlcoop.base.clock import today
from intlcoop.base.models import FIRST_YEAR, LAST_YEAR
from intlcoop.base.partial_date import PartialDate
from intlcoop.base.responsible import Colleagues
from partners.models import Agreement
from partners.models.agreement_state import BEING_PREPARED
from partners.renewal import amend, renew


class ReasonField(forms.CharField):
    """Why something was decided; for colleagues who ask in five years."""

    widget = forms.Textarea(attrs={"rows": 3})

    def __init__(self) -> None:
        help_text = gettext_lazy("For colleagues who ask in five years. It is shown on no page.")
        super().__init__(label=gettext_lazy("Reason"), max_length=250, help_text=help_text)


class Renew(Deed):
    title = gettext_lazy("Renew agreements")
    explanation = gettext_lazy(
        "For each of these the next agreement is made as a draft: same parties, scopes and places, its dates directly after the old ones."
        " Complete it, enter the day of signing, publish it. Reminders of the old one end once the new one is signed."
    )
    button = gettext_lazy("Make the drafts")
    not_possible = gettext_lazy(
        "Not renewed, because they have no end, are not signed, were terminated or are followed by another agreement already: %(titles)s."
    )
    makes_drafts = True
    years = forms.IntegerField(
        label=gettext_lazy("For how many years"), required=False, min_value=1, max_value=50,
        help_text=gettext_lazy("Leave empty for as long as the last time."),
    )  # fmt: skip

    @classmethod
    def fits(cls, rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows.filter(pk__in=Agreement.objects.renewable().order_by().values("pk"))

    def do(self, row: Agreement) -> Agreement:
        return renew(row, self.cleaned_data["years"])

    def done(self, count: int) -> str:
        made = ngettext(
            "%(count)d draft made; check its dates, then publish it.",
            "%(count)d drafts made; check their dates, then publish them.",
            count,
        )
        return made % {"count": count}


class Amend(Deed):
    title = gettext_lazy("Amend agreements")
    explanation = gettext_lazy(
        "For each of these an annex is made as a draft, with its parties and scopes. Write in it what changes; the agreement stays as it is."
    )
    button = gettext_lazy("Make the annexes")
    not_possible = gettext_lazy("No annex was made, because they are not signed: %(titles)s.")
    makes_drafts = True

    @classmethod
    def fits(cls, rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows.exclude(BEING_PREPARED)

    def do(self, row: Agreement) -> Agreement:
        return amend(row)

    def done(self, count: int) -> str:
        made = ngettext("%(count)d annex made as a draft.", "%(count)d annexes made as drafts.", count)
        return made % {"count": count}


class Terminate(Deed):
    title = gettext_lazy("Terminate agreements")
    explanation = gettext_lazy(
        "They end before their time, on the day that you enter. From that day on the public pages say “terminated”; they stay in the register and at their address."
    )
    button = gettext_lazy("Terminate")
    not_possible = gettext_lazy("Left out, because they are not signed or have ended already: %(titles)s.")
    day = forms.DateField(
        label=gettext_lazy("Terminated on"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=gettext_lazy("The first day on which it does not hold any more."),
    )  # fmt: skip
    reason = ReasonField()

    @classmethod
    def fits(cls, rows: QuerySet[Any]) -> QuerySet[Any]:
        going_on = Agreement.objects.not_over().exclude(BEING_PREPARED).filter(terminated_on="")
        return rows.filter(pk__in=going_on.order_by().values("pk"))

    def clean_day(self) -> datetime.date:
        day: datetime.date = self.cleaned_data["day"]
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise forms.ValidationError(_("Enter a date after 1949 and before 2200."))
        return day

    def objection(self, row: Agreement) -> str | None:
        day, first, last = self.cleaned_data["day"], row.beginning.first, PartialDate(row.ends_on).last
        if first and day < first:
            return _("on that day it has not begun yet (it begins on %(day)s)") % {"day": formats.date_format(first, "DATE_FORMAT")}
        if last and day > last and not row.is_renewed_automatically:
            return _("by then it is over (it ends on %(day)s)") % {"day": formats.date_format(last, "DATE_FORMAT")}
        return None

    def do(self, row: Agreement) -> Agreement:
        row.terminated_on, row.termination_reason = PartialDate(self.cleaned_data["day"].isoformat()), self.cleaned_data["reason"]
        row.save()
        return row

    def done(self, count: int) -> str:
        return ngettext("%(count)d agreement terminated.", "%(count)d agreements terminated.", count) % {"count": count}


class LetExpire(Deed):
    title = gettext_lazy("Let agreements expire")
    explanation = gettext_lazy(
        "They will not be renewed: nobody is reminded of their end any more. On the day after their end the public pages say “expired”; they stay"
        " in the register and at their address. One that is renewed automatically ends with the first term for which notice can still be given:"
        " tell the partner in time."
    )
    button = gettext_lazy("Let them expire")
    not_possible = gettext_lazy(
        "Left out, because they have no known end, or their end is decided already (ended, left to expire, followed by another): %(titles)s."
    )
    reason = ReasonField()

    @classmethod
    def fits(cls, rows: QuerySet[Any]) -> QuerySet[Any]:
        undecided = rows.filter(pk__in=Agreement.objects.undecided().order_by().values("pk")).exclude(ends_on="")
        return rows.filter(pk__in=[row.pk for row in undecided if row.end_after_notice(today())])

    def do(self, row: Agreement) -> Agreement:
        row.ends_on = row.end_after_notice(today())
        row.is_renewed_automatically, row.is_left_to_expire, row.expiry_reason = False, True, self.cleaned_data["reason"]
        row.save()
        return row

    def done(self, count: int) -> str:
        return ngettext("%(count)d agreement is left to expire.", "%(count)d agreements are left to expire.", count) % {"count": count}


class SetResponsible(Deed):
    title = gettext_lazy("Who is responsible?")
    explanation = gettext_lazy("The colleague gets the reminders before these agreements end. The public pages say nothing about it.")
    button = gettext_lazy("Save")
    responsible = Colleagues(
        queryset=get_user_model().objects.none(), label=gettext_lazy("Responsible"), required=False,
        empty_label=gettext_lazy("nobody in particular: the mailbox of the office"),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        colleagues = get_user_model().objects.filter(is_active=True, is_staff=True)
        self.fields["responsible"].queryset = colleagues.order_by("last_name", "first_name", "username")  # type: ignore[attr-defined]

    def do(self, row: Agreement) -> Agreement:
        row.responsible = self.cleaned_data["responsible"]
        row.save()
        return row

    def done(self, count: int) -> str:
        return ngettext("%(count)d agreement changed.", "%(count)d agreements changed.", count) % {"count": count}
