from visitors.models.appointment import Appointment
from visitors.models.delegation import Delegation
from visitors.models.honour import Honour
from visitors.models.placement import Placement
from visitors.models.visit import Visit

__all__ = ["Appointment", "Delegation", "Honour", "Placement", "Visit"]
