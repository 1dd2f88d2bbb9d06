"""Words of libraries that ship no Serbian, or a wrong one: marked here, so that our catalogue has them. Nothing imports this module."""

from django.utils.translation import gettext_noop as _, pgettext_lazy

HISTORY = (
    _("Change history: %s"),
    _('The %(name)s "%(obj)s" was changed successfully.'),
    _("You may edit it again below"),
    _("Revert %s"),
    _("Created"),
    _("Changed"),
    _("Deleted"),
    _("Choose a date from the list below to revert to a previous version of this object."),
    _("This object doesn't have a change history."),
    _("History"),
    _("Revert %(verbose_name)s"),
    _("Press the 'Revert' button below to revert to this version of the object."),
    _("Or press the 'Change History' button to edit the history."),
    _("Object"),
    _("Date/time"),
    _("Comment"),
    _("Changed by"),
    _("Change reason"),
    _("Changes"),
    _("None"),
    _("Revert"),
    _("Change History"),
)

# Django's admin speaks of "objects of a class", and Ekavian.
ADMIN = (
    _("Add %s"),
    _("Change %s"),
    _("Select %s"),
    _("Select %s to change"),
    _("Add %(name)s"),
    _("Add another %(verbose_name)s"),
    _("Save and add another"),
    _("Save and continue editing"),
    _("Change password"),
    _("Start typing to filter…"),
    _("The {name} “{obj}” was added successfully."),
    _("You may edit it again below."),
    _("The {name} “{obj}” was added successfully. You may add another {name} below."),
    _("The {name} “{obj}” was changed successfully. You may edit it again below."),
    _("The {name} “{obj}” was changed successfully. You may add another {name} below."),
    _("The {name} “{obj}” was changed successfully."),
    _("The %(name)s “%(obj)s” was deleted successfully."),
    _("Added “%(object)s”."),
    _("Changed “%(object)s” — %(changes)s"),
    _("Deleted “%(object)s.”"),
    _("No fields changed."),
    _("Items must be selected in order to perform actions on them. No items have been changed."),
    _("Cannot delete %(name)s"),
    _("Deleting the %(object_name)s '%(escaped_object)s' would require deleting the following protected related objects:"),
    _("Deleting the selected %(objects_name)s would require deleting the following protected related objects:"),
)

# In django-countries Latvia is called Lithuania, and Samoa San Marino; others are not in the Ijekavian of our pages.
COUNTRIES = (
    _("Belarus"),
    _("Latvia"),
    _("North Macedonia"),
    _("Samoa"),
    _("Virgin Islands (British)"),
    _("Virgin Islands (U.S.)"),
)

# Django's own have the nominative: 12. марта, not 12. Март.
MONTHS = (
    pgettext_lazy("alt. month", "January"),
    pgettext_lazy("alt. month", "February"),
    pgettext_lazy("alt. month", "March"),
    pgettext_lazy("alt. month", "April"),
    pgettext_lazy("alt. month", "May"),
    pgettext_lazy("alt. month", "June"),
    pgettext_lazy("alt. month", "July"),
    pgettext_lazy("alt. month", "August"),
    pgettext_lazy("alt. month", "September"),
    pgettext_lazy("alt. month", "October"),
    pgettext_lazy("alt. month", "November"),
    pgettext_lazy("alt. month", "December"),
)
