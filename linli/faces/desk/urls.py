"""The addresses of the desk: what everybody works from, and the pillars. Every verb of a report has its own."""

from django.urls import path

from linli.faces.desk import (
    advising,
    dispatch,
    find,
    inbox,
    intake,
    map,
    me,
    moves,
    notices,
    reports,
    revealing,
    slip,
)
from linli.faces.desk import economyurls as economy
from linli.faces.desk import formurls as forms
from linli.faces.desk import governanceurls as governance
from linli.faces.desk import partyurls as party
from linli.faces.desk import serviceurls as service
from linli.faces.desk.applications import urls as applications
from linli.faces.desk.cooperatives import urls as cooperatives
from linli.faces.desk.hall import urls as hall
from linli.faces.desk.house import urls as house
from linli.faces.desk.topics import urls as topics
from linli.faces.desk.verbs import VERBS, dashed

app_name = "desk"

REPORT = "reports/<str:number>/"

urlpatterns = [
    path("", inbox.inbox, name="inbox"),
    path("export.xlsx", inbox.export, name="export"),
    path("find/", find.find, name="find"),
    path("views/", inbox.keep_view, name="view-keep"),
    path("views/<int:view_id>/drop/", inbox.drop_view, name="view-drop"),
    path("map/", map.desk_map, name="map"),
    path("map/points.json", map.points, name="map-points"),
    path("map/shapes.json", map.shapes, name="map-shapes"),
    path("map/place.json", map.place, name="map-place"),
    path("dispatch/", dispatch.dispatch, name="dispatch"),
    path("dispatch/<str:number>/", dispatch.dispatch, name="dispatch-one"),
    path("phone/", intake.phone, name="phone"),
    path("phone/places/", intake.spots, name="phone-places"),
    path("phone/guess/", intake.guess, name="phone-guess"),
    path("phone/category/", intake.category, name="phone-category"),
    path("phone/caller/", intake.caller, name="phone-caller"),
    path("phone/same/", intake.same, name="phone-same"),
    path("phone/filed/<str:number>/", intake.filed, name="phone-filed"),
    path("phone/filed/<str:number>/slip/", slip.slip, name="phone-slip"),
    path("new/", intake.new, name="new"),
    path("new/shell/", intake.new_shell, name="new-shell"),
    path("notices/", notices.notices, name="notices"),
    path("notices/read/", notices.read_all, name="notices-read"),
    path("notices/<str:number>/<int:notice_id>/", notices.open_notice, name="notice"),
    path("me/", me.me, name="me"),
    path("me/away/", me.lend, name="me-lend"),
    path("me/away/<int:deputy_id>/end/", me.take_back, name="me-take-back"),
    path("me/wish/", me.wish, name="me-wish"),
    path(REPORT, reports.report, name="report"),
    path(f"{REPORT}beside/", reports.beside, name="report-beside"),
    path(f"{REPORT}around/", reports.around, name="report-around"),
    path(f"{REPORT}advice/", advising.advice, name="report-advice"),
    path(f"{REPORT}paper/", reports.paper, name="report-paper"),
    path(f"{REPORT}watch/", reports.watch, name="report-watch"),
    path(f"{REPORT}unwatch/", reports.unwatch, name="report-unwatch"),
    path(f"{REPORT}reveal/<int:reporter_id>/<str:field>/", revealing.reveal, name="report-reveal"),
    path(f"{REPORT}files/<int:file_id>/<str:variant>/", reports.file, name="report-file"),
    *(
        path(f"{REPORT}{dashed(verb)}/", moves.move, {"verb": verb}, name=f"report-{dashed(verb)}")
        for verb in VERBS
    ),
    *forms.urlpatterns,
    *party.urlpatterns,
    *governance.urlpatterns,
    *economy.urlpatterns,
    *topics.urlpatterns,
    *cooperatives.urlpatterns,
    *service.urlpatterns,
    *applications.urlpatterns,
    *hall.urlpatterns,
    *house.urlpatterns,
]
