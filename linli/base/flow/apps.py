from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FlowConfig(AppConfig):
    name = "linli.base.flow"
    label = "flow"
    verbose_name = _("流转")
    default_auto_field = "django.db.models.BigAutoField"
