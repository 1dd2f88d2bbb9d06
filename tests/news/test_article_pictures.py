"""Pictures of an article: the first leads, the rest follow, each says what it shows, and none is seen before its article."""

import datetime
import re
from html.parser import HTMLParser

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from intlcoop.base.clock import now
from intlcoop.office import data_checks
from news.models import ArticlePicture
from tests import builders, uploads
from tests.forms import filled
from tests.pages import content, cost, in_order, shown

pytestmark = pytest.mark.django_db
HOSTILE = "\"'><script>alert(1)</script><img src=x onerror=alert(2)><svg/onload=alert(3)>"
A_LITTLE = datetime.timedelta(seconds=30)


@pytest.fixture(autouse=True)
def office() -> None:
    builders.office(languages=["en", "sr"])


class Images(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[dict[str, str | None]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "img":
            self.found.append(dict(attrs))


def images(client: Client, address: str) -> list[dict[str, str | None]]:
    return Images(content(shown(client, address))).found


def test_the_first_picture_leads_and_the_rest_is_a_gallery(client: Client) -> None:
    article = builders.article(body="<p>Hello.</p>")
    builders.article_picture(article, alt="A second one", caption="After lunch.", order=2)
    builders.article_picture(article, alt="Four guests", caption="In the hall.", credit="Photo: Press Office", order=1)
    page = content(shown(client, article.get_absolute_url()))
    assert in_order(
        page, 'alt="Four guests"', "<figcaption>", "In the hall.", "Photo: Press Office", "Hello.", 'alt="A second one"', "After lunch."
    )
    for path in ("/news/", "/"):
        assert [image["alt"] for image in images(client, path)] == ["Four guests"], path


def test_a_picture_has_sizes_and_only_the_lead_does_not_wait(client: Client) -> None:
    article = builders.article()
    for _number in range(2):
        builders.article_picture(article, size=(1200, 800))
    lead, other = images(client, article.get_absolute_url())
    assert (lead["width"], lead["height"]) == ("1200", "800")
    assert re.fullmatch(r"\S+ 480w, \S+ 960w, \S+ 1200w", lead["srcset"] or "")
    assert lead["sizes"]
    assert "loading" not in lead
    assert other["loading"] == "lazy"
    assert images(client, "/news/")[0]["loading"] == "lazy"


def test_a_decorative_picture_has_an_empty_description(client: Client) -> None:
    article = builders.article()
    builders.article_picture(article, alt="", is_decorative=True)
    assert [image["alt"] for image in images(client, article.get_absolute_url())] == [""]
    assert "<figcaption>" not in shown(client, article.get_absolute_url())


@pytest.mark.parametrize(("values", "words"), [({"alt": ""}, "Describe the picture"), ({"is_decorative": True}, "has no description")])
def test_a_description_or_the_tick_but_not_both(values: dict[str, object], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        builders.article_picture(builders.article(), **values)


def test_a_picture_without_a_description_is_found_by_the_check() -> None:
    builders.article_picture(builders.article())
    assert not list(data_checks.findings())
    ArticlePicture.objects.update(alt={})
    assert [finding.words for finding in data_checks.findings()] == ["a picture without a description"]


@pytest.mark.parametrize(
    ("values", "is_seen"),
    [
        ({}, True),
        ({"is_published": False}, False),
        ({"publish_at": A_LITTLE}, False),
        ({"publish_at": -A_LITTLE}, True),
        ({"withdraw_at": -A_LITTLE}, False),
        ({"is_archived": True}, False),
    ],
)
def test_a_picture_is_seen_while_its_article_is(client: Client, values: dict[str, object], is_seen: bool) -> None:
    moments = {name: now() + value if isinstance(value, datetime.timedelta) else value for name, value in values.items()}
    picture = builders.article_picture(builders.article(**moments))
    for variant in picture.picture.variants:
        answer = client.get(variant.url)
        assert answer.status_code == (200 if is_seen else 404)
        assert not is_seen or b"".join(answer.streaming_content).startswith(b"RIFF")


def test_serbian_readers_are_told_of_a_caption_in_english(client: Client) -> None:
    article = builders.article({"en": "Guests", "sr": "Гости"})
    assert 'class="remark"' not in shown(client, f"/sr{article.get_absolute_url()}")
    builders.article_picture(article, alt={"en": "Guests", "sr": "Гости"}, caption="In the hall.")
    page = content(shown(client, f"/sr{article.get_absolute_url()}"))
    assert in_order(page, 'class="remark"', 'alt="Гости"', '<span lang="en">In the hall.</span>')


def test_hostile_texts_stay_texts(client: Client) -> None:
    article = builders.article()
    for _number in range(2):
        builders.article_picture(article, alt=HOSTILE, caption=HOSTILE, credit=HOSTILE)
    for path in ("/news/", article.get_absolute_url(), "/"):
        html = shown(client, path)
        for markup in ("<script>alert", "<img src=x", "<svg"):
            assert markup not in html, (path, markup)
        assert images(client, path)[0]["alt"] == HOSTILE


def test_lists_and_pages_cost_the_same_for_any_number_of_pictures(client: Client) -> None:
    article = builders.article()
    builders.article_picture(article)
    paths = ("/news/", "/", article.get_absolute_url())
    costs = [cost(client, path) for path in paths]
    for _number in range(2):
        builders.article_picture(article)
        builders.article_picture(builders.article())
    assert [cost(client, path) for path in paths] == costs


def test_staff_add_a_picture_and_are_told_to_describe_it(admin_client: Client) -> None:
    article = builders.article()
    change = f"/admin/news/article/{article.pk}/change/"
    page = admin_client.get(change).content.decode()
    row = {"pictures-TOTAL_FORMS": "1", "pictures-0-order": "0", "pictures-0-article": str(article.pk)}
    form = filled(page, **row) | {"pictures-0-picture": uploads.picture()}
    answer = admin_client.post(change, form)
    assert answer.status_code == 200
    assert "Describe the picture, or tick that it only decorates." in answer.content.decode()
    form = filled(page, **row | {"pictures-0-alt_en": "Four guests"}) | {"pictures-0-picture": uploads.picture()}
    assert admin_client.post(change, form).status_code == 302
    assert str(article.pictures.get().alt) == "Four guests"
    # Saving once more keeps the picture.
    stored = article.pictures.get().picture.name
    assert admin_client.post(change, filled(admin_client.get(change).content.decode())).status_code == 302
    assert article.pictures.get().picture.name == stored
