from intlcoop.proposals.models.outgoing_mail import OutgoingMail
from intlcoop.proposals.models.proposal import Proposal

__all__ = ["OutgoingMail", "Proposal"]
