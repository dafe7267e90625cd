from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FindingConfig(AppConfig):
    name = "linli.insight.finding"
    label = "finding"
    verbose_name = _("查找")
    default_auto_field = "django.db.models.BigAutoField"
