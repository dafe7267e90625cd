from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PatrolsConfig(AppConfig):
    name = "linli.pillars.governance.patrols"
    label = "patrols"
    verbose_name = _("巡查")
    default_auto_field = "django.db.models.BigAutoField"
