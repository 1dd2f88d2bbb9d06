"""The inbox of the office: proposals, what is written about them, mails, templates of replies."""

from intlcoop.proposals.admin.inbox import ProposalAdmin
from intlcoop.proposals.admin.mails import OutgoingMailAdmin
from intlcoop.proposals.admin.templates import ReplyTemplateAdmin

__all__ = ["OutgoingMailAdmin", "ProposalAdmin", "ReplyTemplateAdmin"]
