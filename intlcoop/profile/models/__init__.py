from intlcoop.profile.models.address import Addressed, OldAddress
from intlcoop.profile.models.profile import Profile

__all__ = ["Addressed", "OldAddress", "Profile"]
