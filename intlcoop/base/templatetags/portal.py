"""Tags of the portal's templates. Each returns safe HTML or plain text; none makes a query."""

import datetime
import re
from typing import Any
from zlib import crc32

from django import template
from django.template import Context
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.utils import formats
from django.utils.dates import MONTHS
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from intlcoop.base import academic_year, languages
from intlcoop.base.partial_date import PartialDate
from intlcoop.base.text import initials
from intlcoop.base.translated import RichText, Translated

register = template.Library()
GROUNDS = 4


@register.simple_tag(takes_context=True)
def repeat(context: Context, name: str) -> SafeString:
    """A block's words once more: what the title says, said again to those who share the page. Only in base.html, after the block."""
    blocks = context.render_context.get(BLOCK_CONTEXT_KEY)
    block = blocks.get_block(name) if blocks else None
    return mark_safe(" ".join(block.render(context).split())) if block else mark_safe("")


@register.filter
def marked(text: Any) -> Any:
    """A translated text as the reader sees it; wrapped with `lang` where it is in another language than the page."""
    if not isinstance(text, Translated):
        return text
    _shown, language = text.pick()
    tag, inner = ("div", text.__html__()) if isinstance(text, RichText) else ("span", str(text))
    if not inner or language == languages.active():
        return inner
    return format_html('<{} lang="{}">{}</{}>', tag, languages.html_code(language), inner, tag)


@register.filter(expects_localtime=True)
def when(date: PartialDate | datetime.date | None) -> SafeString | str:
    """A date, known in part or not, in words: "October 2003". Nothing for nothing."""
    if not date:
        return ""
    if isinstance(date, datetime.date):
        return format_html('<time datetime="{}">{}</time>', date.isoformat()[:10], formats.date_format(date, "DATE_FORMAT"))
    return format_html('<time datetime="{}">{}</time>', str(date), date.display())


@register.filter
def span_of(thing: Any) -> SafeString | str:
    """Beginning and end without repetition: "2007–2012", "12–14 March 2026", "since 2003", "until 2012"."""
    start, end = PartialDate(thing.starts_on), PartialDate(thing.ends_on)
    if start and end:
        return when(start) if start == end else between(start, end)
    if start:
        return format_html(_("since {}"), when(start))
    return format_html(_("until {}"), when(end)) if end else ""


def between(start: PartialDate, end: PartialDate) -> SafeString:
    """Two dates equally well known; the month or the year that they share is said once."""
    if len(start) == len(end) == 10 and start[:7] == end[:7]:
        return format_html('<time datetime="{}">{}</time>–{}', str(start), int(start[8:]), when(end))
    if len(start) == len(end) > 4 and start.year == end.year and start.first:
        shared = formats.date_format(start.first, "MONTH_DAY_FORMAT") if len(start) == 10 else MONTHS[start.first.month]
        return format_html('<time datetime="{}">{}</time> – {}', str(start), shared, when(end))
    dash = "–" if len(start) == len(end) == 4 else " – "
    return format_html("{}{}{}", when(start), dash, when(end))


@register.filter
def address(written: str) -> SafeString:
    """A web or e-mail address to read, without the scheme, that may go on in a new line where its parts begin."""
    shown = re.sub("^https?://", "", written).removesuffix("/")
    return format_html_join(mark_safe("<wbr>"), "{}", ((part,) for part in re.split(r"(?<=[/@])|(?=\.)", shown)))


@register.filter
def years(year: str) -> str:
    """An academic year as people read it: 2025/26."""
    return academic_year.short(year)


@register.filter
def grouped(words: str) -> str:
    """A sentence that counts, its thousands apart: "2,481 partners". Not for words in which a year may stand."""
    return re.sub(r"[0-9]{4,}", lambda number: formats.number_format(int(number[0]), force_grouping=True), words)


@register.filter
def capital(text: Any) -> str:
    """The first letter large, the rest untouched (capfirst of a lazy text, without lower-casing)."""
    words = str(text)
    return words[:1].upper() + words[1:]


@register.simple_tag
def sign(name: Any, picture: Any = None) -> SafeString:
    """What stands beside a name in a list: its logo, else quiet letters on one of four grounds that never change for a name."""
    if picture:
        small = picture.small
        return format_html('<img class="sign" src="{}" width="{}" height="{}" alt="" loading="lazy">', small.url, small.width, small.height)
    return format_html(
        '<span class="sign sign-{}" aria-hidden="true">{}</span>', crc32(str(name).encode()) % GROUNDS + 1, initials(str(name))
    )
