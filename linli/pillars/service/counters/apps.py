from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CountersConfig(AppConfig):
    name = "linli.pillars.service.counters"
    label = "counters"
    verbose_name = _("大厅")
    default_auto_field = "django.db.models.BigAutoField"
