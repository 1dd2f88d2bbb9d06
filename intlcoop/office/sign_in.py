"""Signing in: password and code are judged together, so that a stranger never learns which of them was wrong."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth import authenticate
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.signals import user_login_failed
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from intlcoop.base import audit
from intlcoop.base.errors import Words, error_page
from intlcoop.office import second_factor

TOO_MANY = Words(
    _("Too many attempts to sign in"),
    _("Several sign-ins from your connection failed, so the portal accepts none from there for a while. No account is locked."),
    _("Wait 15 minutes, then try again. If you have forgotten your password, ask an administrator of the portal to set a new one."),
)


class StaffBackend(ModelBackend):
    """Django's own, for staff only, and with the second factor."""

    def authenticate(self, request: HttpRequest | None, username: Any = None, password: Any = None, token: str = "", **kwargs: Any) -> Any:
        user: Any = super().authenticate(request, username=username, password=password, **kwargs)
        return user if user and user.is_staff and second_factor.accepts(user, token) else None


class SignInForm(AdminAuthenticationForm):
    """The admin's, with a field for the code."""

    code = forms.CharField(
        label=_("Code of the second factor"),
        max_length=40,
        required=False,
        help_text=_("Only if you have set one up: the six digits of your authenticator app, or a recovery code."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "spellcheck": "false", "autocapitalize": "none"}),
    )
    error_messages = {
        **AdminAuthenticationForm.error_messages,
        "invalid_login": _(
            "You are not signed in. Check the user name, the password and, if you have set up a second factor, its newest code."
        ),
    }

    def __init__(self, request: Any = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(request, *args, **kwargs)
        if not second_factor.is_offered():
            del self.fields["code"]

    def clean(self) -> dict[str, Any]:
        """As the parent does it, with the code; `token` is a name that Django keeps out of its signals."""
        given: dict[str, Any] = self.cleaned_data
        if given.get("username") is not None and given.get("password"):
            names = {"username": given["username"], "password": given["password"], "token": given.get("code", "")}
            self.user_cache = authenticate(self.request, **names)
            if self.user_cache is None:
                raise self.get_invalid_login_error()
        return given


def wrong_code(request: HttpRequest) -> None:
    """A wrong code of somebody who is signed in counts like a wrong password; the sixth closes the door for a while."""
    credentials = {"username": request.user.get_username()}
    user_login_failed.send(sender=__name__, credentials=credentials, request=request)


def locked_out(request: HttpRequest, response: HttpResponse | None = None, credentials: Any = None) -> HttpResponse:
    """Settings name this for a client with too many failures."""
    audit.record("sign-in locked", request)
    seconds = int(settings.AXES_COOLOFF_TIME.total_seconds())
    return error_page(request, 429, words=TOO_MANY, headers={"Retry-After": str(seconds)})
