"""Addresses of the boards."""

from django.urls import path

from linli.faces.boards import (
    appraisals,
    behind,
    briefs,
    coloured,
    compare,
    figures,
    halls,
    hot,
    projects,
    views,
    wall,
)

app_name = "boards"

urlpatterns = [
    path("", views.today, name="today"),
    path("flow/", views.behind_stream, name="flow"),
    path("topics/", hot.topics, name="topics"),
    path("topics/<int:number>/", hot.topic, name="topic"),
    path("topics/calls/<int:number>/", hot.call, name="call"),
    path("figures/", figures.all_figures, name="figures"),
    path("figures/export.xlsx", figures.export, name="figures-export"),
    path("figures/<slug:code>/", behind.figure, name="figure"),
    path("figures/<slug:code>/export.xlsx", behind.export, name="figure-export"),
    path("map/", coloured.coloured_map, name="map"),
    path("map/export.xlsx", coloured.export, name="map-export"),
    path("compare/", compare.compare, name="compare"),
    path("compare/export.xlsx", compare.export, name="compare-export"),
    path("compare/<slug:code>/", compare.one, name="compare-one"),
    path("spans/<slug:code>/", compare.figure, name="span-figure"),
    path("spans/<slug:code>/export.xlsx", compare.figure_export, name="span-figure-export"),
    path("appraisals/", appraisals.appraisals, name="appraisals"),
    path(
        "appraisals/schemes/<int:pk>/publish/",
        appraisals.scheme,
        {"verb": "publish"},
        name="appraisal-scheme-publish",
    ),
    path(
        "appraisals/schemes/<int:pk>/open/", appraisals.scheme, {"verb": "open"}, name="appraisal-scheme-open"
    ),
    path("appraisals/<int:pk>/", appraisals.appraisal, name="appraisal"),
    path("appraisals/<int:pk>/sheet.xlsx", appraisals.sheet, name="appraisal-sheet"),
    path("appraisals/<int:pk>/paper.docx", appraisals.paper, name="appraisal-paper"),
    path("appraisals/<int:pk>/exclude/", appraisals.act, {"verb": "exclude"}, name="appraisal-exclude"),
    path("appraisals/<int:pk>/show/", appraisals.act, {"verb": "show"}, name="appraisal-show"),
    path("appraisals/<int:pk>/appeal/", appraisals.act, {"verb": "appeal"}, name="appraisal-appeal"),
    path("appraisals/<int:pk>/settle/", appraisals.act, {"verb": "settle"}, name="appraisal-settle"),
    path(
        "appraisals/<int:pk>/appeals/<int:appeal>/answer/",
        appraisals.act,
        {"verb": "answer"},
        name="appraisal-answer",
    ),
    path("appraisals/<int:pk>/units/<int:unit>/<slug:code>/", appraisals.figure, name="appraisal-figure"),
    path(
        "appraisals/<int:pk>/units/<int:unit>/<slug:code>/export.xlsx",
        appraisals.figure_export,
        name="appraisal-figure-export",
    ),
    path("briefs/", briefs.briefs, name="briefs"),
    path("briefs/plan/", briefs.plan, name="brief-plan"),
    path("briefs/<int:pk>/", briefs.brief, name="brief"),
    path("briefs/<int:pk>/brief.docx", briefs.docx, name="brief-docx"),
    path("briefs/<int:pk>/edit/", briefs.act, {"verb": "edit"}, name="brief-edit"),
    path("briefs/<int:pk>/recount/", briefs.act, {"verb": "recount"}, name="brief-recount"),
    path("briefs/<int:pk>/send/", briefs.act, {"verb": "send"}, name="brief-send"),
    path("briefs/<int:pk>/figures/<str:code>/", briefs.figure, name="brief-figure"),
    path("briefs/<int:pk>/figures/<str:code>/export.xlsx", briefs.export, name="brief-figure-export"),
    path("wall/", wall.wall, name="wall"),
    path("wall/<slug:code>/", wall.one, name="wall-board"),
    path("projects/", projects.projects, name="projects"),
    path("halls/", halls.now, name="halls"),
    path("halls/export.xlsx", halls.export, name="halls-export"),
    path("halls/<slug:code>/", halls.rate, name="hall-rate"),
    path("halls/<slug:code>/export.xlsx", halls.rate_export, name="hall-rate-export"),
    path("rates/<slug:code>/", views.behind, name="rate"),
]
