"""News: the list, the page of an article, and the minute at which it appears and goes."""

import datetime
import re

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from pytest_django import Settings

from intlcoop.base.clock import now, today
from intlcoop.profile.models import Profile
from news.models import Article
from tests import builders
from tests.pages import content, cost, in_order, links, shown, unmarked

pytestmark = pytest.mark.django_db
HOSTILE = "\"'><script>alert(1)</script><img src=x onerror=alert(2)><svg/onload=alert(3)>"
A_LITTLE = datetime.timedelta(seconds=30)


@pytest.fixture(autouse=True)
def office() -> Profile:
    return builders.office(languages=["en", "sr", "sr-latn"])


def main(client: Client, address: str) -> str:
    return re.sub(r"\s+", " ", content(shown(client, address)))


def titles(html: str) -> list[str]:
    return [re.sub(r"<[^>]*>", "", title).strip() for title in re.findall(r'<h[23] class="row-title">(.*?)</h[23]>', html)]


def test_the_newest_stands_first_with_date_topic_place_and_teaser(client: Client) -> None:
    builders.article("Old news", published_on=datetime.date(2019, 5, 1))
    builders.article(
        "Guests from Graz", published_on=datetime.date(2026, 3, 12), topic="cooperation", place="Graz", teaser="Four colleagues came."
    )
    page = main(client, "/news/")
    assert titles(page) == ["Guests from Graz", "Old news"]
    assert in_order(page, "2 articles", "12 March 2026", "Cooperation", "Graz", "Four colleagues came.", "1 May 2019")
    assert "Other topic" not in page.partition("</form>")[2]


def test_of_one_day_the_one_that_appeared_last_stands_first(client: Client) -> None:
    moment = now() - datetime.timedelta(days=400)
    noon = moment.replace(hour=11, minute=0)
    builders.article("At noon", publish_at=noon)
    builders.article("In the morning", publish_at=noon.replace(hour=7))
    assert titles(main(client, "/news/")) == ["At noon", "In the morning"]


def test_lists_have_pages_of_25(client: Client) -> None:
    for number in range(26):
        builders.article(f"Article {number}")
    assert len(titles(main(client, "/news/"))) == 25
    assert titles(main(client, "/news/?page=2")) == ["Article 0"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("q=surgeons", ["Surgery in Graz"]),
        ("q=ХИРУРГИЈА", ["Surgery in Graz"]),
        ("q=vienna", ["A call opens"]),
        ("year=2026", ["Surgery in Graz"]),
        ("topic=calls", ["A call opens"]),
        ("partner=university-of-graz", ["Surgery in Graz"]),
        ("partner=university-of-graz&year=2019", []),
        ("sort=oldest", ["A call opens", "Surgery in Graz"]),
        ("year=soon&topic=nonsense&partner=draft-university&page=99", ["Surgery in Graz", "A call opens"]),
    ],
)
def test_filters_and_sorts(client: Client, query: str, expected: list[str]) -> None:
    graz, draft = builders.institution("University of Graz"), builders.institution("Draft University", is_published=False)
    builders.article(
        {"en": "Surgery in Graz", "sr": "Хирургија у Грацу"}, published_on=datetime.date(2026, 1, 31), topic="cooperation",
        body="<p>Two <strong>surgeons</strong> came.</p>", institutions=[graz, draft],
    )  # fmt: skip
    builders.article("A call opens", published_on=datetime.date(2019, 12, 31), topic="calls", place="Vienna")
    page = main(client, f"/news/?{query}")
    assert titles(page) == expected
    assert ("Nothing matches these filters." in page) == (not expected)
    assert page.count("Unknown value") == (3 if "nonsense" in query else 0)
    assert "Draft University" not in page


def test_only_what_occurs_in_public_articles_is_offered(client: Client) -> None:
    builders.article(topic="people", published_on=datetime.date(2026, 1, 1))
    builders.article(topic="calls", published_on=datetime.date(2017, 1, 1), is_published=False, institutions=[builders.institution()])
    builders.article("Another", topic="office", published_on=datetime.date(2026, 1, 2))
    form = main(client, "/news/").partition("</form>")[0]
    assert ">people (1)<" in form
    for absent in ('value="calls"', 'value="2017"', "university-of-graz"):
        assert absent not in form, absent


