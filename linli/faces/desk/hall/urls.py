"""Addresses of the hall, below the desk's."""

from django.urls import path

from linli.faces.desk.hall import bookings, checks, figures, guide, overview, window
from linli.faces.parts.addresses import each

WINDOW = "hall/<int:pk>/window/<int:number>/"

urlpatterns = [
    path("hall/", overview.halls, name="hall"),
    path("hall/<int:pk>/", overview.hall, name="hall-now"),
    path("hall/<int:pk>/figures/", figures.figures, name="hall-figures"),
    path("hall/<int:pk>/figures/<slug:code>/", figures.figure, name="hall-figure"),
    path("hall/<int:pk>/figures/<slug:code>/export.xlsx", figures.export, name="hall-figure-export"),
    path("hall/<int:pk>/checks/", checks.checks, name="hall-checks"),
    path("hall/<int:pk>/checks/export.xlsx", checks.sheet, name="hall-checks-sheet"),
    path("hall/<int:pk>/checks/<int:finding_id>/mend/", checks.mend, name="hall-check-mend"),
    path("hall/<int:pk>/guide/", guide.guide, name="hall-guide"),
    path("hall/<int:pk>/guide/draw/", guide.draw, name="hall-draw"),
    path("hall/<int:pk>/guide/back/", guide.come_back, name="hall-return"),
    path("hall/<int:pk>/tickets/<int:ticket_id>/slip/", guide.slip, name="hall-slip"),
    path("hall/<int:pk>/bookings/", bookings.bookings, name="hall-bookings"),
    path("hall/<int:pk>/bookings/export.xlsx", bookings.sheet, name="hall-bookings-sheet"),
    path("hall/<int:pk>/bookings/new/", bookings.new, name="hall-booking-new"),
    path("hall/<int:pk>/bookings/arrive/", bookings.arrive, name="hall-booking-arrive"),
    path("hall/<int:pk>/bookings/<int:booking_id>/", bookings.booking, name="hall-booking"),
    path("hall/<int:pk>/bookings/<int:booking_id>/cancel/", bookings.cancel, name="hall-booking-cancel"),
    path(
        "hall/<int:pk>/bookings/<int:booking_id>/reveal/<str:field>/",
        bookings.reveal,
        name="hall-booking-reveal",
    ),
    path(WINDOW, window.window, name="hall-window"),
    path(f"{WINDOW}sit/", overview.sit, name="hall-sit"),
    path(f"{WINDOW}stand/", overview.stand, name="hall-stand"),
    path(f"{WINDOW}next/", window.call_next, name="hall-call-next"),
    *each(f"{WINDOW}<int:ticket_id>/", window.VERBS, window.act, "hall"),
]
