from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CareConfig(AppConfig):
    name = "linli.pillars.service.care"
    label = "care"
    verbose_name = _("关爱帮扶")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say what is kept about people who are looked after: shown one at a time, collected and erased for them."""
        from linli.base.notices import shown
        from linli.base.people import erasures, revealing, subjects
        from linli.pillars.service.care import operations, queries

        revealing.register(queries.REVEALED, queries.FIELDS, queries.find_person)
        subjects.register("care", queries.collect, operations.erase)
        shown.register_page("care_change", "/d/care/")
        shown.register_page("pair_due", "/d/care/pairs/")
        erasures.register(operations.SUBJECT, operations.facts, operations.erase_again)
