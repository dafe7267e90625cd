from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConfigConfig(AppConfig):
    name = "linli.config"
    label = "config"
    verbose_name = _("系统设置")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Have the columns of queries know themselves."""
        from linli.config import lean_columns

        lean_columns.install()