def test_the_page_says_what_is_known_and_links_what_has_a_page(client: Client) -> None:
    institution, project, event = builders.institution(), builders.project("Medical Physics"), builders.event()
    article = builders.article(
        published_on=datetime.date(2026, 3, 12), teaser="Four colleagues came.", body="<p>They saw <em>everything</em>.</p>",
        author_unit="International Office", place="Banja Luka", topic="people",
        institutions=[institution], projects=[project], events=[event],
    )  # fmt: skip
    page = main(client, article.get_absolute_url())
    assert in_order(
        page, "<h1>Guests from Graz", "12 March 2026", "Banja Luka", "International Office", "Four colleagues came.",
        "<em>everything</em>", "People", "Institutions", "Projects", "Events",
    )  # fmt: skip
    assert {thing.get_absolute_url() for thing in (institution, project, event)} <= set(links(page))


def test_a_title_alone_makes_a_page_without_empty_labels(client: Client) -> None:
    page = main(client, builders.article().get_absolute_url())
    assert "<dt>" not in page
    assert "<dl" not in page
    assert not re.search(r"<(p|dd|span|ul|h2)[^>]*>\s*</\1>", page)


def test_what_has_no_public_page_is_no_link(client: Client, office: Profile) -> None:
    article = builders.article(
        institutions=[builders.institution("A prospect", relation="prospect"), builders.institution("Graz")],
        projects=[builders.project("An idea", stage="idea"), builders.project("Known project")],
        events=[builders.event("A draft", is_published=False), builders.event("Known event")],
    )
    page = main(client, article.get_absolute_url())
    assert "A prospect" in page
    assert "An idea" not in page
    assert "A draft" not in page
    assert len([link for link in links(page) if re.match("/(partners|projects|events)/.", link)]) == 3
    office.sections = ["news"]
    office.save()
    page = main(client, article.get_absolute_url())
    assert in_order(page, "Graz", "Known project", "Known event")
    assert not [link for link in links(page) if re.match("/(partners|projects|events)/", link)]


def test_a_scheduled_article_appears_at_its_minute_and_goes_at_its_minute(client: Client) -> None:
    """The moments stand in the rows, a little before and after this one."""
    soon, just = now() + A_LITTLE, now() - A_LITTLE
    states = {
        "Not yet": {"publish_at": soon},
        "Just out": {"publish_at": just},
        "Until soon": {"withdraw_at": soon},
        "Just gone": {"withdraw_at": just},
        "Between": {"publish_at": just, "withdraw_at": soon},
        "A draft": {"publish_at": just, "is_published": False},
    }
    made = {title: builders.article(title, **values) for title, values in states.items()}
    public = {"Just out", "Until soon", "Between"}
    assert set(titles(main(client, "/news/"))) == public
    for title, article in made.items():
        assert client.get(article.get_absolute_url()).status_code == (200 if title in public else 404), title


def test_the_date_is_that_of_publishing(settings: Settings) -> None:
    assert builders.article().published_on == today()
    assert builders.article(is_published=False).published_on is None
    assert builders.article(published_on=datetime.date(2019, 5, 1)).published_on == datetime.date(2019, 5, 1)
    late = datetime.datetime(2026, 3, 11, 23, 30, tzinfo=datetime.UTC)  # half past midnight in Sarajevo
    settings.TIME_ZONE = "Europe/Sarajevo"
    assert builders.article(publish_at=late, published_on=datetime.date(2019, 5, 1)).published_on == datetime.date(2026, 3, 12)


def test_a_draft_gets_its_date_when_it_is_published_and_keeps_it() -> None:
    article = builders.article(is_published=False)
    article.is_published = True
    article.save()
    assert article.published_on == today()
    Article.objects.update(published_on=datetime.date(2019, 5, 1))
    article.refresh_from_db()
    article.save()
    assert article.published_on == datetime.date(2019, 5, 1)


