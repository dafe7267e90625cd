from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SchemesConfig(AppConfig):
    name = "linli.pillars.service.schemes"
    label = "schemes"
    verbose_name = _("惠企政策")
    default_auto_field = "django.db.models.BigAutoField"
