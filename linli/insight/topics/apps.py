from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TopicsConfig(AppConfig):
    name = "linli.insight.topics"
    label = "topics"
    verbose_name = _("热点")
    default_auto_field = "django.db.models.BigAutoField"
