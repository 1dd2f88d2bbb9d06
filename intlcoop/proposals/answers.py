"""What a sender wrote, in the words of the form: before it is sent, and as the copy that she keeps."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.forms import Field

from intlcoop.base.pdf import PdfFile
from intlcoop.proposals.attachment import Waiting


@dataclass(frozen=True)
class Answer:
    name: str
    label: str
    words: list[str]
    anchor: str = ""
    is_text: bool = False


def answers(fields: Mapping[str, Field], values: Mapping[str, Any], anchors: Mapping[str, str]) -> Iterable[Answer]:
    """A line for each field, in its order."""
    for name, field in fields.items():
        yield Answer(name, str(field.label), _words(field, values[name]), anchors.get(name, ""), name == "text")


def _words(field: Field, value: Any) -> list[str]:
    options = dict(getattr(field, "choices", []))
    shown = [one.facts if isinstance(one, Waiting | PdfFile) else one for one in (value if isinstance(value, list) else [value]) if one]
    return [str(options.get(one, one)) for one in shown]
