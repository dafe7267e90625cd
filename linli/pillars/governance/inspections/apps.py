from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InspectionsConfig(AppConfig):
    name = "linli.pillars.governance.inspections"
    label = "inspections"
    verbose_name = _("商户门店")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the flow known, tell it what its guards ask, who is told, and where staff open an order."""
        from linli.base.flow import engine
        from linli.base.notices import parties, shown
        from linli.pillars.governance.inspections import queries
        from linli.pillars.governance.inspections.flow import KIND

        engine.register_facts(KIND, queries.flow_facts)
        parties.register(KIND, queries.parties_of)
        shown.register_desk(KIND, "/d/orders/{number}/")
