from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeskConfig(AppConfig):
    name = "linli.faces.desk"
    label = "desk"
    verbose_name = _("工作台")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let a phone without signal open a new case, a visit, a canteen's till, the book of a day-care centre."""
        from linli.faces.parts import offline

        offline.register(page="desk:new", shell="desk:new-shell")
        offline.register(page="desk:visit-new", shell="desk:visit-shell")
        offline.register(page="desk:patrol", shell="desk:patrol-shell")
        offline.register(page="desk:till", shell="desk:till-shell")
        offline.register(page="desk:daycare", shell="desk:daycare-shell")
