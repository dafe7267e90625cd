from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ContactsConfig(AppConfig):
    name = "linli.pillars.party.contacts"
    label = "contacts"
    verbose_name = _("联系群众")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say what is kept about people: collected for them, and gone with the member."""
        from linli.base.people import subjects
        from linli.pillars.party.contacts import operations, queries

        subjects.register("contacts", queries.collect, operations.erase, is_first=True)
