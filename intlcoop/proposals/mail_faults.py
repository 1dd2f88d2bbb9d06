"""Why a mail has not left, for staff: what the queue keeps is the error as the programs say it; here it is put into plain words."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

# The beginning of what `in_words` has kept → what it means to the office. The first that fits counts.
PLAIN: Mapping[str, Any] = {
    "ConnectionRefusedError": _("The mail server refuses the connection. Is its port right, and is it running?"),
    "TimeoutError": _("The mail server does not answer."),
    "gaierror": _("The name of the mail server (EMAIL_HOST) is not known."),
    "UnicodeError": _("The name of the mail server (EMAIL_HOST) is not known."),
    "SSLCertVerificationError": _("The certificate of the mail server is not valid for it, so nothing was sent."),
    "SMTPNotSupportedError: STARTTLS": _("The mail server offers no encryption (STARTTLS), so nothing was sent."),
    "SSL": _("The encrypted connection with the mail server failed."),
    "SMTPServerDisconnected": _("The mail server ended the connection."),
    "BadHeaderError": _("Address or subject hold a line break."),
    "4": _("The mail server does not take it at present."),
    "535": _("The mail server does not know the account (EMAIL_USER, EMAIL_PASSWORD)."),
    "5": _("The mail server refuses it. Is the address right?"),
}


def explain(error: str) -> str:
    """In plain words, and then as the programs said it; "" for none."""
    found = next((words for beginning, words in PLAIN.items() if error.startswith(beginning)), None)
    return f"{found} ({error})" if found else error
