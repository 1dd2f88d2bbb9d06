"""The pages of an import: choose a file, look at what it would do, confirm, see what it did, take it back."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _, gettext_lazy

from intlcoop.base import audit, list_tools, spreadsheet_reader
from intlcoop.base.admin import PortalAdmin
from intlcoop.base.spreadsheet import csv_download
from intlcoop.base.text import clean
from intlcoop.base.typed import NUMBER
from intlcoop.office.imports.deeds import NotNow, confirm, look_at, undo
from intlcoop.office.imports.nouns import NOUNS, Institutions, Noun
from intlcoop.office.imports.preview import groups
from intlcoop.office.models import ImportBatch

MAY = ("add", "change")


class FileForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("Excel (.xlsx) or CSV, at most 10 MB and 5,000 rows. Next you see what it would do; nothing is imported before you confirm."),
        error_messages={"empty": gettext_lazy("The file is empty."), "required": gettext_lazy("Choose a file.")},
        widget=forms.FileInput(attrs={"accept": ",".join(sorted(spreadsheet_reader.EXTENSIONS))}),
    )  # fmt: skip


def may_import(request: HttpRequest, noun: str) -> bool:
    """Whoever may add such records and change them may do so with many at once."""
    user: Any = request.user
    meta = NOUNS[noun].model._meta
    return bool(
        user.has_perm("office.add_importbatch") and all(user.has_perm(f"{meta.app_label}.{verb}_{meta.model_name}") for verb in MAY)
    )


def _offer(noun: type[Noun]) -> list_tools.Offer:
    def offer(request: HttpRequest) -> list_tools.Tool | None:
        url = f"{reverse('admin:office_importbatch_add')}?what={noun.key}"
        return list_tools.Tool(url, _("Import from a spreadsheet")) if may_import(request, noun.key) else None

    return offer


for _key, _noun in NOUNS.items():
    list_tools.register(_noun.model, _offer(_noun))


@admin.register(ImportBatch)
class ImportBatchAdmin(PortalAdmin):
    """Files are not edited: a batch is looked at, confirmed once, and undone once."""

    list_display = ["file_name", "what", "state", "made_by", "created_at", "confirmed_at"]
    list_filter = ["state"]
    list_select_related = ["made_by"]
    actions = None

    @admin.display(description=gettext_lazy("what"), ordering="noun")
    def what(self, batch: ImportBatch) -> str:
        return str(NOUNS[batch.noun].words)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """It says where records came from."""
        return False

    def get_urls(self) -> list[Any]:
        template = path("template.csv", self.admin_site.admin_view(self.template_view), name="office_importbatch_template")
        return [template, *super().get_urls()]

    def _noun_asked(self, request: HttpRequest) -> type[Noun]:
        noun = NOUNS.get(request.GET.get("what", Institutions.key))
        if noun is None:
            raise Http404
        if not may_import(request, noun.key):
            raise PermissionDenied
        return noun

    def template_view(self, request: HttpRequest) -> HttpResponseBase:
        """Headings in the officer's language, and one row that the import knows and leaves out."""
        noun = self._noun_asked(request)()
        offered = noun.offered
        return csv_download(str(noun.words), [column.heading for column in offered], [[column.example for column in offered]])

    def changeform_view(self, request: Any, object_id: Any = None, form_url: str = "", extra_context: Any = None) -> Any:
        return self._batch(request, object_id) if object_id is not None else self._upload(request)

    def _upload(self, request: HttpRequest) -> HttpResponse:
        noun = self._noun_asked(request)
        form = FileForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            file = form.cleaned_data["file"]
            try:
                sheet = spreadsheet_reader.read(file.name, file)
                batch = look_at(noun.key, sheet, file_name=clean(file.name)[:150], made_by=request.user)
            except ValidationError as error:
                form.add_error("file", error)
            else:
                audit.record("import looked at", request, batch)
                return HttpResponseRedirect(self._address(batch))
        return self._draw(request, "admin/import_file.html", {
            "title": _("Import from a spreadsheet: %(what)s") % {"what": noun.words}, "form": form, "columns": noun().offered,
            "template_url": f"{reverse('admin:office_importbatch_template')}?what={noun.key}",
            "takes_country_headings": noun.takes_country_headings,
        })  # fmt: skip

    def _batch(self, request: HttpRequest, object_id: str) -> HttpResponse:
        batch = self.get_object(request, object_id)
        if batch is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_permission(request, batch):
            raise PermissionDenied
        if request.method == "POST":
            return self._act(request, batch)
        return self._draw(request, "admin/import_batch.html", {
            "title": batch.file_name, "batch": batch, "groups": groups(batch), "may_import": may_import(request, batch.noun),
            "list_url": reverse(f"admin:{NOUNS[batch.noun].model._meta.label_lower.replace('.', '_')}_changelist"),
            "again_url": f"{reverse('admin:office_importbatch_add')}?what={batch.noun}",
        })  # fmt: skip

    def _act(self, request: HttpRequest, batch: ImportBatch) -> HttpResponse:
        if not may_import(request, batch.noun):
            raise PermissionDenied
        try:
            if "undo" in request.POST:
                batch = undo(batch.pk)
                audit.record("import undone", request, batch, stayed=batch.rows.filter(is_done=True).count())
                messages.success(request, _("The import has been undone."))
            else:
                left_out = {int(number) for number in request.POST.getlist("leave_out") if NUMBER.fullmatch(number)}
                batch = confirm(batch.pk, left_out)
                audit.record("import", request, batch, of=batch.noun, count=batch.rows.filter(is_done=True).count())
                messages.success(request, _("Imported. What is new is a draft: publish it in its list."))
        except NotNow as reason:
            messages.warning(request, str(reason))
        return HttpResponseRedirect(self._address(batch))

    @staticmethod
    def _address(batch: ImportBatch) -> str:
        return reverse("admin:office_importbatch_change", args=[batch.pk])

    def _draw(self, request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
        return TemplateResponse(request, template, self.admin_site.each_context(request) | {"opts": self.opts} | context)
