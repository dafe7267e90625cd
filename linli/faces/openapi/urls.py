"""What other systems see."""

from django.urls import include, path

urlpatterns = [
    path("open311/", include("linli.faces.openapi.open311.urls", namespace="open311")),
]
