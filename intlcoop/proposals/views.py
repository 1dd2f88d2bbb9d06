"""The form "Propose cooperation": filled in, checked by its sender, sent."""

from typing import Any

from django.conf import settings
from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from intlcoop.base.errors import RETRY_SECONDS, is_database_down
from intlcoop.profile.choices import Section
from intlcoop.profile.http import OfficeRequest
from intlcoop.profile.navigation import Item
from intlcoop.profile.views import SectionView, section_item
from intlcoop.proposals import mail
from intlcoop.proposals.forms import ProposalForm
from intlcoop.proposals.intake import TooMany, receive, wait_for_file
from intlcoop.proposals.models import Proposal
from intlcoop.proposals.spam import TRAP, Suspicion, Ticket, suspicions

SEND, CHANGE = "send", "change"  # what the buttons of the page for checking say


class PrivateView(SectionView, TemplateView):
    """A page of the form: kept by no cache, found by no search engine."""

    section = Section.PROPOSE
    request: OfficeRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = super().dispatch(request, *args, **kwargs)
        response.headers["Cache-Control"] = "no-store"
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """How long what is written here is kept, and whether mails leave at all, is said beside the buttons."""
        said = {"months_kept": settings.PROPOSAL_MONTHS, "sends_mail": mail.has_server(), "title_prefix": ""}
        return super().get_context_data(**said | kwargs)

    def page(self, status: int = 200, *, template: str = "", is_error: bool = False, **more: Any) -> HttpResponse:
        context = self.get_context_data(title_prefix=_("Error:") + " " if is_error else "", **more)
        response: HttpResponse = self.response_class(self.request, [template or str(self.template_name)], context, status=status)
        return response


class OwnPage(PrivateView):
    """A page whose address is known to its reader only: it is no step of a way, and no link on it gives it away to others.

    Not `no-referrer`: with that, browsers send forms with the origin "null", which the check against forged requests refuses.
    """

    def breadcrumb(self) -> list[Item]:
        return [section_item(Section.PROPOSE)]

    def page_name(self) -> str:
        return ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = super().dispatch(request, *args, **kwargs)
        response.headers["Referrer-Policy"] = "same-origin"
        return response


class Propose(PrivateView):
    """The form, and the page on which its sender checks the answers. They travel in hidden fields, so nobody needs a session.

    What is sent is stored first of all: once for each key, and also when it looks like spam.
    """

    template_name = "proposals/propose.html"
    http_method_names = ["get", "head", "post", "options"]
    introduces = True

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        ticket = Ticket.issue()
        return self.form_page(ProposalForm(office=self.office, key=ticket.key), ticket)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        ticket = Ticket.read(request.POST)
        form = ProposalForm(request.POST, request.FILES, office=self.office, key=ticket.key)
        try:
            if sent := Proposal.objects.filter(key=ticket.key).first():
                return HttpResponseRedirect(sent.get_status_url())
            if request.FILES and (seconds := wait_for_file(request)):
                return self.too_many_files(ticket, seconds)
            if not form.is_valid():
                return self.form_page(form, ticket.for_another_try(), is_error=True)
            if CHANGE in request.POST:
                form.focus(request.POST[CHANGE])
                return self.form_page(form, ticket.for_another_try())
            if SEND not in request.POST:
                return self.check(form, ticket.for_another_try())
            found = suspicions(ticket, trap=request.POST.get(TRAP, ""), text=form.cleaned_data["text"])
            if found == [Suspicion.TOO_OLD] and not ticket.is_renewed:
                return self.check(form, ticket.for_another_try(), is_error=True, has_waited_long=True)
            proposal = receive(form.instance, request, key=ticket.key, found=found)
        except TooMany as limit:
            return self.too_many(form, ticket, limit.seconds)
        except (DatabaseError, InterfaceError) as error:
            if not is_database_down(error):
                raise
            return self.apology(form, ticket.for_another_try())
        return HttpResponseRedirect(proposal.get_status_url())

    def form_page(self, form: ProposalForm, ticket: Ticket, status: int = 200, **more: Any) -> HttpResponse:
        return self.page(status, form=form, ticket=ticket, trap=TRAP, **more)

    def check(self, form: ProposalForm, ticket: Ticket, status: int = 200, **more: Any) -> HttpResponse:
        self.introduces = False
        sent = [*form.sent(), ("key", str(ticket.key)), ("stamp", ticket.stamp), (TRAP, self.request.POST.get(TRAP, ""))]
        return self.page(status, template="proposals/check.html", form=form, hidden=sent, **more)

    def too_many(self, form: ProposalForm, ticket: Ticket, seconds: int) -> HttpResponse:
        """Nothing is lost: the page holds the answers and can be sent again later."""
        response = self.check(form, ticket.for_another_try(), 429, is_error=True, wait_minutes=-(-seconds // 60))
        response.headers["Retry-After"] = str(seconds)
        return response

    def too_many_files(self, ticket: Ticket, seconds: int) -> HttpResponse:
        """Everything but the new file stays; without it the form can be sent now."""
        form = ProposalForm(self.request.POST, office=self.office, key=ticket.key)
        response = self.form_page(form, ticket.for_another_try(), 429, is_error=True, wait_minutes=-(-seconds // 60), is_about_files=True)
        response.headers["Retry-After"] = str(seconds)
        return response

    def apology(self, form: ProposalForm, ticket: Ticket) -> HttpResponse:
        """The visitor keeps the text although we could not store it. Asks the database for nothing."""
        self.introduces = False
        response = self.form_page(form, ticket, 503, is_error=True, is_not_stored=True)
        response.headers["Retry-After"] = str(RETRY_SECONDS)
        return response
