"""The page on which staff set up their own second factor, get new recovery codes, or give it up."""

from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from django import forms
from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_http_methods

from intlcoop.base import audit
from intlcoop.office import second_factor
from intlcoop.office.models import RecoveryCode
from intlcoop.office.sign_in import locked_out, wrong_code


class CodeForm(forms.Form):
    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "spellcheck": "false", "autocapitalize": "none"}),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """What is offered depends on how far the account is; each button names its deed."""
    if not second_factor.is_offered():
        raise Http404
    if request.method != "POST":
        return _draw(request, CodeForm())
    deed = request.POST.get("deed", "")
    if deed == "begin":
        if not second_factor.is_set_up(request.user):
            second_factor.begin(request.user)
        return HttpResponseRedirect(reverse("second_factor"))
    if not AxesProxyHandler.is_allowed(request):
        return locked_out(request)
    form = CodeForm(request.POST)
    if deed in DEEDS and form.is_valid():
        response = DEEDS[deed](request, form.cleaned_data["code"])
        if response:
            return response
        wrong_code(request)
        form.add_error("code", _("This code does not fit, or has been used. Wait for the next one."))
    return _draw(request, form)


def _confirm(request: HttpRequest, code: str) -> HttpResponse | None:
    codes = second_factor.confirm(request.user, code)
    if codes:
        audit.record("second factor set up", request, request.user)  # type: ignore[arg-type]
    return _draw(request, CodeForm(), codes=codes) if codes else None


def _renew(request: HttpRequest, code: str) -> HttpResponse | None:
    if not second_factor.is_set_up(request.user) or not second_factor.accepts(request.user, code):
        return None
    audit.record("recovery codes renewed", request, request.user)  # type: ignore[arg-type]
    return _draw(request, CodeForm(), codes=RecoveryCode.objects.renew(request.user))


def _remove(request: HttpRequest, code: str) -> HttpResponse | None:
    if not second_factor.is_set_up(request.user) or not second_factor.accepts(request.user, code):
        return None
    second_factor.remove(request.user)
    audit.record("second factor removed", request, request.user)  # type: ignore[arg-type]
    messages.success(request, _("Your second factor has been removed."))
    return HttpResponseRedirect(reverse("second_factor"))


DEEDS = {"confirm": _confirm, "renew": _renew, "remove": _remove}


def _draw(request: HttpRequest, form: CodeForm, codes: list[str] | None = None) -> HttpResponse:
    is_set_up = second_factor.is_set_up(request.user)
    device = None if is_set_up else second_factor.begun(request.user)
    context: dict[str, Any] = admin.site.each_context(request) | {
        "title": _("Second factor"),
        "form": form,
        "codes": codes or [],
        "is_set_up": is_set_up,
        "is_required": second_factor.is_required(),
        "codes_left": RecoveryCode.objects.left(request.user),
        "picture": second_factor.picture(device) if device else "",
        "secret": second_factor.secret(device) if device else "",
    }
    return TemplateResponse(request, "admin/second_factor.html", context)
