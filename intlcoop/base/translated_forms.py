"""The admin's input for a text in several languages: one box a language, side by side, each labelled and marked with `lang`.

The languages of the office are shown, and any other in which a text is stored: nothing is lost when a language is withdrawn.
"""

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.datastructures import MultiValueDict
from django_prose_editor.widgets import AdminProseEditorWidget

from intlcoop.base import languages

EDITOR = {
    "extensions": {
        "Bold": True, "Italic": True, "BulletList": True, "OrderedList": True, "ListItem": True, "Link": {"enableTarget": False},
        "Heading": {"levels": [2, 3]}, "Blockquote": True, "HardBreak": True, "History": True,
    }
}  # fmt: skip


class TranslatedWidget(forms.Widget):
    """A dictionary of texts by language code in, the same out."""

    template_name = "admin/widgets/translated.html"
    use_fieldset = True

    def __init__(self, *, lines: bool = False, rich: bool = False, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.lines, self.rich = lines, rich

    def box(self) -> forms.Widget:
        if self.rich:
            return AdminProseEditorWidget(config=EDITOR, preset="configurable")
        return (
            forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"}) if self.lines else forms.TextInput(attrs={"class": "vTextField"})
        )

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        texts = value if isinstance(value, dict) else {}
        id_ = context["widget"]["attrs"].get("id", name)
        context["widget"]["is_rich"] = self.rich
        context["widget"]["boxes"] = [
            {
                "label": languages.own_name(code),
                "id": f"{id_}_{code}",
                "language": code,
                "html": self.box().render(
                    f"{name}_{code}", texts.get(code, ""), {"id": f"{id_}_{code}", "lang": code, **self._label(code)}
                ),
            }
            for code in dict.fromkeys([*languages.written(), *texts])
        ]
        return context

    def _label(self, code: str) -> dict[str, str]:
        """In a table no label stands beside the boxes: each is named by the column and its language."""
        label = self.attrs.get("aria-label")
        return {"aria-label": f"{label} ({languages.own_name(code)})"} if label else {}

    def value_from_datadict(self, data: Any, files: MultiValueDict[str, Any], name: str) -> dict[str, str]:
        values = {code: data.get(f"{name}_{code}") for code in languages.can_be_written()}
        return {code: text for code, text in values.items() if text is not None}

    def value_omitted_from_data(self, data: Any, files: MultiValueDict[str, Any], name: str) -> bool:
        return not any(f"{name}_{code}" in data for code in languages.can_be_written())

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_{languages.written()[0]}" if id_ else ""

    @property
    def media(self) -> forms.Media:
        return self.box().media


class TranslatedFormField(forms.Field):
    """Validation of a single language's length and characters is the model field's; here only "required" is asked."""

    def __init__(self, *, limit: int | None = None, lines: bool = False, rich: bool = False, **kwargs: Any) -> None:
        kwargs.pop("encoder", None)
        kwargs.pop("decoder", None)
        super().__init__(widget=TranslatedWidget(lines=lines, rich=rich), **{k: v for k, v in kwargs.items() if k != "widget"})
        self.limit = limit

    def clean(self, value: Any) -> dict[str, str]:
        return super().clean({code: text for code, text in (value or {}).items() if text.strip()})

    def has_changed(self, initial: Any, data: Any) -> bool:
        return {k: v for k, v in (initial or {}).items() if v} != {k: v for k, v in (data or {}).items() if v}

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> BoundField:
        return BoundField(form, self, field_name)
