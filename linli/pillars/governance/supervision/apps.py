from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SupervisionConfig(AppConfig):
    name = "linli.pillars.governance.supervision"
    label = "supervision"
    verbose_name = _("督办")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the flow known to the engine, and say where staff open a matter."""
        from linli.base.notices import shown
        from linli.pillars.governance.supervision.flow import KIND

        shown.register_desk(KIND, "/d/supervision/{number}/")
