"""The interface is complete in Serbian, in both scripts, and what is compiled is what is written."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.utils.translation.template import templatize

from intlcoop.base.management.commands.catalogues import DERIVED, WRITTEN, file_of, latin

MARKERS = {"_", "gettext_noop", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy"}
WITH_CONTEXT = {"pgettext", "pgettext_lazy", "npgettext"}
TEXT = r"""u?("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
IN_TEMPLATE = re.compile(rf"(?<!p)(?:gettext|_)\({TEXT}|pgettext\((?:{TEXT}), {TEXT}")
SOURCES = ("intlcoop", "partners", "projects", "visitors", "news")


def in_python(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKERS | WITH_CONTEXT:
            argument = node.args[1 if node.func.id in WITH_CONTEXT else 0]
            if isinstance(argument, ast.Constant):
                yield argument.value


def marked_texts() -> set[str]:
    found: set[str] = set()
    for app in SOURCES:
        for file in (settings.BASE_DIR / app).rglob("*.py"):
            found.update(in_python(file))
    templates = settings.BASE_DIR / "templates"
    for file in (*templates.rglob("*.html"), *templates.rglob("*.txt")):
        for plain, _context, text in IN_TEMPLATE.findall(templatize(file.read_text(encoding="utf-8"))):
            found.add(ast.literal_eval(plain or text))
    return found - {""}


def written() -> polib.POFile:
    return polib.pofile(str(file_of(WRITTEN, "po")))


def texts(catalogue: polib.POFile | polib.MOFile) -> dict[tuple[str | None, str], object]:
    return {(entry.msgctxt or None, entry.msgid): entry.msgstr_plural or entry.msgstr for entry in catalogue if not entry.obsolete}


def test_every_text_of_the_interface_has_its_serbian() -> None:
    known = {entry.msgid for entry in written() if entry.translated()}
    missing = sorted(marked_texts() - known)
    assert not missing, f"run `make messages` and translate: {missing[:10]}"


def test_the_catalogue_has_no_text_that_the_interface_has_lost() -> None:
    assert not sorted({entry.msgid for entry in written()} - marked_texts())


def test_no_translation_loses_a_placeholder() -> None:
    shape = re.compile(r"%\(\w+\)[sd]|\{\w*\}|</?\w+[^>]*>")
    for entry in written():
        for translation in list(entry.msgstr_plural.values())[1:] or [entry.msgstr]:
            assert sorted(shape.findall(translation)) == sorted(shape.findall(entry.msgid_plural or entry.msgid)), entry.msgid


def test_latin_script_is_derived_from_what_is_written() -> None:
    assert texts(polib.pofile(str(file_of(DERIVED, "po")))) == texts(latin(written()))


@pytest.mark.parametrize("locale", [WRITTEN, DERIVED])
def test_compiled_catalogues_are_current(locale: str) -> None:
    compiled, source = polib.mofile(str(file_of(locale, "mo"))), polib.pofile(str(file_of(locale, "po")))
    assert texts(compiled) == texts(source)
