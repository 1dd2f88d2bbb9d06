"""What the pages of lower storeys show of events, news and documents."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from intlcoop.base import blocks
from intlcoop.base.public import public_now
from intlcoop.profile.choices import Section
from news.filters import BY_PHASE
from news.models import Article, Document, Event
from partners.models import Agreement, Institution, JointCentre, Person
from projects.models import Call, Programme, Project

TEMPLATE = "news/_block.html"
DOCUMENTS = "news/_document_block.html"

TEMPLATE = "news/_block.html"
ARTICLES = "news/_article_block.html"


def listed() -> QuerySet[Event]:
    return Event.objects.published().with_phase().order_by(*BY_PHASE)


def under_patronage(centre: JointCentre) -> QuerySet[Event]:
    return listed().filter(centre=centre)


def of_project(project: Project) -> QuerySet[Event]:
    return listed().filter(project=project)


def organised_by(institution: Institution) -> QuerySet[Event]:
    return listed().filter(organiser=institution)


def with_professor(person: Person) -> QuerySet[Event]:
    """Lectures and consultations of all terms that are public."""
    return listed().filter(public_now("appointment__"), appointment__person=person)


def documents_of(thing: Any) -> QuerySet[Document]:
    """Of an institution, an agreement, a programme, a project or a call."""
    return Document.objects.published().latest_versions().filter(**{thing._meta.model_name: thing})


for owner in (Institution, Agreement, Programme, Project, Call):
    blocks.register(owner, section=Section.DOCUMENTS, heading=_("Documents"), rows=documents_of, template=DOCUMENTS, order=80)


def news_of(thing: Institution | Project | Event) -> QuerySet[Article]:
    return thing.articles.published()


blocks.register(
    JointCentre, section=Section.EVENTS, heading=_("Events under its patronage"), rows=under_patronage, template=TEMPLATE, order=60
)
blocks.register(Project, section=Section.EVENTS, heading=_("Events"), rows=of_project, template=TEMPLATE, order=60)
blocks.register(Institution, section=Section.EVENTS, heading=_("Events"), rows=organised_by, template=TEMPLATE, order=60)
blocks.register(Person, section=Section.EVENTS, heading=_("Lectures and consultations"), rows=with_professor, template=TEMPLATE, order=60)
for model in (Institution, Project, Event):
    blocks.register(model, section=Section.NEWS, heading=_("News"), rows=news_of, template=ARTICLES, order=70)
