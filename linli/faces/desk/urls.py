"""The addresses of the desk. Every verb of a report has its own."""

from django.urls import path

from linli.faces.desk import (
    advising,
    bulletins,
    campaigndoors,
    campaigns,
    canteens,
    canteensheets,
    care,
    carefigures,
    carepairs,
    careperson,
    daycare,
    diary,
    dispatch,
    duties,
    elections,
    enterprises,
    enterprisesheets,
    estates,
    exchange,
    inbox,
    intake,
    items,
    jobs,
    jobseekers,
    map,
    me,
    mornings,
    moves,
    needs,
    notices,
    orders,
    ratings,
    reports,
    revealing,
    rights,
    schemes,
    shops,
    shopsheets,
    slip,
    supervision,
    supervisionlists,
    tasks,
    till,
    visiting,
    visits,
    volunteers,
    whistlefigures,
    whistles,
)
from linli.faces.desk import partyurls as party
from linli.faces.desk.applications import urls as applications
from linli.faces.desk.cooperatives import urls as cooperatives
from linli.faces.desk.hall import urls as hall
from linli.faces.desk.house import urls as house
from linli.faces.desk.topics import urls as topics
from linli.faces.desk.verbs import VERBS, dashed
from linli.faces.desk.whistlepage import PRESSES as WHISTLE_VERBS

app_name = "desk"

REPORT = "reports/<str:number>/"

