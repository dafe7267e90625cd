"""The addresses of topics at the desk. Every verb has its own."""

from django.urls import path

from linli.faces.desk.topics import figures, hands, lists, page, roll

ONE = "topics/<str:number>/"
ENTRY = f"{ONE}roll/<int:entry_id>/"

urlpatterns = [
    path("topics/", lists.topics, name="topics"),
    path("topics/topics.xlsx", lists.export, name="topics-export"),
    path("topics/figures/", figures.figures, name="topic-figures"),
    path("topics/figures/figures.xlsx", figures.export, name="topic-figures-export"),
    path("topics/figures/<slug:code>/", figures.figure, name="topic-figure"),
    path("topics/figures/<slug:code>/topics.xlsx", figures.figure_export, name="topic-figure-export"),
    path("topics/new/", lists.new, name="topic-new"),
    path("topics/committees/", lists.committees, name="topic-committees"),
    path("topics/committees/<int:pk>/seat/", lists.seat, name="topic-member-seat"),
    path("topics/committees/<int:pk>/<int:member_id>/unseat/", lists.unseat, name="topic-member-unseat"),
    path(ONE, page.topic, name="topic"),
    path(f"{ONE}papers/<str:kind>/", lists.paper, name="topic-paper"),
    path(f"{ONE}papers/<str:kind>/docx/", lists.docx, name="topic-docx"),
    path(f"{ONE}roll/", roll.roll, name="topic-roll"),
    path(f"{ONE}roll/roll.xlsx", roll.export, name="topic-roll-export"),
    path(f"{ONE}roll/box/", roll.count_box, name="topic-box"),
    path(f"{ONE}roll/hands/", hands.hands, name="topic-hands"),
    path(ENTRY, roll.line, name="topic-entry"),
    *(
        path(f"{ENTRY}{what}/", roll.act, {"what": what}, name=f"topic-entry-{what}")
        for what in ("take", "check", "verify")
    ),
    path(f"{ONE}parties/<int:party>/invitation/", lists.invitation, name="topic-invitation"),
    path(f"{ONE}parties/<int:party>/invitation/docx/", lists.invitation_docx, name="topic-invitation-docx"),
    path(f"{ONE}parties/<int:party>/hand/", page.hand, name="topic-hand"),
    path(f"{ONE}photos/<int:file_id>/<slug:variant>/", page.photo, name="topic-photo"),
    path(f"{ONE}parties/<int:party>/", page.sign_in, name="topic-sign-in"),
    *(
        path(f"{ONE}{what}/", page.aside, {"what": what}, name=f"topic-{what}")
        for what in ("support", "opinion", "object", "review")
    ),
    *(
        path(f"{ONE}{page.dashed(verb)}/", page.act, {"verb": verb}, name=f"topic-{page.dashed(verb)}")
        for verb in page.PRESSES
    ),
]
