from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BulletinsConfig(AppConfig):
    name = "linli.pillars.service.bulletins"
    label = "bulletins"
    verbose_name = _("公告")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the flow known to the engine, tell it what its guards ask, and say where staff open a bulletin."""
        from linli.base.flow import engine
        from linli.base.notices import shown
        from linli.base.people import subjects
        from linli.pillars.service.bulletins import operations, queries
        from linli.pillars.service.bulletins.flow import KIND

        engine.register_facts(KIND, queries.flow_facts)
        shown.register_desk(KIND, "/d/bulletins/{number}/")
        subjects.register("bulletins", queries.collect, operations.erase)
