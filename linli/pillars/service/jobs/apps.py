from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JobsConfig(AppConfig):
    name = "linli.pillars.service.jobs"
    label = "jobs"
    verbose_name = _("就业")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say what is kept about seekers: collected for them, erased for them, revealed one at a time."""
        from linli.base.people import revealing, subjects
        from linli.pillars.service.jobs import operations, queries

        subjects.register("jobs", queries.collect, operations.erase)
        revealing.register("jobs.JobSeeker", ("name", "phone"), queries.reveal)
