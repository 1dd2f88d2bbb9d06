"""The sender's own page about a proposal: how far it is, something to add, withdrawing it; and the way back to a lost link."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy, gettext_noop

from intlcoop.base import client
from intlcoop.base.errors import Words, error_page
from intlcoop.profile.models import Profile
from intlcoop.proposals import letters
from intlcoop.proposals.answers import Answer, answers
from intlcoop.proposals.consents import standing, take_back
from intlcoop.proposals.erasure import erase
from intlcoop.proposals.forms import ProposalForm
from intlcoop.proposals.models import Allowance, Message, Proposal
from intlcoop.proposals.models.allowance import Deed
from intlcoop.proposals.models.proposal import Status as Stage
from intlcoop.proposals.status_forms import AdditionForm, LinkForm
from intlcoop.proposals.views import OwnPage, PrivateView

TAKE_BACK = "take_back"
PROPOSAL_FIELDS = {field.name for field in Proposal._meta.fields} - {"consents"}
READ_AND_SEND = ["get", "head", "post", "options"]
ADDED = gettext_noop("Something was added to %(reference)s")
WITHDRAWN = gettext_noop("%(reference)s has been withdrawn")
LATER = Words(
    gettext_lazy("Too many attempts"),
    gettext_lazy("The link was asked for many times from your connection in a short time."),
    gettext_lazy("Wait an hour, then try again, or write to the office."),
)


class ProposalPage(OwnPage):
    """One of the pages of one proposal. An erased one has none: its address was changed."""

    http_method_names = READ_AND_SEND

    def proposal(self) -> Proposal:
        return get_object_or_404(Proposal.objects.kept(), token=self.kwargs["token"])


class Status(ProposalPage):
    """First the confirmation, later how far the office is. Shows no note and no name of the office's people."""

    template_name = "proposals/status.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.draw(self.proposal(), AdditionForm())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        proposal, form = self.proposal(), AdditionForm(request.POST)
        if TAKE_BACK in request.POST:
            no_longer_agrees(proposal, request.POST[TAKE_BACK])
            return HttpResponseRedirect(f"{proposal.get_status_url()}#consents")
        if not proposal.stage.is_open:
            return self.draw(proposal, form)
        if not form.is_valid():
            return self.draw(proposal, form, is_error=True)
        if seconds := add(proposal, form.cleaned_data["text"]):
            response = self.draw(proposal, form, 429, is_error=True, wait_minutes=-(-seconds // 60))
            response.headers["Retry-After"] = str(seconds)
            return response
        return HttpResponseRedirect(f"{proposal.get_status_url()}#messages")

    def draw(self, proposal: Proposal, form: AdditionForm, status: int = 200, **more: Any) -> HttpResponse:
        is_new = proposal.stage == Stage.NEW
        heading = _("We have received your proposal") if is_new else _("Your proposal %(reference)s") % {"reference": proposal.reference}
        written: dict[str, Any] = {"answers": copy_of(proposal, self.office), "consents": standing(proposal.consents)}
        written["messages_of_both"] = list(proposal.messages.all())
        return self.page(status, form=form, proposal=proposal, heading=heading, is_new=is_new, **written, **more)


def copy_of(proposal: Proposal, office: Profile) -> list[Answer]:
    """What the sender wrote, for her records: in the words of the form, which may have changed since."""
    fields = {name: field for name, field in ProposalForm(office=office).fields.items() if name in PROPOSAL_FIELDS}
    values = {name: getattr(proposal, name) for name in fields} | {"country": str(proposal.country)}
    return [answer for answer in answers(fields, values, {}) if answer.words]


def no_longer_agrees(proposal: Proposal, code: str) -> None:
    with transaction.atomic():
        row = Proposal.objects.select_for_update().get(pk=proposal.pk)
        row.consents = take_back(row.consents, code)
        row.save(update_fields=["consents", "updated_at"])


def add(proposal: Proposal, text: str) -> int:
    """What the sender adds. Who was waited for has answered. 0, or after how many seconds more may be added."""
    with transaction.atomic():
        row = Proposal.objects.select_for_update().get(pk=proposal.pk)
        last = row.messages.last()
        if last and (last.direction, last.text) == (Message.Direction.ADDITION, text):
            return 0  # the same form sent twice
        if seconds := Allowance.objects.take(Deed.ADDITION, row.token):
            return seconds
        row.messages.create(direction=Message.Direction.ADDITION, text=text)
        if row.stage == Stage.WAITING:
            row.move_to(Stage.IN_REVIEW)
        row.save()
        if not row.is_suspected:
            letters.tell_office(row, "proposals/letters/added.txt", ADDED)
    return 0


class Withdraw(ProposalPage):
    """Asks once, then erases."""

    template_name = "proposals/withdraw.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.page(proposal=self.proposal())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        proposal = self.proposal()
        with transaction.atomic():
            erase(proposal)
            if not proposal.is_suspected:
                letters.tell_office(proposal, "proposals/letters/withdrawn.txt", WITHDRAWN)
        return HttpResponseRedirect(reverse("proposals:withdrawn"))


class Withdrawn(OwnPage):
    template_name = "proposals/withdrawn.html"


class Link(PrivateView):
    """Asks for the link to the status page again."""

    template_name = "proposals/link.html"
    http_method_names = READ_AND_SEND

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.page(form=LinkForm())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = LinkForm(request.POST)
        if not form.is_valid():
            return self.page(form=form, is_error=True)
        with transaction.atomic():
            if seconds := self.wait(request):
                return error_page(request, 429, words=LATER, headers={"Retry-After": str(seconds)})
            self.send(**form.cleaned_data)
        return HttpResponseRedirect(reverse("proposals:link_sent"))

    @staticmethod
    def wait(request: HttpRequest) -> int:
        return 0 if client.is_unlimited(request) else Allowance.objects.take(Deed.LINK, client.counted_address(request))

    @staticmethod
    def send(reference: str, email: str) -> None:
        """The page that follows is the same whether there is such a proposal or not."""
        known = Proposal.objects.kept().filter(reference__iexact=reference, email__iexact=email, is_suspected=False).first()
        if known:
            letters.send_link(known)


class LinkSent(PrivateView):
    template_name = "proposals/link_sent.html"
