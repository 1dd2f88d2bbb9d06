"""The accounts of colleagues in the admin: who they are, whether they may sign in, and their roles. Nothing else to go wrong."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import UserChangeForm, UserCreationForm
from django.contrib.auth.models import Group, User
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _, ngettext
from django_otp.plugins.otp_totp.models import TOTPDevice

from intlcoop.base import audit
from intlcoop.base.admin import PortalAdmin
from intlcoop.office import roles, second_factor

RIGHTS = ["is_active", "is_staff", "groups"]


class RoleField(forms.ModelMultipleChoiceField):
    """Boxes that say what each role is for."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        role = next((role for role in roles.ROLES if role.name == obj.name), None)
        return f"{role.label}: {role.duty}" if role else str(obj)


class AccountForm(UserChangeForm):
    password: Any = None  # its fingerprint is of no use to anybody; a link leads to the page that sets a new one

    class Meta(UserChangeForm.Meta):
        help_texts = {
            "username": _("What the person types to sign in, e.g. ana.anic. Capital letters matter."),
            "email": _("Only for colleagues; it is shown on no page."),
            "is_active": _("Untick it when somebody leaves: the sign-in ends at once, and the history keeps the name."),
            "is_staff": _("Ticked: may sign in here. What the person may do then depends on the roles."),
            "is_superuser": _("Has every right without any role. For the person who runs the server, not for daily work."),
        }
        labels = {"is_active": _("active"), "is_staff": _("staff")}


class NewAccountForm(UserCreationForm):
    class Meta(UserCreationForm.Meta):
        fields = ("username", "first_name", "last_name", "email")
        help_texts = AccountForm.Meta.help_texts


class AccountAdmin(PortalAdmin, UserAdmin):
    """Nobody gives rights to themself; only a superuser touches a superuser; no account is deleted, so that history keeps its names."""

    form = AccountForm
    add_form = NewAccountForm
    list_display = ["username", "first_name", "last_name", "email", "roles", "is_active", "has_second_factor", "last_login"]
    list_filter = ["is_active", "groups"]
    search_help_text = _("User name, name or e-mail.")
    filter_horizontal = ()
    readonly_fields = ["last_login", "date_joined", "has_second_factor", "new_password"]
    actions = ["remove_second_factor"]
    add_fieldsets = [
        (None, {"fields": ["username", "first_name", "last_name", "email", "password1", "password2"],
                "description": _("Tell the person the password by word of mouth; they change it after the first sign-in. Roles come on the next page.")}),
    ]  # fmt: skip

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return self.add_fieldsets
        rights = [*RIGHTS, "is_superuser"] if request.user.is_superuser else RIGHTS
        access = ["new_password", "has_second_factor"] if self.has_change_permission(request, obj) else ["has_second_factor"]
        return [
            (None, {"fields": ["username", *access],
                    "description": _("Whoever forgot the password gets a new one here. A lost second factor is removed by an action of the list.")}),
            (_("Person"), {"fields": ["first_name", "last_name", "email"], "description": _("For colleagues; not public.")}),
            (_("Rights"), {"fields": rights, "description": _("They change at the person's next click. Your own are changed by somebody else.")}),
            (_("Dates"), {"fields": ["last_login", "date_joined"], "description": _("Kept by the portal.")}),
        ]  # fmt: skip

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        own = [*RIGHTS, "is_superuser"] if obj is not None and obj.pk == request.user.pk else []
        return [*super().get_readonly_fields(request, obj), *own]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        may_touch = bool(obj is None or request.user.is_superuser or not obj.is_superuser)
        return may_touch and bool(super().has_change_permission(request, obj))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def formfield_for_manytomany(self, db_field: Any, request: Any = None, **kwargs: Any) -> Any:
        if db_field.name == "groups":
            return RoleField(Group.objects.order_by("pk"), label=_("roles"), required=False, help_text=_("As many as the person has."))
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        devices = TOTPDevice.objects.filter(user=OuterRef("pk"), confirmed=True)
        return super().get_queryset(request).prefetch_related("groups").annotate(has_app=Exists(devices))

    @admin.display(description=_("roles"))
    def roles(self, user: User) -> str:
        labels = {role.name: str(role.label) for role in roles.ROLES}
        return ", ".join(labels.get(group.name, group.name) for group in user.groups.all())

    @admin.display(description=_("password"))
    def new_password(self, user: User) -> SafeString:
        return format_html('<a class="button" href="../password/">{}</a>', _("Set a new password"))

    @admin.display(description=_("second factor"), boolean=True)
    def has_second_factor(self, user: Any) -> bool:
        return bool(user.has_app)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """A new account is a colleague's, so it may sign in; without a role it can see nothing yet."""
        obj.is_staff = obj.is_staff or not change
        super().save_model(request, obj, form, change)
        if changed := [name for name in ("username", "is_active", "is_staff", "is_superuser") if name in form.changed_data]:
            audit.record("account", request, obj, account=obj.username, **{name: getattr(obj, name) for name in changed})

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        before = self._names_of_roles(form.instance)
        super().save_related(request, form, formsets, change)
        after = self._names_of_roles(form.instance)
        if before != after:
            audit.record("roles", request, form.instance, account=form.instance.username, old=before, new=after)

    def user_change_password(self, request: HttpRequest, id: Any, form_url: str = "") -> Any:
        response = super().user_change_password(request, id, form_url)
        if request.method == "POST" and response.status_code == 302:
            audit.record("password set by an administrator", request, self.get_object(request, str(id)))
        return response

    @admin.action(description=_("Remove the second factor of the chosen accounts (telephone lost)"), permissions=["change"])
    def remove_second_factor(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        count = 0
        for user in queryset:
            if self.has_change_permission(request, user) and second_factor.remove(user):
                audit.record("second factor removed", request, user, account=user.username)
                count += 1
        text = ngettext("%(count)d second factor removed.", "%(count)d second factors removed.", count) % {"count": count}
        self.message_user(request, text, messages.SUCCESS if count else messages.WARNING)

    @staticmethod
    def _names_of_roles(user: User) -> list[str]:
        return sorted(Group.objects.filter(user=user).values_list("name", flat=True))
