from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EstatesConfig(AppConfig):
    name = "linli.pillars.governance.estates"
    label = "estates"
    verbose_name = _("小区治理")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the flow known to the engine, tell it what its guards ask, and where staff open an election."""
        from linli.base.flow import engine
        from linli.base.notices import parties, shown
        from linli.base.people import subjects
        from linli.pillars.governance.estates import operations, queries
        from linli.pillars.governance.estates.flow import KIND

        engine.register_facts(KIND, queries.flow_facts)
        engine.register_timed(KIND, operations.timed)
        subjects.register("estates", queries.collect, operations.erase)
        parties.register(KIND, queries.parties_of)
        parties.register_voters(KIND, queries.voters_of)
        shown.register_desk(KIND, "/d/elections/{number}/")
