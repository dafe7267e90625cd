from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VenuesConfig(AppConfig):
    name = "linli.pillars.party.venues"
    label = "venues"
    verbose_name = _("阵地")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say what is hidden and opens for a reason, and what is kept about whoever booked."""
        from linli.base.notices import shown
        from linli.base.people import revealing, subjects
        from linli.pillars.party.venues import operations, queries

        revealing.register(queries.BOOKINGS, queries.BOOKER_FIELDS, queries.find_booker)
        shown.register_page("room_wanted", "/d/venues/?view=asked")
        subjects.register("venues", queries.collect, operations.erase)
