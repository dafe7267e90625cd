from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CliConfig(AppConfig):
    name = "linli.cli"
    label = "cli"
    verbose_name = _("命令行")
    default_auto_field = "django.db.models.BigAutoField"
