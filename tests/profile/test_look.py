"""The office's logo and colours: what staff choose is what visitors see, at once and at an address of its own."""

import re

import pytest
from django.test import Client
from django.utils.html import escape

from intlcoop.profile.models import Profile
from tests import builders, uploads
from tests.forms import filled
from tests.pages import shown

pytestmark = pytest.mark.django_db
FORM = "/admin/profile/profile/1/change/"


def stylesheet_of(client: Client) -> str:
    return next(link for link in re.findall(r'<link rel="stylesheet" href="([^"]+)"', shown(client, "/")) if "site" not in link)


def test_without_colours_the_stylesheet_is_a_static_file(client: Client) -> None:
    builders.office()
    assert stylesheet_of(client) == "/static/css/tokens.css"


def test_the_chosen_colours_are_on_every_page_and_may_be_kept_for_a_year(client: Client, admin_client: Client) -> None:
    builders.office()
    form = filled(shown(admin_client, FORM), brand_colour=" #5A1030 ", accent_colour="#00695c")
    assert admin_client.post(FORM, form).status_code == 302
    address = stylesheet_of(client)
    answer = client.get(address)
    assert answer.headers["Content-Type"] == "text/css; charset=utf-8"
    assert "max-age=31536000" in answer.headers["Cache-Control"]
    text = answer.content.decode()
    assert "--space-3" in text
    assert "--brand: #5a1030" in text.partition("--space-3")[2]
    assert "--accent: #00695c" in text
    Profile.objects.update(brand_colour="#102a5a")
    assert stylesheet_of(client) != address
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    ("colour", "words"), [("#ffe000", "Choose a darker one"), ("navy", "six digits"), ("#fff;}</style>", "Ensure this value")]
)
def test_a_colour_that_cannot_be_read_is_said_at_its_field_and_kept(admin_client: Client, colour: str, words: str) -> None:
    builders.office()
    answer = admin_client.post(FORM, filled(shown(admin_client, FORM), brand_colour=colour))
    assert answer.status_code == 200
    page = answer.content.decode()
    assert words in page
    assert f'value="{escape(colour)}"' in page
    assert Profile.objects.get().brand_colour == ""


def test_the_logo_stands_in_the_head_of_every_page(client: Client) -> None:
    builders.office(logo=uploads.picture())
    found = re.search(r'<img class="site-logo" src="([^"]+)" width="\d+" height="\d+" alt="">', shown(client, "/partners/"))
    assert found
    answer = client.get(found[1])
    assert answer.headers["Content-Type"] == "image/webp"
    b"".join(answer)
