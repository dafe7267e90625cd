from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RatingsConfig(AppConfig):
    name = "linli.pillars.service.ratings"
    label = "ratings"
    verbose_name = _("好差评")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the flow known to the engine, tell it what its guards ask, who rated, and where staff open a case."""
        from linli.base.flow import engine
        from linli.base.notices import parties, shown
        from linli.base.people import revealing, subjects
        from linli.pillars.service.ratings import operations, queries
        from linli.pillars.service.ratings.flow import KIND

        engine.register_facts(KIND, queries.flow_facts)
        parties.register(KIND, queries.parties_of)
        shown.register_desk(KIND, "/d/ratings/{number}/")
        revealing.register("ratings.Rating", ("phone",), queries.find_rater)
        subjects.register("ratings", queries.collect, operations.erase, is_first=True)
