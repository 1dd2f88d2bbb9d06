from intlcoop.proposals.models.proposal import Proposal

__all__ = ["Proposal"]
