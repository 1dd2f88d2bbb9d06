"""The page on which colleagues set the language of their reminders, and make, renew or stop their calendar."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.http import HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_http_methods

from intlcoop.base import audit
from intlcoop.office.models import Desk
from intlcoop.profile.http import OfficeRequest


class LanguageForm(forms.Form):
    language = forms.ChoiceField(
        label=gettext_lazy("Language of your reminders"), required=False, help_text=gettext_lazy("Also of your calendar.")
    )

    def __init__(self, request: OfficeRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": ""} | kwargs)
        self.fields["language"].choices = [("", _("as the office")), *request.office.offered_languages()]  # type: ignore[attr-defined]


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: OfficeRequest) -> HttpResponse:
    """Each button names its deed. The address of a calendar is shown once, in the answer to the click that makes it."""
    desk = Desk.objects.of(request.user)
    deed = request.POST.get("deed", "")
    if deed == "make":
        token = desk.renew_feed()
        audit.record("calendar of reminders made", request)
        return _draw(request, desk, address=f"{settings.SITE_URL}{reverse('staff_calendar', args=[token])}")
    if deed == "stop":
        desk.stop_feed()
        audit.record("calendar of reminders stopped", request)
        messages.success(request, _("Your calendar has been stopped. Its address answers nobody any more."))
        return HttpResponseRedirect(reverse("desk"))
    form = LanguageForm(request, request.POST) if deed == "save" else None
    if form and form.is_valid():
        desk.language = form.cleaned_data["language"]
        desk.save()
        messages.success(request, _("Saved."))
        return HttpResponseRedirect(reverse("desk"))
    return _draw(request, desk, form=form)


def _draw(request: OfficeRequest, desk: Desk, *, form: LanguageForm | None = None, address: str = "") -> HttpResponse:
    context = admin.site.each_context(request) | {
        "title": _("My reminders and calendar"),
        "form": form or LanguageForm(request, initial={"language": desk.language}),
        "desk": desk,
        "address": address,
        "email": request.user.email,  # type: ignore[union-attr]
    }
    return TemplateResponse(request, "admin/desk.html", context)
