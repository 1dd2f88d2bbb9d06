"""What an officer does with a proposal beyond filling in its form: take it, reply, accept, erase, give the sender her data."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _, gettext_lazy, pgettext_lazy

from intlcoop.base import audit
from intlcoop.base.clock import now
from intlcoop.base.typed import NUMBER
from intlcoop.proposals import acceptance, personal_data, replies
from intlcoop.proposals.admin.filters import name_of
from intlcoop.proposals.erasure import erase
from intlcoop.proposals.models import Proposal
from intlcoop.proposals.models.proposal import Status
from partners.models import Agreement

DEED, TAKE, TAKE_OVER, GIVE_BACK = "_deed", "take", "take_over", "give_back"
NEW = "new"


class ReplyForm(forms.Form):
    subject = forms.CharField(
        label=pgettext_lazy("of a mail", "Subject"), max_length=150, widget=forms.TextInput(attrs={"class": "vTextField"})
    )
    text = forms.CharField(label=gettext_lazy("Text"), widget=forms.Textarea(attrs={"rows": 16, "class": "vLargeTextField"}))
    status = forms.ChoiceField(label=gettext_lazy("Status afterwards"), required=False)

    def __init__(self, proposal: Proposal, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        following = [step for step in proposal.stage.next_steps if step not in {Status.ACCEPTED, Status.DECLINED}]
        self.fields["status"].choices = [(step.value, step.label) for step in (proposal.stage, *following)]  # type: ignore[attr-defined]


class AcceptForm(forms.Form):
    partner = forms.ChoiceField(label=gettext_lazy("Institution"), widget=forms.RadioSelect)
    kind = forms.ChoiceField(label=gettext_lazy("Kind of agreement"), choices=Agreement.Kind, initial=Agreement.Kind.MEMORANDUM)

    def __init__(self, proposal: Proposal, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(proposal.partner, _("chosen in the form"))] if proposal.partner else []
        known += [(found.record, found.reason) for found in acceptance.candidates(proposal) if found.record != proposal.partner]
        self.known = {str(record.pk): record for record, _reason in known}
        new = _("New: %(name)s, as a draft") % {"name": proposal.institution}
        options = [(str(record.pk), f"{record} ({reason})") for record, reason in known] + [(NEW, new)]
        self.fields["partner"].choices = options  # type: ignore[attr-defined]
        self.fields["partner"].initial = options[0][0] if proposal.partner or not known else None


class Deeds(admin.ModelAdmin):
    """Pages under the form of a proposal. Each asks again for the right to change it."""

    def get_urls(self) -> list[Any]:
        pages = {"reply": self.reply_view, "accept": self.accept_view, "erase": self.erase_view, "data": self.data_view}
        own = [
            path(f"<path:object_id>/{name}/", self.admin_site.admin_view(view), name=f"proposals_proposal_{name}")
            for name, view in pages.items()
        ]
        return [*own, *super().get_urls()]

    def _asked(self, request: HttpRequest, object_id: str) -> Proposal:
        proposal: Proposal | None = self.get_object(request, object_id)
        if not self.has_change_permission(request):
            raise PermissionDenied
        if proposal is None or proposal.is_erased:
            raise Http404
        return proposal

    def _back(self, proposal: Proposal) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:proposals_proposal_change", args=[proposal.pk]))

    def _draw(self, request: HttpRequest, name: str, proposal: Proposal, title: str, **context: Any) -> HttpResponse:
        shared = {"opts": self.opts, "original": proposal, "title": title}
        return TemplateResponse(request, f"admin/proposals/{name}.html", self.admin_site.each_context(request) | shared | context)

    # --- Taking ---------------------------------------------------------------------------------------------------------

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        if request.method == "POST" and DEED in request.POST:
            return self.take(request, self._asked(request, object_id), request.POST[DEED])
        return super().change_view(
            request, object_id, form_url, {"may_change": self.has_change_permission(request), **(extra_context or {})}
        )

    def take(self, request: HttpRequest, proposal: Proposal, deed: str) -> HttpResponse:
        """The condition stands in the UPDATE: of two officers at one moment the second is told who was first."""
        row, seen = Proposal.objects.filter(pk=proposal.pk), request.POST.get("taken_by", "")
        before = int(seen) if NUMBER.fullmatch(seen) else None
        if deed == GIVE_BACK:
            done = row.filter(taken_by=request.user.pk).update(taken_by=None, taken_at=None, updated_at=now())
            words = _("Given back.")
        else:
            done = row.filter(taken_by=before if deed == TAKE_OVER else None).update(
                taken_by=request.user, taken_at=now(), updated_at=now()
            )
            row.filter(taken_by=request.user.pk, status=Status.NEW).update(status=Status.IN_REVIEW, status_changed_at=now())
            words = _("You have taken this proposal.")
        if done:
            self.log_change(request, proposal, words)
            messages.success(request, words)
        else:
            messages.warning(request, self._taken(proposal))
        return self._back(proposal)

    @staticmethod
    def _taken(proposal: Proposal) -> str:
        row = Proposal.objects.select_related("taken_by").get(pk=proposal.pk)
        if not row.taken_by or not row.taken_at:
            return _("Nobody has it now. Take it again.")
        at = date_format(timezone.localtime(row.taken_at), "DATETIME_FORMAT")
        return _("Taken already by %(who)s, %(when)s.") % {"who": name_of(row.taken_by), "when": at}

    # --- Replying, accepting, erasing -----------------------------------------------------------------------------------

    def reply_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        proposal = self._asked(request, object_id)
        drafts = replies.drafts(proposal)
        chosen = next((draft for draft in drafts if draft.key == request.GET.get("template")), None)
        given = {"subject": chosen.subject if chosen else replies.usual_subject(proposal), "text": chosen.text if chosen else ""}
        form = ReplyForm(proposal, request.POST or None, initial=given)
        if request.method == "POST" and not proposal.is_suspected and form.is_valid():
            try:
                message = replies.reply(proposal, by=request.user, **form.cleaned_data)
            except ValueError:
                messages.warning(request, _("A colleague has changed the status meanwhile. Nothing was sent; your text is below."))
            else:
                self.log_change(request, proposal, _("Replied (message %(number)d).") % {"number": message.pk})
                messages.success(request, _("The reply is kept with the proposal and on its way."))
                return self._back(proposal)
        return self._draw(request, "reply", proposal, _("Reply"), form=form, drafts=drafts, chosen=chosen)

    def accept_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        proposal = self._asked(request, object_id)
        can = Status.ACCEPTED in proposal.stage.next_steps and not proposal.is_suspected
        form = AcceptForm(proposal, request.POST or None)
        if request.method == "POST" and can and form.is_valid():
            partner = form.known.get(form.cleaned_data["partner"])
            try:
                agreement = acceptance.accept(proposal, partner=partner, kind=form.cleaned_data["kind"])
            except ValueError:
                messages.warning(request, _("A colleague has decided about this proposal meanwhile."))
            else:
                self.log_change(request, proposal, _("Accepted (agreement %(number)d).") % {"number": agreement.pk})
                messages.success(
                    request, _("Accepted: the institution and the draft of an agreement are in the register. Tell the sender by a reply.")
                )
            return self._back(proposal)
        return self._draw(request, "accept", proposal, _("Accept the proposal"), form=form, can=can)

    def erase_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        proposal = self._asked(request, object_id)
        if request.method != "POST":
            return self._draw(request, "erase", proposal, _("Erase the proposal"))
        erase(proposal)
        self.log_change(request, proposal, _("Erased."))
        messages.success(request, _("%(reference)s has been erased.") % {"reference": proposal.reference})
        return HttpResponseRedirect(reverse("admin:proposals_proposal_changelist"))

    def data_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Everything that is stored under the sender's address, for the sender."""
        proposal = self._asked(request, object_id)
        audit.record("export of one person", request, proposal)
        headers = {"Content-Disposition": f'attachment; filename="{proposal.reference}.json"', "Cache-Control": "no-store"}
        return JsonResponse(
            personal_data.of_person(proposal.email), json_dumps_params={"ensure_ascii": False, "indent": 2}, headers=headers
        )
