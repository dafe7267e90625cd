"""The addresses of governance beyond reports at the desk."""

from django.urls import path

from linli.faces.desk import (
    campaigndoors,
    campaigns,
    companyreviews,
    components,
    diary,
    duties,
    elections,
    estates,
    mornings,
    orders,
    patrols,
    shops,
    shopsheets,
    supervision,
    supervisionlists,
    tasks,
    visiting,
    visits,
    whistleclaims,
    whistlefigures,
    whistleledger,
    whistles,
)
from linli.faces.desk.verbs import dashed
from linli.faces.desk.whistlepage import PRESSES as WHISTLE_VERBS

urlpatterns = [
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
    path("patrols/", patrols.patrols, name="patrols"),
    path("patrols/patrols.xlsx", patrols.as_sheet, name="patrols-sheet"),
    path("patrols/new/", patrols.edit, name="patrol-new"),
    path("patrols/<int:pk>/", patrols.patrol, name="patrol"),
    path("patrols/<int:pk>/edit/", patrols.edit, name="patrol-edit"),
    path("patrols/<int:pk>/end/", patrols.end, name="patrol-end"),
    path("components/", components.components, name="components"),
    path("components/components.xlsx", components.as_sheet, name="components-sheet"),
    path("components/blank.xlsx", components.blank_sheet, name="components-blank"),
    path("components/import/", components.take_in, name="components-import"),
    path("components/<int:pk>/", components.component, name="component"),
    path("components/<int:pk>/end/", components.end, name="component-end"),
    path("map/components/", components.on_map, name="map-components"),
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
    path("whistles/", whistles.whistles, name="whistles"),
    path("whistles/whistles.xlsx", whistles.export, name="whistles-export"),
    path("whistles/new/", whistles.new, name="whistle-new"),
    path("whistles/claims/", whistleclaims.claims, name="whistle-claims"),
    path("whistles/claims/claims.xlsx", whistleclaims.as_sheet, name="whistle-claims-sheet"),
    path("whistles/claims/offer/", whistleclaims.offer, name="whistle-offer"),
    path("whistles/claims/offers/<int:pk>/end/", whistleclaims.end, name="whistle-offer-end"),
    path("whistles/ledger/", whistleledger.ledger, name="whistle-ledger"),
    path("whistles/ledger/ledger.xlsx", whistleledger.as_sheet, name="whistle-ledger-sheet"),
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
    path("estates/", estates.estates, name="estates"),
    path("estates/estates.xlsx", estates.as_sheet, name="estates-sheet"),
    path("estates/reviews/", companyreviews.reviews, name="estate-reviews"),
    path("estates/reviews/reviews.xlsx", companyreviews.as_sheet, name="estate-reviews-sheet"),
    path("estates/reviews/<int:review>/", companyreviews.review, name="estate-review"),
    *(
        path(
            f"estates/reviews/<int:review>/{verb}/",
            companyreviews.act,
            {"verb": verb},
            name=f"estate-review-{verb}",
        )
        for verb in companyreviews.MAKE
    ),
    path("estates/<int:pk>/", estates.estate, name="estate"),
    path("estates/<int:pk>/reviews/", companyreviews.start, name="estate-review-start"),
    path("estates/<int:pk>/seats/<int:seat>/end/", estates.unseat, name="estate-unseat"),
    path("estates/<int:pk>/contract/end/", estates.end_contract, name="estate-contract-end"),
    *(
        path(f"estates/<int:pk>/{verb}/", estates.act, {"verb": verb}, name=f"estate-{verb}")
        for verb in estates.MAKE
    ),
    path("estates/<int:pk>/propose/", elections.propose, name="estate-propose"),
    path("elections/<str:number>/", elections.election, name="election"),
    path("elections/<str:number>/roll/", elections.roll_sheet, name="election-roll-sheet"),
    path("elections/<str:number>/roll/roll.xlsx", elections.blank_roll, name="election-roll-blank"),
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
]
