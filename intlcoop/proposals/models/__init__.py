from intlcoop.proposals.models.allowance import Allowance
from intlcoop.proposals.models.message import Message
from intlcoop.proposals.models.outgoing_mail import OutgoingMail
from intlcoop.proposals.models.proposal import Proposal
from intlcoop.proposals.models.reference_count import ReferenceCount
from intlcoop.proposals.models.reply_template import ReplyTemplate

__all__ = ["Allowance", "Message", "OutgoingMail", "Proposal", "ReferenceCount", "ReplyTemplate"]
