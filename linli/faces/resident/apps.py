from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ResidentConfig(AppConfig):
    name = "linli.faces.resident"
    label = "resident"
    verbose_name = _("居民端")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let a phone without signal open the form for a report."""
        from linli.faces.parts import offline

        offline.register(page="resident:report", shell="resident:report-shell")
