from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LanguageConfig(AppConfig):
    name = "linli.base.language"
    label = "language"
    verbose_name = _("文本")
    default_auto_field = "django.db.models.BigAutoField"
