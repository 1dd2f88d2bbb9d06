"""What pages tell machines: JSON-LD in the words of schema.org, and Open Graph."""

import json
import re
from typing import Any

import pytest
from django.conf import settings as configured
from django.contrib.staticfiles import finders
from django.db.models import Model
from django.test import Client
from PIL import Image

from intlcoop.base import linked_data
from tests import builders, uploads
from tests.faults.portal import all_addresses, ask, furnished
from tests.pages import content, cost, shown

pytestmark = pytest.mark.django_db
# Type → what schema.org or those who read it ask of it. Types that are not here do not occur.
REQUIRED = {
    "BreadcrumbList": {"itemListElement"}, "ListItem": {"position", "name", "item"}, "WebSite": {"name", "url", "potentialAction"},
    "SearchAction": {"target", "query-input"}, "EntryPoint": {"urlTemplate"}, "CollegeOrUniversity": {"name"}, "Hospital": {"name"},
    "Organization": {"name"}, "GovernmentOrganization": {"name"}, "NGO": {"name"}, "PostalAddress": {"addressCountry"},
    "GeoCoordinates": {"latitude", "longitude"}, "PropertyValue": {"propertyID", "value"}, "Person": {"name"}, "ResearchProject": {"name", "url"},
    "MonetaryGrant": set(), "EducationalOccupationalProgram": {"name", "url"}, "Offer": {"validThrough"}, "Event": {"name", "eventStatus"},
    "Place": {"name"}, "VirtualLocation": {"url"}, "NewsArticle": {"headline", "datePublished", "publisher"}, "DigitalDocument": {"name"},
    "MediaObject": {"contentUrl"}, "Dataset": {"name", "description", "distribution"}, "DataDownload": {"contentUrl", "encodingFormat"},
}  # fmt: skip


