from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PartsConfig(AppConfig):
    name = "linli.faces.parts"
    label = "parts"
    verbose_name = _("页面部件")
    default_auto_field = "django.db.models.BigAutoField"
