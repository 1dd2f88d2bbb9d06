"""The second thing that a sign-in asks for: a code of an authenticator app, or one of ten recovery codes on paper."""

from base64 import b32encode
from typing import Any

import segno
from django.conf import settings
from django.db import transaction
from django.utils.safestring import SafeString, mark_safe
from django_otp.plugins.otp_totp.models import TOTPDevice

from intlcoop.office.models import RecoveryCode

OFF, REQUIRED = "off", "required"


def is_offered() -> bool:
    return bool(settings.SECOND_FACTOR != OFF)


def is_required() -> bool:
    return bool(settings.SECOND_FACTOR == REQUIRED)


def is_set_up(user: Any) -> bool:
    return bool(TOTPDevice.objects.filter(user=user, confirmed=True).exists())


def accepts(user: Any, code: str) -> bool:
    """Whether the sign-in may go on: nothing is asked of an account without an app, and a code counts once.

    The row is locked, so that two requests with the same code cannot both be first. After a wrong code the app's codes
    are refused for 1, 2, 4 … seconds, also to somebody who changes addresses.
    """
    if not is_offered():
        return True
    with transaction.atomic():
        device = TOTPDevice.objects.select_for_update().filter(user=user, confirmed=True).first()
        if device is None:
            return True
        digits = "".join(code.split())
        if digits.isascii() and digits.isdigit():
            return bool(device.verify_token(digits))
        return RecoveryCode.objects.use(user, code)


def begin(user: Any) -> TOTPDevice:
    """A new secret, which counts for nothing until the app has shown that it knows it."""
    with transaction.atomic():
        TOTPDevice.objects.filter(user=user, confirmed=False).delete()
        return TOTPDevice.objects.create(user=user, name="app", confirmed=False)


def begun(user: Any) -> TOTPDevice | None:
    device: TOTPDevice | None = TOTPDevice.objects.filter(user=user, confirmed=False).first()
    return device


def confirm(user: Any, code: str) -> list[str]:
    """The recovery codes, to be shown this once; none if the code was not that of the app."""
    with transaction.atomic():
        device = TOTPDevice.objects.select_for_update().filter(user=user, confirmed=False).first()
        if device is None or is_set_up(user) or not device.verify_token("".join(code.split())):
            return []
        device.confirmed = True
        device.save(update_fields=["confirmed"])
        return RecoveryCode.objects.renew(user)


def remove(user: Any) -> bool:
    """Whether there was one. For the owner, and for an administrator whose colleague has lost the telephone."""
    with transaction.atomic():
        RecoveryCode.objects.filter(user=user).delete()
        return bool(TOTPDevice.objects.filter(user=user).delete()[0])


def secret(device: TOTPDevice) -> str:
    """To type in where no camera is at hand: groups of four letters."""
    letters = b32encode(device.bin_key).decode().rstrip("=")
    return " ".join(letters[start : start + 4] for start in range(0, len(letters), 4))


def picture(device: TOTPDevice) -> SafeString:
    """The QR code as SVG: made of paths and attributes only, so that it passes the strict policy."""
    code = segno.make(device.config_url, error="m", micro=False)
    return mark_safe(code.svg_inline(scale=5, border=4, dark="#000", light="#fff", omitsize=False, svgclass="qr", lineclass=None))
