from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TiersConfig(AppConfig):
    name = "linli.pillars.party.tiers"
    label = "tiers"
    verbose_name = _("党组织评星定级")
    default_auto_field = "django.db.models.BigAutoField"
