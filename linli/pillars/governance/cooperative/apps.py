from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CooperativeConfig(AppConfig):
    name = "linli.pillars.governance.cooperative"
    label = "cooperative"
    verbose_name = _("股份制经济合作社")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say how a member's hidden values are found, and what is kept of whom."""
        from linli.base.people import revealing, subjects
        from linli.pillars.governance.cooperative import operations, queries

        revealing.register(queries.REVEALED, queries.FIELDS, queries.find_member)
        subjects.register("cooperative", queries.collect, operations.erase)
