from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    name = "linli.pillars.governance.reports"
    label = "reports"
    verbose_name = _("诉求")
    default_auto_field = "django.db.models.BigAutoField"
