from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CareConfig(AppConfig):
    name = "linli.pillars.service.care"
    label = "care"
    verbose_name = _("关爱帮扶")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say what is kept about people who are looked after: shown one at a time, collected and erased for them."""
        from linli.base.people import erasures, revealing, subjects
        from linli.pillars.service.care import operations, queries

        revealing.register(queries.REVEALED, queries.FIELDS, queries.find_person)
        subjects.register("care", queries.collect, operations.erase)
        erasures.register(operations.SUBJECT, operations.facts, operations.erase_again)
