"""The addresses of forms that departments demand, at the desk."""

from django.urls import path

from linli.faces.desk import askedforms
from linli.faces.parts.addresses import each

urlpatterns = [
    path("forms/", askedforms.asked_forms, name="forms"),
    path("forms/new/", askedforms.new, name="form-new"),
    path("forms/forms.xlsx", askedforms.as_sheet, name="forms-sheet"),
    path("forms/<int:pk>/", askedforms.asked_form, name="form"),
    path("forms/<int:pk>/file/", askedforms.file, name="form-file"),
    path("forms/<int:pk>/whole/", askedforms.whole, name="form-whole"),
    *each("forms/<int:pk>/", askedforms.DONE, askedforms.act, "form"),
]
