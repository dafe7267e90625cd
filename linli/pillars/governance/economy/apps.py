from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EconomyConfig(AppConfig):
    name = "linli.pillars.governance.economy"
    label = "economy"
    verbose_name = _("经济指标和重点项目")
    default_auto_field = "django.db.models.BigAutoField"
