"""What other systems see."""

from django.urls import include, path

from linli.faces.openapi.v1.api import api, nothing

urlpatterns = [
    path("open311/", include("linli.faces.openapi.open311.urls", namespace="open311")),
    path("api/v1/", api.urls),
    path("api/", nothing, name="api"),
    path("api/<path:rest>", nothing, name="api-nothing"),
]
