"""Mistakes as GOV.UK shows them: a list above the form, each line the way to its field."""

from django import forms


class WithErrorLinks(forms.BaseForm):
    """A form whose mistakes can be listed above it, each with the way to its field."""

    use_required_attribute = False

    def anchor(self, name: str) -> str:
        """The id of what to mend; of several boxes the first."""
        field = self[name]
        return f"{field.auto_id}_0" if field.use_fieldset else str(field.auto_id)

    def error_links(self) -> list[tuple[str, str]]:
        """Each error with the id of what to mend, in the order of the page."""
        return [(self.anchor(name), str(message)) for name in self.errors for message in self[name].errors]
