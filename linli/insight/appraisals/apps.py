from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AppraisalsConfig(AppConfig):
    name = "linli.insight.appraisals"
    label = "appraisals"
    verbose_name = _("单位考核")
    default_auto_field = "django.db.models.BigAutoField"
