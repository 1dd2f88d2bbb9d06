"""Rows for tests: each builder makes a published, believable row from as little as the test cares about."""

from typing import Any

from intlcoop.profile.models import Profile
from partners.models import Agreement, AgreementParty, Institution, JointCentre, Membership, Person


def office(**values: Any) -> Profile:
    """The office's own row, with every section in use."""
    return _saved(Profile(**{"name": "Faculty of Medicine", "university": "University of Zelengora", "country": "BA"} | values))


def institution(name: Any = "University of Graz", **values: Any) -> Institution:
    return _saved(Institution(**{"name": name, "country": "AT", "kind": "university", "is_published": True} | values))


def home(**values: Any) -> Institution:
    return institution(**{"name": "Faculty of Medicine", "country": "BA", "relation": "home"} | values)


def person(name: Any = "Ana Anić", **values: Any) -> Person:
    """Somebody who agreed to be named."""
    return _saved(Person(**{"name": name, "has_consent": True, "consent_note": "e-mail of 3 May 2026", "is_published": True} | values))


def agreement(*parties: Institution, **values: Any) -> Agreement:
    """With these parties, or with one that is made for it."""
    made = _saved(Agreement(**{"kind": "cooperation", "signed_on": "2020", "is_published": True} | values))
    for order, party in enumerate(parties or [institution()]):
        _saved(AgreementParty(agreement=made, institution=party, order=order))
    return made


def centre(**values: Any) -> JointCentre:
    return _saved(JointCentre(**{"name": "Euroregional Centre", "is_published": True} | values))


def membership(**values: Any) -> Membership:
    return _saved(Membership(**{"body": "Magna Charta Universitatum", "is_published": True} | values))


def _saved(row: Any) -> Any:
    row.full_clean()
    row.save()
    return row
