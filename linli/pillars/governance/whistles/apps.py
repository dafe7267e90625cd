from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WhistlesConfig(AppConfig):
    name = "linli.pillars.governance.whistles"
    label = "whistles"
    verbose_name = _("吹哨")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the flow known to the engine, tell it what its guards ask, and say where staff open a whistle."""
        from linli.base.flow import engine
        from linli.base.notices import shown
        from linli.pillars.governance.whistles import queries
        from linli.pillars.governance.whistles.flow import KIND

        engine.register_facts(KIND, queries.flow_facts)
        shown.register_desk(KIND, "/d/whistles/{number}/")
