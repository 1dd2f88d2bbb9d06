"""What the header and the footer offer: the sections in use, the languages, the address of this page in each of them."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation

from intlcoop.base import languages
from intlcoop.profile.choices import MAIN, Section
from intlcoop.profile.models import Profile


@dataclass(frozen=True)
class Item:
    label: str
    url: str
    is_current: bool = False
    language: str = ""


def prefix(code: str) -> str:
    """What stands before the paths of a language: nothing for English."""
    return "/" if code == settings.LANGUAGE_CODE else f"/{code}/"


def bare_path(request: HttpRequest) -> str:
    """The path without its language, beginning with a slash."""
    code = translation.get_language_from_path(request.path_info)
    return request.path_info.removeprefix(f"/{code}") if code else request.path_info


def sections(office: Profile, request: HttpRequest, *, only: tuple[Section, ...] = tuple(Section)) -> list[Item]:
    """Links to the sections that the office uses, in the order of Section."""
    here, start = bare_path(request), prefix(languages.active())
    return [
        Item(str(section.label), f"{start}{section.path}/", here.startswith(f"/{section.path}/"))
        for section in only
        if office.uses(section)
    ]


def main_menu(office: Profile, request: HttpRequest) -> list[Item]:
    return sections(office, request, only=MAIN)


def other_sections(office: Profile, request: HttpRequest) -> list[Item]:
    return sections(office, request, only=tuple(section for section in Section if section not in MAIN))


def language_switch(office: Profile, request: HttpRequest) -> list[Item]:
    """This very page in the other languages; empty where there is only one."""
    if len(office.languages) < 2:
        return []
    rest = bare_path(request).lstrip("/")
    active = languages.active()
    return [Item(name, prefix(code) + rest, code == active, code) for code, name in office.offered_languages()]
