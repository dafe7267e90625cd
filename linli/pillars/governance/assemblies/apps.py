from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssembliesConfig(AppConfig):
    name = "linli.pillars.governance.assemblies"
    label = "assemblies"
    verbose_name = _("议事日历")
    default_auto_field = "django.db.models.BigAutoField"
