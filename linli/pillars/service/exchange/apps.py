from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExchangeConfig(AppConfig):
    name = "linli.pillars.service.exchange"
    label = "exchange"
    verbose_name = _("资源对接")
    default_auto_field = "django.db.models.BigAutoField"
