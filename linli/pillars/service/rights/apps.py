from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RightsConfig(AppConfig):
    name = "linli.pillars.service.rights"
    label = "rights"
    verbose_name = _("个人信息权利")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the flow known to the engine and its clock."""
        from linli.pillars.service.rights import flow

        assert flow.RIGHTS
