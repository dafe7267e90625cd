from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AppealsConfig(AppConfig):
    name = "linli.pillars.governance.appeals"
    label = "appeals"
    verbose_name = _("申诉")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the flow known and where an appeal is opened: at the result it is against."""
        from linli.base.notices import shown
        from linli.pillars.governance.appeals.flow import KIND

        shown.register_desk(KIND, "/d/appeals/{number}/")
