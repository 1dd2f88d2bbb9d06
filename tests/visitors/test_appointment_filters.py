"""The list of visiting professors by where they come from, and by when they came."""

import pytest
from django.test import Client

from intlcoop.profile.models import Profile
from tests import builders
from tests.pages import content, in_order, shown

pytestmark = pytest.mark.django_db
LIST = "/visiting-professors/"


@pytest.fixture(autouse=True)
def _guests() -> None:
    builders.office(country="BA")
    zagreb = builders.institution("University of Zagreb", country="HR")
    tuzla = builders.institution("University of Tuzla", country="BA")
    builders.appointment(builders.person("Ana Anić"), home_institution=zagreb, starts_on="2019")
    builders.appointment(builders.person("Zora Zorić"), home_institution=zagreb, starts_on="2024")
    builders.appointment(builders.person("Boris Bojić"), home_institution=tuzla, starts_on="2022")


def test_guests_from_the_country_and_from_abroad_can_be_asked_for(client: Client) -> None:
    home, abroad = content(shown(client, f"{LIST}?group=country")), content(shown(client, f"{LIST}?group=abroad"))
    assert "Boris Bojić" in home
    assert "Ana Anić" not in home
    assert "Ana Anić" in abroad
    assert "Boris Bojić" not in abroad


def test_the_newest_can_come_first_within_each_table(client: Client) -> None:
    assert in_order(content(shown(client, LIST)), "Boris Bojić", "Ana Anić", "Zora Zorić")
    assert in_order(content(shown(client, f"{LIST}?sort=newest")), "Boris Bojić", "Zora Zorić", "Ana Anić")


def test_nonsense_is_said_and_shows_everybody(client: Client) -> None:
    page = content(shown(client, f"{LIST}?group=mars&sort=size"))
    assert "Unknown value" in page
    assert "Ana Anić" in page
    assert "Boris Bojić" in page


def test_a_department_has_one_address_in_each_language_and_tells_of_nobody_unnamed(client: Client) -> None:
    Profile.objects.update(languages=["en", "sr"])
    surgery, other = {"en": "Surgery", "sr": "Хирургија"}, {"sr": "Педијатрија"}
    builders.appointment(builders.person("Cveta Cvetić"), department=surgery, starts_on="2020")
    builders.appointment(builders.person("Dara Darić"), department=other, starts_on="2021")
    builders.appointment(builders.person("Ema Emić", has_consent=False), department=surgery, starts_on="2022")
    assert "Surgery (1)" in shown(client, LIST)
    for path in (f"{LIST}?department=Surgery", f"/sr{LIST}?department=Surgery"):
        page = content(shown(client, path))
        assert "Ana Anić" not in page
        assert "Дара" not in page
        assert "Dara" not in page
        assert page.count('role="rowheader"') == 1
    assert "Хирургија (1)" in shown(client, f"/sr{LIST}")
    assert "Dara Darić" in content(shown(client, f"{LIST}?department=Педијатрија"))
    assert "Unknown value" in shown(client, f"{LIST}?department=Magic")
