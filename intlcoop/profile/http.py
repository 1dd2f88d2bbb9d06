"""The request as every view of the portal gets it."""

from django.http import HttpRequest

from intlcoop.base.errors import Letterhead
from intlcoop.profile.models import Profile


class OfficeRequest(HttpRequest):
    """With the office's row, which the middleware read once."""

    office: Profile
    letterhead: Letterhead
