"""What the header and the footer offer: the sections in use, the languages, the address of this page in each of them."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation

from intlcoop.base import languages
from intlcoop.profile.choices import MAIN, Section
from intlcoop.profile.models import Profile

MOST = 8  # more items than that nobody reads


@dataclass(frozen=True)
class Item:
    label: str
    url: str
    is_current: bool = False
    language: str = ""


def prefix(code: str) -> str:
    """What stands before the paths of a language: nothing for English."""
    return "/" if code == settings.LANGUAGE_CODE else f"/{code}/"


def section_url(section: Section) -> str:
    """The section's own page in the active language."""
    return f"{prefix(languages.active())}{section.path}/"


def bare_path(request: HttpRequest) -> str:
    """The path without its language, beginning with a slash."""
    code = translation.get_language_from_path(request.path_info)
    return request.path_info.removeprefix(f"/{code}") if code else request.path_info


def _items(chosen: list[Section], request: HttpRequest) -> list[Item]:
    here = bare_path(request)
    return [Item(str(section.label), section_url(section), here.startswith(f"/{section.path}/")) for section in chosen]


def _main(office: Profile) -> list[Section]:
    """The usual eight as far as the office uses them, and others in their stead."""
    used = [section for section in Section if office.uses(section)]
    chosen = [section for section in used if section in MAIN]
    chosen += [section for section in used if section not in MAIN][: MOST - len(chosen)]
    return [section for section in used if section in chosen]


def main_menu(office: Profile, request: HttpRequest) -> list[Item]:
    """At most eight sections in use."""
    return _items(_main(office), request)


def other_sections(office: Profile, request: HttpRequest) -> list[Item]:
    """The sections in use for which the main menu has no room; the footer offers them."""
    shown = _main(office)
    return _items([section for section in Section if office.uses(section) and section not in shown], request)


def language_switch(office: Profile, request: HttpRequest) -> list[Item]:
    """This very page in the other languages; empty where there is only one."""
    if len(office.languages) < 2:
        return []
    rest = bare_path(request).lstrip("/")
    active = languages.active()
    return [Item(name, prefix(code) + rest, code == active, code) for code, name in office.offered_languages()]