def graph(html: str) -> list[dict[str, Any]]:
    (text,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    found = json.loads(text)
    assert found["@context"] == "https://schema.org"
    return found["@graph"]


def checked(thing: Any) -> None:
    """Known types with what they need; no empty value; addresses are whole."""
    if isinstance(thing, list):
        assert thing
        for one in thing:
            checked(one)
    elif isinstance(thing, dict):
        if set(thing) != {"@id"}:
            assert REQUIRED[thing["@type"]] <= set(thing), thing
        for name, value in thing.items():
            assert value not in ("", None, "None", {}, []), (name, thing)
            if name in {"url", "item", "contentUrl", "logo", "image", "urlTemplate", "mainEntityOfPage"} and isinstance(value, str):
                assert value.startswith(("http://", "https://")), thing
            checked(value)


def of_type(html: str, kind: str) -> dict[str, Any]:
    (found,) = [thing for thing in graph(html) if thing["@type"] == kind and "@id" not in thing]
    return found


def meta(html: str, name: str) -> str:
    return re.findall(rf'<meta (?:property|name)="{name}" content="([^"]*)">', html)[0]


@pytest.fixture
def rows() -> list[Model]:
    return furnished()


def test_every_page_describes_itself_and_no_two_in_the_same_words(client: Client, rows: list[Model]) -> None:
    said: dict[str, str] = {}
    for path in all_addresses(rows):
        answer = ask(client, path)
        if answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html"):
            html = answer.content.decode()
            for thing in graph(html):
                checked(thing)
            if "noindex" not in html:
                assert meta(html, "description") not in said, (path, said)
                said[meta(html, "description")] = path
            assert meta(html, "og:title")
            assert meta(html, "og:url") == f"{configured.SITE_URL}{path}"
            assert meta(html, "og:description") == meta(html, "description")
            trail = graph(html)[0]
            if path != "/":
                assert trail["@type"] == "BreadcrumbList"
                assert [step["position"] for step in trail["itemListElement"]] == list(range(1, len(trail["itemListElement"]) + 1))
    assert len(said) > 30


def test_an_institution(client: Client) -> None:
    builders.office()
    graz = builders.institution(
        "Clinic of Graz",
        kind="hospital",
        ror="0282m7c06",
        pic="999860853",
        latitude="47.07",
        longitude="15.43",
        website="https://example.org/",
    )
    found = of_type(shown(client, graz.get_absolute_url()), "Hospital")
    assert found["sameAs"] == ["https://example.org/", "https://ror.org/0282m7c06"]
    assert {one["propertyID"]: one["value"] for one in found["identifier"]} == {"ROR": "https://ror.org/0282m7c06", "PIC": "999860853"}
    assert found["geo"] == {"@type": "GeoCoordinates", "latitude": 47.07, "longitude": 15.43}


def test_a_project_and_who_pays(client: Client) -> None:
    builders.office()
    project = builders.project(programme=builders.programme("Erasmus+"), starts_on="2017-10")
    builders.number(project, "585927-EPP-1")
    found = of_type(shown(client, project.get_absolute_url()), "ResearchProject")
    assert found["funding"] == {
        "@type": "MonetaryGrant", "identifier": ["585927-EPP-1"],
        "funder": {"@type": "Organization", "name": "Erasmus+"},
    }  # fmt: skip
    assert found["foundingDate"] == "2017-10"
    type(project.programme).objects.update(is_published=False)
    assert "Erasmus+" not in json.dumps(of_type(shown(client, project.get_absolute_url()), "ResearchProject"))


def test_an_event_with_its_clock(client: Client) -> None:
    builders.office()
    event = builders.event(starts_on="2026-07-04", start_time="10:00", end_time="12:00", mode="hybrid", place="Hall", status="cancelled")
    found = of_type(shown(client, event.get_absolute_url()), "Event")
    assert (found["startDate"], found["endDate"]) == ("2026-07-04T10:00+02:00", "2026-07-04T12:00+02:00")
    assert found["eventStatus"] == "https://schema.org/EventCancelled"
    assert [place["@type"] for place in found["location"]] == ["Place", "VirtualLocation"]


def test_a_call_and_its_deadline(client: Client) -> None:
    builders.office()
    call = builders.call(deadline_on="2150-05-01", deadline_time="12:00", deadline_zone="Europe/Brussels")
    found = of_type(shown(client, call.get_absolute_url()), "EducationalOccupationalProgram")
    assert found["offers"]["validThrough"] == found["applicationDeadline"] == "2150-05-01T10:00:00Z"


def test_the_home_page_can_be_searched_and_the_office_has_a_contact(client: Client) -> None:
    builders.office(languages=["en", "sr"], email="office@example.org")
    found = of_type(shown(client, "/sr/"), "WebSite")
    assert found["potentialAction"]["target"]["urlTemplate"].endswith("/sr/search/?q={search_term_string}")
    assert '"email":"office@example.org"' in shown(client, "/office/")


def test_no_text_ends_the_element(client: Client) -> None:
    builders.office()
    article = builders.article("</script><script>alert(1)</script> & \u2028 <!--")
    html = shown(client, article.get_absolute_url())
    assert of_type(html, "NewsArticle")["headline"].startswith("</script><script>")
    (text,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    assert not set("<>&\u2028") & set(text)
    assert linked_data.document([]) == ""


def test_a_person_without_consent_is_not_described(client: Client) -> None:
    hidden = builders.person("Zqsecret", has_consent=False)
    assert linked_data.describe(hidden) == [{"@type": "Person"}]


def test_the_picture_that_is_shared(client: Client) -> None:
    builders.office()
    article = builders.article()
    plain = shown(client, article.get_absolute_url())
    assert meta(plain, "og:image") == f"{configured.SITE_URL}/static/img/share.png"
    picture = builders.article_picture(article)
    html = shown(client, article.get_absolute_url())
    assert meta(html, "og:image") == f"{configured.SITE_URL}{picture.picture.url}"
    assert (meta(html, "og:image:width"), meta(html, "og:image:height"), meta(html, "og:image:alt")) == (
        "600",
        "400",
        "Four guests in the hall",
    )
    file = finders.find("img/share.png")
    assert file
    with Image.open(file) as image, open(file, "rb") as stored:
        assert image.size == (1200, 630)
        assert len(stored.read()) < 40_000


def test_the_descriptions_make_no_query(client: Client) -> None:
    """Two pages of one kind cost the same, however much is described."""
    builders.office()
    poor = builders.institution("Poor")
    rich = builders.institution("Rich", logo=uploads.picture(), belongs_to=poor, ror="0282m7c06")
    assert cost(client, poor.get_absolute_url()) == cost(client, rich.get_absolute_url())
    plain, full = builders.event(), builders.event("Full", organiser=rich)
    assert cost(client, plain.get_absolute_url()) == cost(client, full.get_absolute_url())
    assert "ld+json" not in content(shown(client, "/partners/"))
