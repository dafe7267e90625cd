from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CatalogConfig(AppConfig):
    name = "linli.pillars.service.catalog"
    label = "catalog"
    verbose_name = _("办事事项")
    default_auto_field = "django.db.models.BigAutoField"
