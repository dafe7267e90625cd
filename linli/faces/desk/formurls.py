"""The addresses of forms that departments demand, at the desk."""

from django.urls import path

from linli.faces.desk import askedforms

urlpatterns = [
    path("forms/", askedforms.asked_forms, name="forms"),
    path("forms/new/", askedforms.new, name="form-new"),
    path("forms/forms.xlsx", askedforms.as_sheet, name="forms-sheet"),
    path("forms/<int:pk>/", askedforms.asked_form, name="form"),
    path("forms/<int:pk>/file/", askedforms.file, name="form-file"),
    path("forms/<int:pk>/whole/", askedforms.whole, name="form-whole"),
    *(
        path(f"forms/<int:pk>/{verb}/", askedforms.act, {"verb": verb}, name=f"form-{verb}")
        for verb in askedforms.DONE
    ),
]
