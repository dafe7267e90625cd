from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DutiesConfig(AppConfig):
    name = "linli.pillars.governance.duties"
    label = "duties"
    verbose_name = _("履职事项")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the flow known to the engine, tell it what its guards ask, and say where staff open a task."""
        from linli.base.flow import engine
        from linli.base.notices import shown
        from linli.pillars.governance.duties import queries
        from linli.pillars.governance.duties.flow import KIND

        engine.register_facts(KIND, queries.flow_facts)
        shown.register_desk(KIND, "/d/tasks/{number}/")
