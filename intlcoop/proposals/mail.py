"""Mails: put into the queue together with what they tell, sent afterwards. No view ever waits for a mail server.

`queue` is called inside the transaction that stores what the mail is about. After the commit the postman sends it at once;
whatever that misses (a server that is down, a process that was killed) `manage.py send_mail_queue` sends later.
"""

import logging
from dataclasses import dataclass
from smtplib import SMTPHeloError, SMTPResponseException, SMTPSenderRefused, SMTPServerDisconnected
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction

from intlcoop.base.text import clean
from intlcoop.profile.models import Profile
from intlcoop.proposals import postman
from intlcoop.proposals.models.outgoing_mail import OutgoingMail, Purpose
from intlcoop.proposals.models.proposal import Proposal

logger = logging.getLogger(__name__)
LONGEST_SUBJECT = 200


@dataclass
class Delivered:
    """What one round did."""

    sent: int = 0
    failed: int = 0
    problem: str = ""  # why the round ended early: the server itself cannot be used


def queue(*, to: str, subject: str, text: str, purpose: Purpose, about: Proposal | None = None, reply_to: str = "") -> OutgoingMail:
    """Owe somebody this mail. Raises ValidationError for an address that is none; a subject is always one line."""
    mail = OutgoingMail(to=to, reply_to=reply_to, subject=clean(subject)[:LONGEST_SUBJECT], text=text, purpose=purpose, about=about)
    mail.clean_fields(exclude=["about"])
    mail.save(force_insert=True)
    transaction.on_commit(send_soon)
    return mail


def has_server() -> bool:
    """Without one, mails wait in the queue until the office has entered it."""
    return bool(settings.EMAIL_HOST)


def send_soon() -> None:
    """In a thread of this process, so that nobody waits for it."""
    if settings.SEND_MAIL_AT_ONCE and has_server():
        postman.wake(deliver)


def sender() -> str:
    """From whom every mail of the portal comes. Never the visitor: her name would pass for ours, and servers would refuse it."""
    return settings.DEFAULT_FROM_EMAIL or Profile.objects.current().email or f"no-reply@{urlsplit(settings.SITE_URL).hostname}"


def deliver() -> Delivered:
    """Send every mail whose turn it is. Ends early when the server itself fails: the others would only wait for it one by one."""
    done = Delivered()
    if not has_server():
        done.problem = "no mail server is set (EMAIL_HOST)"
        return done
    connection, from_address = get_connection(), sender()
    try:
        while not done.problem and (mail := OutgoingMail.objects.claim()) is not None:
            _send(mail, connection, from_address, done)
    finally:
        connection.close()
    return done


def _send(mail: OutgoingMail, connection: Any, from_address: str, done: Delivered) -> None:
    is_open = False
    try:
        connection.open()
        is_open = True
        message(mail, from_address, connection).send()
    except (OSError, ValueError) as error:  # SMTPException is an OSError; a header that cannot be written is a ValueError
        reason = in_words(error)
        logger.warning("Mail %d was not sent (try %d): %s", mail.pk, mail.tries, reason)
        mail.mark_failed(reason)
        done.failed += 1
        if not is_open or is_about_the_server(error):
            done.problem = reason
    else:
        mail.mark_sent()
        done.sent += 1


def message(mail: OutgoingMail, from_address: str, connection: Any) -> EmailMessage:
    """The number of the message is that of the row: should it ever be sent twice, mail programs see that it is one."""
    headers = {"Message-ID": f"<{mail.key}@{urlsplit(settings.SITE_URL).hostname}>"}
    if mail.purpose != Purpose.REPLY:
        headers["Auto-Submitted"] = "auto-generated"  # nobody's holiday notice answers it
    reply_to = [mail.reply_to] if mail.reply_to else None
    return EmailMessage(mail.subject, mail.text, from_address, [mail.to], reply_to=reply_to, headers=headers, connection=connection)


def is_about_the_server(error: Exception) -> bool:
    """Whether the next mail would fail for the same reason although this one had a connection."""
    if isinstance(error, SMTPServerDisconnected | SMTPSenderRefused | SMTPHeloError):
        return True
    return isinstance(error, OSError) and not type(error).__module__.startswith("smtplib")


def in_words(error: Exception) -> str:
    """For staff: the server's own words where it said any, without the visitor's address."""
    refused = getattr(error, "recipients", None)
    if isinstance(refused, dict) and refused:
        code, said = next(iter(refused.values()))
    elif isinstance(error, SMTPResponseException):
        code, said = error.smtp_code, error.smtp_error
    else:
        return clean(f"{type(error).__name__}: {error}")
    return clean(f"{code} {said.decode(errors='replace') if isinstance(said, bytes) else said}")
