from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EstatesConfig(AppConfig):
    name = "linli.pillars.governance.estates"
    label = "estates"
    verbose_name = _("小区治理")
    default_auto_field = "django.db.models.BigAutoField"