urlpatterns = [
    path("", inbox.inbox, name="inbox"),
    path("export.xlsx", inbox.export, name="export"),
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
    path("bulletins/", bulletins.bulletins, name="bulletins"),
    path("bulletins/new/", bulletins.new, name="bulletin-new"),
    path("bulletins/bulletins.xlsx", bulletins.as_sheet, name="bulletins-sheet"),
    path("bulletins/<str:number>/", bulletins.bulletin, name="bulletin"),
    path("bulletins/<str:number>/revise/", bulletins.revise, name="bulletin-revise"),
    *(
        path(f"bulletins/<str:number>/{verb}/", bulletins.correct, {"verb": verb}, name=f"bulletin-{verb}")
        for verb in ("correct", "correct-at-once")
    ),
    *(
        path(f"bulletins/<str:number>/{verb}/", bulletins.act, {"verb": verb}, name=f"bulletin-{verb}")
        for verb in bulletins.PRESSES
    ),
    path("bulletins/<str:number>/files/<int:file_id>/<variant>/", bulletins.file, name="bulletin-file"),
    path("volunteers/", volunteers.activities, name="volunteers"),
    path("volunteers/new/", volunteers.new, name="volunteer-new"),
    path("volunteers/<int:activity_id>/", volunteers.activity, name="volunteer-activity"),
    path("volunteers/activities.xlsx", volunteers.sheet, name="volunteers-sheet"),
    path("volunteers/<int:activity_id>/change/", volunteers.change, name="volunteer-change"),
    path("volunteers/<int:activity_id>/people.xlsx", volunteers.people_sheet, name="volunteer-people"),
    path("volunteers/<int:activity_id>/cancel/", volunteers.cancel, name="volunteer-cancel"),
    path("volunteers/<int:activity_id>/join/", volunteers.join, name="volunteer-join"),
    path("volunteers/<int:activity_id>/invite/", volunteers.invite, name="volunteer-invite"),
    path("volunteers/<int:activity_id>/hours/", volunteers.hours, name="volunteer-hours"),
    path("canteens/", canteens.canteens, name="canteens"),
    path("canteens/eaters/", canteens.eaters, name="canteen-eaters"),
    path("canteens/eaters.xlsx", canteensheets.eaters, name="canteen-eaters-sheet"),
    path("canteens/missed.xlsx", canteensheets.missed, name="canteen-missed-sheet"),
    path("canteens/subsidies.xlsx", canteensheets.subsidies, name="canteen-subsidies-sheet"),
    path("canteens/<int:pk>/orders/<slug:meal>.xlsx", canteensheets.orders, name="canteen-orders-sheet"),
    path("canteens/eaters/<int:pk>/<slug:verb>/", canteens.eater_act, name="canteen-eater-act"),
    path("canteens/eaters/<int:pk>/reveal/<str:field>/", canteens.reveal, name="canteen-eater-reveal"),
    path("canteens/subsidies/", canteens.subsidies, name="canteen-subsidies"),
    path("canteens/figures/", carefigures.meal_figures, name="canteen-figures"),
    path("canteens/figures.xlsx", carefigures.meal_figures_sheet, name="canteen-figures-sheet"),
    path("canteens/<int:pk>/", canteens.canteen, name="canteen"),
    path("canteens/<int:pk>/month/", canteens.month, name="canteen-month"),
    path("canteens/<int:pk>/month/<slug:what>.xlsx", canteens.month_sheet, name="canteen-month-sheet"),
    path("canteens/<int:pk>/<slug:verb>/", canteens.act, name="canteen-act"),
    path("daycare/", daycare.book, name="daycare"),
    path("daycare/note/", daycare.note, name="daycare-note"),
    path("daycare/shell/", daycare.shell, name="daycare-shell"),
    path("daycare/<int:pk>/book.xlsx", daycare.sheet, name="daycare-sheet"),
    path("till/", till.till, name="till"),
    path("till/serve/", till.serve, name="till-serve"),
    path("till/shell/", till.shell, name="till-shell"),
    path("visits/", visits.visits, name="visits"),
    path("visits/doors.xlsx", visits.sheet, name="visit-sheet"),
    path("visits/new/", visiting.new, name="visit-new"),
    path("visits/shell/", visiting.shell, name="visit-shell"),
    path("visits/coverage/", visits.coverage, name="visit-coverage"),
    path("visits/coverage.xlsx", visits.coverage_sheet, name="visit-coverage-sheet"),
    path("visits/doors/<int:household_id>/", visits.door, name="visit-door"),
    path(
        "visits/doors/<int:household_id>/reveal/<int:resident_id>/<str:field>/",
        visits.reveal,
        name="visit-reveal",
    ),
    path("diary/", diary.diary, name="diary"),
    path("diary/<int:page_id>/<slug:verb>/", diary.act, name="diary-act"),
    path("care/", care.people, name="care"),
    path("care/people.xlsx", care.sheet, name="care-sheet"),
    path("care/new/", care.new, name="care-new"),
    path("care/import/", care.take_in, name="care-import"),
    path("care/wishes/", care.wishes, name="care-wishes"),
    path("care/wishes.xlsx", care.wishes_sheet, name="care-wishes-sheet"),
    path("care/pairs/", carepairs.pairs, name="care-pairs"),
    path("care/pairs.xlsx", carepairs.sheet, name="care-pairs-sheet"),
    path("care/pairs/<int:pair_id>/visit/", carepairs.visit, name="care-pair-visit"),
    path("care/pairs/<int:pair_id>/reveal/<str:field>/", carepairs.reveal, name="care-pair-reveal"),
    path("care/figures/", carefigures.figures, name="care-figures"),
    path("care/figures.xlsx", carefigures.figures_sheet, name="care-figures-sheet"),
    path("care/figures/<slug:code>/", carefigures.figure, name="care-figure"),
    path("care/figures/<slug:code>.xlsx", carefigures.figure_sheet, name="care-figure-sheet"),
    path("care/<int:person_id>/", careperson.person, name="care-person"),
    path("care/<int:person_id>/groups/<int:membership_id>/end/", careperson.end_group, name="care-group-end"),
    path("care/<int:person_id>/reveal/<str:field>/", careperson.reveal, name="care-reveal"),
    path("care/<int:person_id>/<slug:verb>/", careperson.act, name="care-act"),
    path("care/<int:person_id>/<slug:verb>/<int:thing_id>/", careperson.press, name="care-press"),
    path("enterprises/", enterprises.enterprises, name="enterprises"),
    path("enterprises/new/", enterprises.edit, name="enterprise-new"),
    path("enterprises/import/", enterprisesheets.take_in, name="enterprise-import"),
    path("enterprises/blank.xlsx", enterprisesheets.blank_sheet, name="enterprise-blank"),
    path("enterprises/enterprises.xlsx", enterprisesheets.as_sheet, name="enterprise-sheet"),
    path("enterprises/<int:pk>/", enterprises.enterprise, name="enterprise"),
    path("enterprises/<int:pk>/edit/", enterprises.edit, name="enterprise-edit"),
    path("enterprises/<int:pk>/reveal/<str:field>/", enterprises.reveal, name="enterprise-reveal"),
    path(
        "enterprises/<int:pk>/visits/<int:visit_id>/kept/", enterprises.keep_promise, name="enterprise-kept"
    ),
    *(
        path(f"enterprises/<int:pk>/{verb}/", enterprises.act, {"verb": verb}, name=f"enterprise-{verb}")
        for verb in enterprises.ACTS
    ),
    path("shops/", shops.shops, name="shops"),
    path("shops/new/", shops.edit, name="shop-new"),
    path("shops/new/<int:enterprise_id>/", shops.edit, name="shop-new-of"),
    path("shops/import/", shopsheets.take_in, name="shop-import"),
    path("shops/rules/", shops.rules, name="shop-rules"),
    path("shops/blank.xlsx", shopsheets.blank_sheet, name="shop-blank"),
    path("shops/shops.xlsx", shopsheets.as_sheet, name="shop-sheet"),
    path("shops/plates/", shopsheets.plates, name="shop-plates"),
    path("shops/<int:pk>/", shops.shop, name="shop"),
    path("shops/<int:pk>/check/", orders.check, name="shop-check"),
    path("orders/", orders.orders, name="orders"),
    path("orders/orders.xlsx", orders.as_sheet, name="order-sheet"),
    path("orders/<str:number>/", orders.order, name="order"),
    path("orders/<str:number>/notice/", orders.notice, name="order-notice"),
    path("orders/<str:number>/notice.docx", orders.docx, name="order-docx"),
    path("orders/<str:number>/files/<int:file_id>/<str:variant>/", orders.file, name="order-file"),
    *(
        path(f"orders/<str:number>/{verb}/", orders.act, {"verb": verb}, name=f"order-{verb}")
        for verb in orders.VERBS_HERE
    ),
    path("shops/<int:pk>/edit/", shops.edit, name="shop-edit"),
    *(path(f"shops/<int:pk>/{verb}/", shops.act, {"verb": verb}, name=f"shop-{verb}") for verb in shops.ACTS),
    path("enterprises/<int:pk>/schemes/", schemes.of_enterprise, name="enterprise-schemes"),
    path(
        "enterprises/<int:pk>/schemes/<int:scheme_id>/told/", schemes.tell_one, name="enterprise-scheme-tell"
    ),
    path("enterprises/<int:pk>/traits/<str:code>/", schemes.know, name="enterprise-trait"),
    path("exchange/", exchange.exchange, name="exchange"),
    path("exchange/exchange.xlsx", exchange.as_sheet, name="exchange-sheet"),
    path("exchange/<int:pk>/", exchange.post, name="exchange-post"),
    *(
        path(f"exchange/<int:pk>/{verb}/", exchange.act, {"verb": verb}, name=f"exchange-{verb}")
        for verb in exchange.ACTS
    ),
    path("enterprises/<int:pk>/exchange/", exchange.new, name="enterprise-exchange"),
    path("schemes/", schemes.schemes, name="schemes"),
    path("schemes/schemes.xlsx", schemes.as_sheet, name="scheme-sheet"),
    path("schemes/new/", schemes.edit, name="scheme-new"),
    path("schemes/<int:pk>/", schemes.scheme, name="scheme"),
    path("schemes/<int:pk>/edit/", schemes.edit, name="scheme-edit"),
    path("schemes/<int:pk>/who.xlsx", schemes.who_sheet, name="scheme-who-sheet"),
    path("schemes/<int:pk>/tell/", schemes.tell, name="scheme-tell"),
    path("schemes/<int:pk>/end/", schemes.end, name="scheme-end"),
    path("needs/", needs.needs, name="needs"),
    path("needs/needs.xlsx", needs.as_sheet, name="need-sheet"),
    path("needs/<str:number>/", needs.need, name="need"),
    *(path(f"needs/<str:number>/{v}/", needs.act, {"verb": v}, name=f"need-{v}") for v in needs.VERBS_HERE),
    path("whistles/", whistles.whistles, name="whistles"),
    path("whistles/whistles.xlsx", whistles.export, name="whistles-export"),
    path("whistles/new/", whistles.new, name="whistle-new"),
    path("whistles/departments/", whistlefigures.departments, name="whistle-departments"),
    path("whistles/departments/departments.xlsx", whistlefigures.export, name="whistle-departments-export"),
    path("whistles/departments/<str:code>/<int:unit_id>/", whistlefigures.figure, name="whistle-figure"),
    path("whistles/<str:number>/", whistles.whistle, name="whistle"),
    *(
        path(
            f"whistles/<str:number>/{where}{dashed(v)}/",
            whistles.act,
            {"verb": v},
            name=f"whistle-{dashed(v)}",
        )
        for v, press in WHISTLE_VERBS.items()
        for where in ("<int:unit_id>/" if press.is_of_call else "",)
    ),
    *party.urlpatterns,
    path("estates/", estates.estates, name="estates"),
    path("estates/estates.xlsx", estates.as_sheet, name="estates-sheet"),
    path("estates/<int:pk>/", estates.estate, name="estate"),
    path("estates/<int:pk>/seats/<int:seat>/end/", estates.unseat, name="estate-unseat"),
    path("estates/<int:pk>/contract/end/", estates.end_contract, name="estate-contract-end"),
    *(
        path(f"estates/<int:pk>/{verb}/", estates.act, {"verb": verb}, name=f"estate-{verb}")
        for verb in estates.MAKE
    ),
    path("estates/<int:pk>/propose/", elections.propose, name="estate-propose"),
    path("elections/<str:number>/", elections.election, name="election"),
    path("elections/<str:number>/papers/<slug:kind>/", elections.paper, name="election-paper"),
    path("elections/<str:number>/papers/<slug:kind>/docx/", elections.docx, name="election-docx"),
    *(
        path(
            f"elections/<str:number>/write/{what}/", elections.write, {"what": what}, name=f"election-{what}"
        )
        for what in elections.WRITE
    ),
    *(
        path(f"elections/<str:number>/{verb}/", elections.act, {"verb": verb}, name=f"election-{verb}")
        for verb in elections.VERBS_HERE
    ),
    path("supervision/", supervision.matters, name="supervision"),
    path("supervision/supervision.xlsx", supervision.as_sheet, name="supervision-sheet"),
    path("supervision/new/", supervision.new, name="supervision-new"),
    path("supervision/lists/", supervisionlists.lists, name="responsibilities"),
    path("supervision/lists/lists.xlsx", supervisionlists.lists_sheet, name="responsibilities-sheet"),
    path("supervision/lists/<int:pk>/", supervisionlists.fulfil, name="responsibility-fulfil"),
    path("supervision/lists/<int:pk>/end/", supervisionlists.end, name="responsibility-end"),
    path("supervision/leads/", supervisionlists.leads, name="leads"),
    path("supervision/leads/leads.xlsx", supervisionlists.leads_sheet, name="leads-sheet"),
    path("supervision/leads/<str:number>/", supervisionlists.lead, name="lead"),
    path("supervision/<str:number>/", supervision.matter, name="supervision-matter"),
    path("supervision/<str:number>/letters/<int:seq>/", supervision.letter, name="supervision-letter"),
    path("supervision/<str:number>/letters/<int:seq>/docx/", supervision.docx, name="supervision-docx"),
    *(
        path(f"supervision/<str:number>/{verb}/", supervision.act, {"verb": verb}, name=f"supervision-{verb}")
        for verb in supervision.VERBS_HERE
    ),
    path("campaigns/", campaigns.campaigns, name="campaigns"),
    path("campaigns/new/", campaigns.new, name="campaign-new"),
    path("campaigns/decisions/<str:number>/", mornings.decision, name="decision"),
    *(
        path(
            f"campaigns/decisions/<str:number>/{verb}/", mornings.act, {"verb": verb}, name=f"decision-{verb}"
        )
        for verb in mornings.VERBS_HERE
    ),
    path("campaigns/doors/<int:pk>/", campaigndoors.door, name="campaign-door"),
    path(
        "campaigns/doors/<int:pk>/photos/<int:file_id>/<slug:variant>/",
        campaigndoors.photo,
        name="campaign-photo",
    ),
    *(
        path(f"campaigns/doors/<int:pk>/{verb}/", campaigndoors.act, {"verb": verb}, name=f"campaign-{verb}")
        for verb in campaigndoors.DOES
    ),
    path("campaigns/<int:pk>/", campaigns.campaign, name="campaign"),
    path("campaigns/<int:pk>/doors.xlsx", campaigns.as_sheet, name="campaign-sheet"),
    path("campaigns/<int:pk>/blank.xlsx", campaigns.blank_sheet, name="campaign-blank"),
    path("campaigns/<int:pk>/list/", campaigns.fill_list, name="campaign-list"),
    path("campaigns/<int:pk>/give/", campaigns.give, name="campaign-give"),
    path("campaigns/<int:pk>/task/", campaigns.name_task, name="campaign-task"),
    path("campaigns/<int:pk>/close/", campaigns.close, name="campaign-close"),
    path("campaigns/<int:pk>/report/", campaigns.report, name="campaign-report"),
    path("campaigns/<int:pk>/report/docx/", campaigns.report_docx, name="campaign-report-docx"),
    path("campaigns/<int:pk>/morning/", mornings.morning, name="campaign-morning"),
    path("campaigns/<int:pk>/morning/paper/", mornings.paper, name="campaign-morning-paper"),
    path("campaigns/<int:pk>/morning/docx/", mornings.docx, name="campaign-morning-docx"),
    path("campaigns/<int:pk>/morning/hold/", mornings.hold, name="campaign-hold"),
    path("campaigns/<int:pk>/morning/decide/", mornings.decide, name="campaign-decide"),
    path("duties/", duties.duties, name="duties"),
    path("duties/duties.xlsx", duties.as_sheet, name="duty-sheet"),
    path("duties/blank.xlsx", duties.blank_sheet, name="duty-blank"),
    path("duties/publish/", duties.publish, name="duty-publish"),
    path("tasks/", tasks.tasks, name="tasks"),
    path("tasks/tasks.xlsx", tasks.as_sheet, name="task-sheet"),
    path("tasks/new/", tasks.new, name="task-new"),
    path("tasks/<str:number>/", tasks.task, name="task"),
    path("tasks/<str:number>/<int:unit_id>/answer-share/", tasks.answer, name="task-answer-share"),
    *(
        path(f"tasks/<str:number>/{verb}/", tasks.act, {"verb": verb}, name=f"task-{verb}")
        for verb in tasks.VERBS_HERE
    ),
    path("jobs/", jobs.jobs, name="jobs"),
    path("jobs/jobs.xlsx", jobs.as_sheet, name="job-sheet"),
    path("jobs/seekers/", jobseekers.seekers, name="job-seekers"),
    path("jobs/seekers/seekers.xlsx", jobseekers.as_sheet, name="job-seeker-sheet"),
    path("jobs/seekers/<int:pk>/", jobseekers.seeker, name="job-seeker"),
    path("jobs/seekers/<int:pk>/visit/", jobseekers.visit, name="job-seeker-visit"),
    path("jobs/seekers/<int:pk>/forget/", jobseekers.forget, name="job-seeker-forget"),
    path("jobs/seekers/<int:pk>/reveal/<str:field>/", jobseekers.reveal, name="job-seeker-reveal"),
    path("jobs/trainings/", jobs.trainings, name="job-trainings"),
    path("jobs/trainings/trainings.xlsx", jobs.trainings_sheet, name="job-trainings-sheet"),
    path("jobs/trainings/<int:training_id>/end/", jobs.end_training, name="job-training-end"),
    path("jobs/for/<int:enterprise_id>/", jobs.post, name="job-new"),
    path("jobs/for/<int:enterprise_id>/<int:pk>/", jobs.post, name="job-edit"),
    path("jobs/matches/<int:match_id>/", jobs.follow, name="job-follow"),
    path("jobs/<int:pk>/", jobs.job, name="job"),
    *(path(f"jobs/<int:pk>/{verb}/", jobs.act, {"verb": verb}, name=f"job-{verb}") for verb in jobs.ACTS),
    path("rights/", rights.requests, name="rights"),
    path("rights/<str:number>/", rights.rights_request, name="rights-request"),
    *(
        path(f"rights/<str:number>/{verb}/", rights.act, {"verb": verb}, name=f"rights-{verb}")
        for verb in ("accept", "carry-out", "refuse", "note")
    ),
    path("ratings/", ratings.ratings, name="ratings"),
    path("ratings/export.xlsx", ratings.export, name="ratings-export"),
    path("ratings/words/<int:pk>/", ratings.show_words, name="rating-show"),
    path("ratings/<str:number>/", ratings.rating, name="rating"),
    path("ratings/<str:number>/phone/", revealing.reveal_rater, name="rating-reveal"),
    *(
        path(f"ratings/<str:number>/{verb}/", ratings.act, {"verb": verb}, name=f"rating-{verb}")
        for verb in ratings.VERB_FORMS
    ),
    path("items/", items.items, name="items"),
    path("items/new/", items.edit, name="item-new"),
    path("items/import/", items.take_in, name="items-import"),
    path("items/items.xlsx", items.as_sheet, name="items-sheet"),
    path("items/items.json", items.as_json, name="items-json"),
    path("items/<str:code>/", items.item, name="item"),
    path("items/<str:code>/edit/", items.edit, name="item-edit"),
    path("items/<str:code>/publish/", items.act, {"verb": "publish"}, name="item-publish"),
    path("items/<str:code>/end/", items.act, {"verb": "end"}, name="item-end"),
    path("items/<str:code>/drop/", items.act, {"verb": "drop"}, name="item-drop"),
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
    *applications.urlpatterns,
    *topics.urlpatterns,
    *cooperatives.urlpatterns,
    *hall.urlpatterns,
    *house.urlpatterns,
]
