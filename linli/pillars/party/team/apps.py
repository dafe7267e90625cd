from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TeamConfig(AppConfig):
    name = "linli.pillars.party.team"
    label = "team"
    verbose_name = _("队伍建设")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say what is kept about people, collected and erased for them."""
        from linli.base.people import subjects
        from linli.pillars.party.team import operations, queries

        subjects.register("team", queries.collect, operations.erase, is_first=True)
