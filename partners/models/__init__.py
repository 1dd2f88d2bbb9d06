from partners.models.agreement import Agreement, AgreementParty
from partners.models.centre import JointCentre
from partners.models.department import Department
from partners.models.exchange_condition import ExchangeCondition
from partners.models.fact_sheet import FactSheet
from partners.models.figure import Figure, FigureCountry
from partners.models.institution import Institution, InstitutionName
from partners.models.membership import Membership
from partners.models.person import Person
from partners.models.scope import Scope

__all__ = [
    "Agreement",
    "AgreementParty",
    "Department",
    "ExchangeCondition",
    "FactSheet",
    "Figure",
    "FigureCountry",
    "Institution",
    "InstitutionName",
    "JointCentre",
    "Membership",
    "Person",
    "Scope",
]
