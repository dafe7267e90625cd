from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeliberationConfig(AppConfig):
    name = "linli.pillars.governance.deliberation"
    label = "deliberation"
    verbose_name = _("协商议事")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the flow known to the engine, tell it what its guards ask, who is told, and where staff open a topic."""
        from linli.base.flow import engine
        from linli.base.notices import parties, shown
        from linli.base.people import subjects
        from linli.pillars.governance.deliberation import operations, queries
        from linli.pillars.governance.deliberation.flow import KIND

        engine.register_facts(KIND, queries.flow_facts)
        engine.register_timed(KIND, operations.timed)
        parties.register(KIND, queries.parties_of)
        parties.register_invited(KIND, queries.invited_to)
        parties.register_voters(KIND, queries.voters_of)
        shown.register_desk(KIND, "/d/topics/{number}/")
        subjects.register("deliberation", queries.collect, operations.erase)
