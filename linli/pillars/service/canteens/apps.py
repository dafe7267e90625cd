from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CanteensConfig(AppConfig):
    name = "linli.pillars.service.canteens"
    label = "canteens"
    verbose_name = _("长者食堂")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say what is kept about who eats there: shown one at a time, collected and erased for them."""
        from linli.base.notices import shown
        from linli.base.people import erasures, revealing, subjects
        from linli.pillars.service.canteens import operations, queries

        revealing.register(queries.REVEALED, queries.FIELDS, queries.find_eater)
        subjects.register("canteens", queries.collect, operations.erase)
        shown.register_page("elder_missed", "/d/canteens/")
        erasures.register(operations.SUBJECT, operations.facts, operations.erase_again)
