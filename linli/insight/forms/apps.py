from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FormsConfig(AppConfig):
    name = "linli.insight.forms"
    label = "forms"
    verbose_name = _("一张表")
    default_auto_field = "django.db.models.BigAutoField"
