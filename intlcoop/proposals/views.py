"""The form "Propose cooperation" and the page that confirms that it was received."""

import uuid
from typing import Any

from django.db import DatabaseError, IntegrityError, InterfaceError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from intlcoop.base import languages
from intlcoop.base.errors import RETRY_SECONDS, is_database_down
from intlcoop.profile.choices import Section
from intlcoop.profile.http import OfficeRequest
from intlcoop.profile.navigation import Item
from intlcoop.profile.views import SectionView, section_item
from intlcoop.proposals.forms import ProposalForm
from intlcoop.proposals.models import Proposal
from intlcoop.proposals.spam import TRAP, Suspicion, Ticket, suspicions


class PrivateView(SectionView, TemplateView):
    """A page of the form: kept by no cache, found by no search engine."""

    section = Section.PROPOSE
    request: OfficeRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = super().dispatch(request, *args, **kwargs)
        response.headers["Cache-Control"] = "no-store"
        return response


class Propose(PrivateView):
    """One page. What comes is stored first of all: once for each key, and also when it looks like spam."""

    template_name = "proposals/propose.html"
    http_method_names = ["get", "head", "post", "options"]
    introduces = True

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.page(ProposalForm(), Ticket.issue())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        ticket, form = Ticket.read(request.POST), ProposalForm(request.POST)
        try:
            if Proposal.objects.filter(key=ticket.key).exists():
                return sent(ticket.key)
            if not form.is_valid():
                return self.page(form, ticket.for_another_try())
            found = suspicions(ticket, trap=request.POST.get(TRAP, ""), text=form.cleaned_data["text"])
            if found == [Suspicion.TOO_OLD] and not ticket.is_renewed:
                return self.page(form, ticket.for_another_try(), has_waited_long=True)
            store(form.instance, ticket.key, found)
        except (DatabaseError, InterfaceError) as error:
            if not is_database_down(error):
                raise
            return self.apology(form, ticket.for_another_try())
        return sent(ticket.key)

    def page(self, form: ProposalForm, ticket: Ticket, status: int = 200, **more: Any) -> HttpResponse:
        context = self.get_context_data(form=form, ticket=ticket, trap=TRAP, **more)
        context["title_prefix"] = _("Error:") + " " if form.errors or more else ""
        return self.render_to_response(context, status=status)

    def apology(self, form: ProposalForm, ticket: Ticket) -> HttpResponse:
        """The visitor keeps the text although we could not store it. Asks the database for nothing."""
        self.introduces = False
        response = self.page(form, ticket, 503, is_not_stored=True)
        response.headers["Retry-After"] = str(RETRY_SECONDS)
        return response


class Sent(PrivateView):
    """The confirmation, at an address that only the sender knows. It repeats nothing of what was written."""

    template_name = "proposals/sent.html"

    def breadcrumb(self) -> list[Item]:
        return [section_item(Section.PROPOSE)]

    def page_name(self) -> str:
        """Its address is the sender's own, so it is no step of a way."""
        return ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        proposal = get_object_or_404(Proposal.objects.only("pk", "created_at"), key=kwargs["key"])
        return super().get_context_data(**kwargs) | {"proposal": proposal, "heading": _("We have received your proposal")}

    def render_to_response(self, context: dict[str, Any], **response_kwargs: Any) -> HttpResponse:
        response = super().render_to_response(context, **response_kwargs)
        response.headers["Referrer-Policy"] = "no-referrer"
        return response


def sent(key: uuid.UUID) -> HttpResponse:
    return HttpResponseRedirect(reverse("proposals:sent", args=[key]))


def store(proposal: Proposal, key: uuid.UUID, found: list[Suspicion]) -> None:
    """Write the row, unless the same form has just arrived by another way (a second click, a resent request)."""
    proposal.key = key
    proposal.language = languages.active()
    proposal.is_suspected = bool(found)
    proposal.suspicion = " ".join(found)
    try:
        with transaction.atomic():
            proposal.save(force_insert=True)
    except IntegrityError:
        if not Proposal.objects.filter(key=key).exists():
            raise
