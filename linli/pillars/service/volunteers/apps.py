from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VolunteersConfig(AppConfig):
    name = "linli.pillars.service.volunteers"
    label = "volunteers"
    verbose_name = _("志愿服务")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say what is kept about volunteers: collected for them, erased for them."""
        from linli.base.people import subjects
        from linli.pillars.service.volunteers import operations, queries

        subjects.register("volunteers", queries.collect, operations.erase)