def test_no_published_article_is_without_a_date() -> None:
    builders.article()
    with pytest.raises(IntegrityError), transaction.atomic():
        Article.objects.update(published_on=None)


def test_it_cannot_go_before_it_comes() -> None:
    with pytest.raises(ValidationError, match="later than"):
        builders.article(publish_at=now(), withdraw_at=now() - A_LITTLE)


def test_a_teaser_is_short() -> None:
    with pytest.raises(ValidationError, match="at most 300"):
        builders.article(teaser="a" * 301)


def test_drafts_archived_ones_and_a_section_that_is_off(client: Client, office: Profile) -> None:
    draft, article, archived = builders.article("Draft", is_published=False), builders.article(), builders.article("Old", is_archived=True)
    assert client.get(draft.get_absolute_url()).status_code == 404
    assert client.get(archived.get_absolute_url()).status_code == 410
    assert titles(main(client, "/news/")) == ["Guests from Graz"]
    office.sections = ["events"]
    office.save()
    assert client.get("/news/").status_code == 404
    assert client.get(article.get_absolute_url()).status_code == 404


def test_staff_preview_a_draft_that_has_no_date_yet(admin_client: Client) -> None:
    page = main(admin_client, builders.article("Draft", is_published=False).get_absolute_url())
    assert in_order(page, "Preview", "<h1>Draft")
    assert not re.search(r"<p[^>]*>\s*</p>", page)


def test_nothing_to_list_says_so(client: Client) -> None:
    page = main(client, "/news/")
    assert "There is no news yet." in page
    assert "<form" not in page


def test_serbian_pages_show_serbian_and_say_what_is_missing(client: Client) -> None:
    article = builders.article({"en": "Guests", "sr": "Гости из Граца"}, teaser={"en": "Four came.", "sr": "Дошло их је четворо."})
    page = main(client, f"/sr{article.get_absolute_url()}")
    assert in_order(page, "<h1>Гости из Граца", "Дошло их је четворо.")
    assert 'class="remark"' not in page
    assert "Gosti iz Graca" in main(client, f"/sr-latn{article.get_absolute_url()}")
    english = builders.article("Only in English")
    assert '<span lang="en">Only in English</span>' in main(client, "/sr/news/")
    assert in_order(main(client, f"/sr{english.get_absolute_url()}"), 'class="remark"', "English", '<h1><span lang="en">')


def test_hostile_texts_stay_texts(client: Client) -> None:
    texts = dict.fromkeys(("title", "teaser", "author_unit", "place"), HOSTILE)
    article = builders.article(body=f"<p>{HOSTILE}</p><a href='jav\tascript:alert(4)' onclick='alert(5)'>x</a>", **texts)
    for path in ("/news/", article.get_absolute_url(), "/", "/search/?q=alert", "/sr/news/"):
        html = shown(client, path)
        for markup in ("<script>alert", "<img src=x", "<svg", "onclick=", "javascript:"):
            assert markup not in html, (path, markup)
        assert "&lt;script&gt;alert(1)" in unmarked(html), path


def full_article(title: str) -> Article:
    return builders.article(
        title, institutions=[builders.institution(f"Institution of {title}")], projects=[builders.project(f"Project of {title}")],
        events=[builders.event(f"Event of {title}")],
    )  # fmt: skip


def test_the_list_costs_the_same_for_any_number_of_articles(client: Client) -> None:
    full_article("Article")
    cost_of_one = cost(client, "/news/")
    full_article("Second article")
    full_article("Third article")
    assert cost(client, "/news/") == cost_of_one <= 8


def test_the_page_costs_the_same_for_any_number_of_relatives(client: Client) -> None:
    article = full_article("Article")
    cost_of_one = cost(client, article.get_absolute_url())
    for number in range(2):
        article.institutions.add(builders.institution(f"Institution {number}"))
        article.projects.add(builders.project(f"Project {number}"))
        article.events.add(builders.event(f"Event {number}"))
    assert cost(client, article.get_absolute_url()) == cost_of_one <= 6
