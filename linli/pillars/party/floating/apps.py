from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FloatingConfig(AppConfig):
    name = "linli.pillars.party.floating"
    label = "floating"
    verbose_name = _("流动党员")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say what is kept about somebody, and where a reminder leads."""
        from linli.base.notices import shown
        from linli.base.people import subjects
        from linli.pillars.party.floating import operations, queries

        shown.register_page("floating_due", "/d/party/floating/")
        subjects.register("floating", queries.collect, operations.erase)
