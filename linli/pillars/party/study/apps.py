from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StudyConfig(AppConfig):
    name = "linli.pillars.party.study"
    label = "study"
    verbose_name = _("学习")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say what is kept about people: collected for them, and gone with the member."""
        from linli.base.people import subjects
        from linli.pillars.party.study import operations, queries

        subjects.register("study", queries.collect, operations.erase, is_first=True)
