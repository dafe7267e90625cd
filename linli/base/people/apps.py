from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "linli.base.people"
    label = "people"
    verbose_name = _("人员")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say what is kept about residents: what may be revealed, collected for them, erased for them."""
        from linli.base.people import erasures, residents, revealing, subjects

        revealing.register(residents.REVEALED, residents.FIELDS, residents.find_resident)
        subjects.register("people", residents.collect, residents.erase)
        erasures.register("people.Account", residents.account_facts, residents.erase_account_again)
        erasures.register("people.Resident", residents.resident_facts, residents.erase_resident_again)
