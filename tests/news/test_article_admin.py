"""Staff write an article in the admin."""

import pytest
from django.test import Client

from intlcoop.base.clock import today
from news.models import Article
from tests import builders
from tests.forms import filled

pytestmark = pytest.mark.django_db
ADD = "/admin/news/article/add/"


@pytest.fixture(autouse=True)
def office() -> None:
    builders.office(languages=["en", "sr"])


def test_a_title_is_enough_and_the_rest_follows(admin_client: Client) -> None:
    response = admin_client.post(ADD, filled(admin_client.get(ADD).content.decode(), title_en="Guests from Graz"))
    assert response.status_code == 302, response.context["adminform"].form.errors
    article = Article.objects.get()
    assert (str(article.title), article.slug, article.is_published, article.published_on) == (
        "Guests from Graz", "guests-from-graz", False, None,
    )  # fmt: skip
    graz, project, event = builders.institution(), builders.project(), builders.event()
    change = f"/admin/news/article/{article.pk}/change/"
    form = filled(
        admin_client.get(change).content.decode(), title_sr="Гости из Граца", teaser_en="Four came.", body_en="<p>Hello.</p>", topic="people",
        institutions=[str(graz.pk)], projects=[str(project.pk)], events=[str(event.pk)], is_published="on",
    )  # fmt: skip
    assert admin_client.post(change, form).status_code == 302
    article = Article.objects.get()
    assert dict(article.title) == {"en": "Guests from Graz", "sr": "Гости из Граца"}
    assert [*article.institutions.all(), *article.projects.all(), *article.events.all()] == [graz, project, event]
    assert (article.is_published, article.published_on) == (True, today())
    # Opening and saving once more changes nothing.
    before = Article.objects.values().get()
    assert admin_client.post(change, filled(admin_client.get(change).content.decode())).status_code == 302
    assert {**Article.objects.values().get(), "updated_at": ""} == {**before, "updated_at": ""}


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title_en": ""}, "title"),
        ({"teaser_en": "a" * 301}, "teaser"),
        ({"published_on": "soon"}, "published_on"),
        ({"topic": "gossip"}, "topic"),
    ],
)
def test_mistakes_are_said_at_their_field(admin_client: Client, wrong: dict[str, str], field: str) -> None:
    form = filled(admin_client.get(ADD).content.decode(), **{"title_en": "Guests", "topic": "other"} | wrong)
    response = admin_client.post(ADD, form)
    assert response.status_code == 200
    assert list(response.context["adminform"].form.errors) == [field]
    assert not Article.objects.exists()


def test_many_are_published_at_once_and_each_gets_its_date(admin_client: Client) -> None:
    ids = [str(builders.article(f"Draft {number}", is_published=False).pk) for number in range(3)]
    admin_client.post("/admin/news/article/", {"action": "publish", "_selected_action": ids})
    assert set(Article.objects.values_list("is_published", "published_on")) == {(True, today())}


def test_the_list_finds_words_of_the_text_without_accents(admin_client: Client) -> None:
    builders.article("Guests", body="<p>From Łódź.</p>")
    builders.article("Another")
    page = admin_client.get("/admin/news/article/?q=lodz").content.decode()
    assert ">Guests</a>" in page
    assert ">Another</a>" not in page
