from django.urls import path

from linli.faces.parts import views

app_name = "parts"
urlpatterns = [
    path("", views.parts, name="parts"),
    path("layouts/<slug:name>/", views.layout, name="layout"),
    path("samples/<slug:name>.json", views.sample, name="sample"),
    path("look/", views.look, name="look"),
    path("token/", views.token, name="token"),
    path("sw.js", views.worker, name="worker"),
    path("offline/", views.offline_page, name="offline"),
]
