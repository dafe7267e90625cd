"""Addresses of the house, below the desk's."""

from django.urls import path

from linli.faces.desk.house import accounts, answers, catalogue, grids, limits, maps, units

urlpatterns = [
    path("house/units/", units.units, name="house-units"),
    path("house/units/<int:pk>/", units.unit, name="house-unit"),
    path("house/units/<int:pk>/new/", units.new_unit, name="house-unit-new"),
    path("house/units/<int:pk>/close/", units.close_unit, name="house-unit-close"),
    path("house/units/<int:pk>/posts/", units.give_post, name="house-post-give"),
    path("house/posts/<int:pk>/end/", units.end_post, name="house-post-end"),
    path("house/grids/", grids.grids, name="house-grids"),
    path("house/grids/new/", grids.new_grid, name="house-grid-new"),
    path("house/grids/map/", maps.grid_map, name="house-grid-map"),
    path("house/grids/map/check/", maps.check, name="house-grid-check"),
    path("house/grids/map/shapes.json", maps.shapes, name="house-grid-shapes"),
    path("house/grids/map/grids.geojson", maps.download, name="house-grid-file"),
    path("house/grids/map/history/", maps.history, name="house-grid-history"),
    path("house/grids/<int:pk>/", grids.grid, name="house-grid"),
    path("house/grids/<int:pk>/close/", grids.close_grid, name="house-grid-close"),
    path("house/catalogue/", catalogue.catalogue, name="house-catalogue"),
    path("house/catalogue/new/", catalogue.new_category, name="house-catalogue-new"),
    path("house/catalogue/<str:code>/", catalogue.category, name="house-catalogue-category"),
    path("house/answers/", answers.answers, name="house-answers"),
    path("house/answers/new/", answers.answer, name="house-answer-new"),
    path("house/answers/<int:pk>/", answers.answer, name="house-answer"),
    path("house/answers/<int:pk>/shelve/", answers.shelve, name="house-answer-shelve"),
    path("house/limits/", limits.limits, name="house-limits"),
    path("house/limits/days/", limits.workdays, name="house-limit-days"),
    path("house/limits/days/<int:pk>/clear/", limits.clear_day, name="house-limit-day-clear"),
    path("house/limits/<str:slot>/", limits.limit, name="house-limit"),
    path("house/accounts/", accounts.accounts, name="house-accounts"),
    path("house/accounts/new/", accounts.new_account, name="house-account-new"),
    path("house/accounts/<int:pk>/", accounts.account, name="house-account"),
    path("house/accounts/<int:pk>/password/", accounts.reset, name="house-account-reset"),
    path("house/accounts/<int:pk>/close/", accounts.close, name="house-account-close"),
    path("house/accounts/<int:pk>/reopen/", accounts.reopen, name="house-account-reopen"),
]
