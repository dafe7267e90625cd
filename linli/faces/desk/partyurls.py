"""The addresses of Party building at the desk."""

from django.urls import path

from linli.faces.desk import party, partyledger, partylife, partymembers

urlpatterns = [
    path("party/", party.organisations, name="party"),
    path("party/organisations.xlsx", party.as_sheet, name="party-sheet"),
    path("party/new/", party.new, name="party-new"),
    path("party/members/", partymembers.members, name="party-members"),
    path("party/members.xlsx", partymembers.as_sheet, name="party-members-sheet"),
    path("party/members/import/", partymembers.take_in, name="party-import"),
    path("party/members/<int:person_id>/", partymembers.member, name="party-member"),
    *(
        path(
            f"party/members/<int:person_id>/{verb}/",
            partymembers.act,
            {"verb": verb},
            name=f"party-member-{verb}",
        )
        for verb in ("change", "leave")
    ),
    path(
        "party/members/<int:person_id>/reveal/<slug:field>/",
        partymembers.reveal,
        name="party-member-reveal",
    ),
    path("party/life/", partylife.life, name="life"),
    path("party/life/calendar.xlsx", partylife.as_sheet, name="life-sheet"),
    path("party/life/<int:pk>/", partylife.organisation, name="life-organisation"),
    path("party/life/<int:pk>/habit/", partylife.habit, name="life-habit"),
    path("party/life/<int:pk>/ledger/", partyledger.ledger, name="life-ledger"),
    path("party/life/<int:pk>/ledger.xlsx", partyledger.as_sheet, name="life-ledger-sheet"),
    path("party/life/<int:pk>/ledger.docx", partyledger.docx, name="life-ledger-docx"),
    path("party/life/meetings/<int:meeting_id>/", partylife.meeting, name="life-meeting"),
    path("party/life/meetings/<int:meeting_id>/names/", partylife.names, name="life-meeting-names"),
    path("party/life/meetings/<int:meeting_id>/change/", partylife.change, name="life-meeting-change"),
    *(
        path(
            f"party/life/meetings/<int:meeting_id>/{verb}/",
            partylife.press,
            {"verb": verb},
            name=f"life-meeting-{verb}",
        )
        for verb in partylife.PRESSES
    ),
    path("party/<int:pk>/", party.organisation, name="party-organisation"),
    path("party/<int:pk>/close/", party.close, name="party-close"),
    path("party/<int:pk>/seats/<int:seat>/end/", party.unseat, name="party-unseat"),
    path("party/<int:pk>/seats/<int:seat>/reveal/", party.reveal_seat, name="party-seat-reveal"),
    *(
        path(f"party/<int:pk>/{verb}/", party.act, {"verb": verb}, name=f"party-{verb}")
        for verb in party.MAKE
    ),
]
