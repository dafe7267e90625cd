from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VisitsConfig(AppConfig):
    name = "linli.pillars.governance.visits"
    label = "visits"
    verbose_name = _("走访")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say what is kept about residents who were visited: collected and erased for them."""
        from linli.base.people import erasures, subjects
        from linli.pillars.governance.visits import operations, queries

        subjects.register("visits", queries.collect, operations.erase, is_first=True)
        erasures.register(operations.SUBJECT, operations.facts, operations.erase_again)
