"""The addresses of Party building at the desk."""

from django.urls import path

from linli.faces.desk import (
    contacts,
    partnermeetings,
    partnerprojects,
    partners,
    party,
    partyfloating,
    partyledger,
    partylife,
    partymembers,
    partysecretary,
    partystudy,
    partyteam,
    partytiers,
    venuerooms,
    venues,
)

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
        for verb in partymembers.FOLDS
    ),
    path("party/members/<int:person_id>/parts/<int:pk>/", partymembers.part, name="party-member-part"),
    path(
        "party/members/<int:person_id>/honours/<int:honour_id>/strike/",
        partyteam.strike_own,
        name="party-member-honour-strike",
    ),
    path(
        "party/members/<int:person_id>/reveal/<slug:field>/",
        partymembers.reveal,
        name="party-member-reveal",
    ),
    path("party/floating/", partyfloating.floating, name="party-floating"),
    *(
        path(
            f"party/floating/<int:pk>/{verb}/",
            partyfloating.act,
            {"verb": verb},
            name=f"party-floating-{verb}",
        )
        for verb in partyfloating.FORMS
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
    path("party/study/", partystudy.studies, name="study"),
    path("party/study/progress.xlsx", partystudy.as_sheet, name="study-sheet"),
    path("party/study/<int:pk>/", partystudy.organisation, name="study-organisation"),
    *(
        path(f"party/study/<int:pk>/{verb}/", partystudy.act, {"verb": verb}, name=f"study-{verb}")
        for verb in partystudy.FOLDS
    ),
    path("party/study/<int:pk>/topics/<int:topic_id>/drop/", partystudy.drop, name="study-topic-drop"),
    path("party/study/<int:pk>/bank/", partystudy.bank, name="study-bank"),
    path("party/study/<int:pk>/bank/import/", partystudy.take_in, name="study-bank-import"),
    path(
        "party/study/<int:pk>/bank/<int:question_id>/retire/",
        partystudy.retire,
        name="study-question-retire",
    ),
    path("party/study/quizzes/<int:quiz_id>/", partystudy.quiz, name="study-quiz"),
    path("party/study/quizzes/<int:quiz_id>/close/", partystudy.close, name="study-quiz-close"),
    path("party/projects/", partysecretary.projects, name="secretary"),
    path("party/projects/projects.xlsx", partysecretary.as_sheet, name="secretary-sheet"),
    path("party/projects/<str:number>/", partysecretary.project, name="secretary-project"),
    *(
        path(
            f"party/projects/<str:number>/{verb}/",
            partysecretary.act,
            {"verb": verb},
            name=f"secretary-{verb}",
        )
        for verb in partysecretary.VERBS_HERE
    ),
    path("party/training/", partyteam.trainings, name="team"),
    path("party/training/plans.xlsx", partyteam.trainings_sheet, name="team-sheet"),
    path("party/training/<int:pk>/", partyteam.plan, name="team-plan"),
    *(
        path(f"party/training/<int:pk>/{verb}/", partyteam.act, {"verb": verb}, name=f"team-{verb}")
        for verb in partyteam.FOLDS
    ),
    path("party/training/<int:pk>/<int:session_id>/hold/", partyteam.hold, name="team-hold"),
    path("party/training/<int:pk>/<int:session_id>/drop/", partyteam.drop, name="team-drop"),
    path("party/honours/", partyteam.honours, name="honours"),
    path("party/honours/organisations.xlsx", partyteam.honours_sheet, name="honours-sheet"),
    path("party/tiers/", partytiers.rounds, name="tiers"),
    path("party/tiers/<int:round_id>/", partytiers.round_page, name="tier-round"),
    path("party/tiers/<int:round_id>/ratings.xlsx", partytiers.as_sheet, name="tier-round-sheet"),
    *(
        path(
            f"party/tiers/<int:round_id>/{verb}/", partytiers.press, {"verb": verb}, name=f"tier-round-{verb}"
        )
        for verb in partytiers.PRESSES
    ),
    path("party/tiers/ratings/<int:rating_id>/", partytiers.rating, name="tier-rating"),
    *(
        path(
            f"party/tiers/ratings/<int:rating_id>/{verb}/",
            partytiers.act,
            {"verb": verb},
            name=f"tier-rating-{verb}",
        )
        for verb in partytiers.FOLDS
    ),
    path("party/<int:pk>/", party.organisation, name="party-organisation"),
    path("party/<int:pk>/honours/<int:honour_id>/strike/", partyteam.strike, name="party-honour-strike"),
    path("party/<int:pk>/close/", party.close, name="party-close"),
    path("party/<int:pk>/seats/<int:seat>/end/", party.unseat, name="party-unseat"),
    path("party/<int:pk>/seats/<int:seat>/reveal/", party.reveal_seat, name="party-seat-reveal"),
    *(
        path(f"party/<int:pk>/{verb}/", party.act, {"verb": verb}, name=f"party-{verb}")
        for verb in party.FOLDS
    ),
    path("contacts/", contacts.chains, name="contacts"),
    path("contacts/chains.xlsx", contacts.as_sheet, name="contacts-sheet"),
    path("contacts/<int:pk>/", contacts.chain, name="contact-chain"),
    path("contacts/<int:pk>/plan/", contacts.plan, name="contact-plan"),
    path("contacts/<int:pk>/pass/", contacts.pass_down, name="contact-pass"),
    path("contacts/<int:pk>/steward/", contacts.steward, name="contact-steward"),
    path("contacts/<int:pk>/steward/<int:steward_id>/end/", contacts.end_steward, name="contact-steward-end"),
    path("partners/", partners.partners, name="partners"),
    path("partners/projects.xlsx", partners.as_sheet, name="partners-sheet"),
    path("partners/new/", partners.new, name="partner-new"),
    path("partners/offer/", partners.offer, name="partner-offer"),
    path("partners/report-in/", partners.report_in, name="partner-report-in"),
    path("partners/report-ins/<int:pk>/end/", partners.end, name="partner-end"),
    path("partners/report-ins/<int:pk>/reveal/<slug:field>/", partners.reveal, name="partner-reveal"),
    *(
        path(
            f"partners/resources/<int:pk>/{verb}/",
            partners.resource,
            {"verb": verb},
            name=f"partner-resource-{verb}",
        )
        for verb in ("show", "end")
    ),
    *(
        path(f"partners/wishes/<int:pk>/{verb}/", partners.wish, {"verb": verb}, name=f"partner-wish-{verb}")
        for verb in partners.WISH_VERBS
    ),
    path("partners/members/", partners.members, name="partner-members"),
    path(
        "partners/members/<int:person_id>/reveal/<slug:field>/",
        partners.reveal_member,
        name="partner-member-reveal",
    ),
    path("partners/meetings/", partnermeetings.meetings, name="partner-meetings"),
    path("partners/meetings/new/<int:organisation_id>/", partnermeetings.new, name="partner-meeting-new"),
    path("partners/meetings/<int:meeting_id>/", partnermeetings.meeting, name="partner-meeting"),
    path("partners/meetings/<int:meeting_id>/hold/", partnermeetings.hold, name="partner-meeting-hold"),
    *(
        path(
            f"partners/meetings/<int:meeting_id>/{verb}/",
            partnermeetings.act,
            {"verb": verb},
            name=f"partner-meeting-{verb}",
        )
        for verb in partnermeetings.FOLDS
    ),
    path("partners/lines/<int:line_id>/", partnermeetings.line, name="partner-line"),
    *(
        path(
            f"partners/lines/<int:line_id>/{verb}/",
            partnermeetings.act_on_line,
            {"verb": verb},
            name=f"partner-line-{verb}",
        )
        for verb in partnermeetings.LINE_FOLDS
    ),
    path("partners/ledger/<int:organisation_id>/", partnermeetings.ledger, name="partner-ledger"),
    path("partners/ledger/<int:organisation_id>.xlsx", partnermeetings.as_sheet, name="partner-ledger-sheet"),
    path("partners/units/<int:unit_id>/", partnerprojects.unit, name="partner-unit"),
    path("partners/units/<int:unit_id>/<int:year>.docx", partnerprojects.statement, name="partner-year"),
    path("partners/projects/<str:number>/", partnerprojects.project, name="partner-project"),
    path(
        "partners/projects/<str:number>/call-on/<int:resource>/",
        partnerprojects.call_on,
        name="partner-call-on",
    ),
    *(
        path(
            f"partners/projects/<str:number>/{verb}/",
            partnerprojects.act,
            {"verb": verb},
            name=f"partner-project-{verb}",
        )
        for verb in partnerprojects.VERBS_HERE
    ),
    path("venues/", venues.venues, name="venues"),
    path("venues/venues.xlsx", venues.as_sheet, name="venues-sheet"),
    path("venues/new/", venues.new, name="venue-new"),
    path("venues/brand/", venues.name_brand, name="venue-brand"),
    path("venues/<int:pk>/", venues.venue, name="venue"),
    path("venues/<int:pk>/change/", venues.change, name="venue-change"),
    path("venues/<int:pk>/room/", venues.add_room, name="venue-room-add"),
    path("venues/<int:pk>/close/", venues.close, name="venue-close"),
    path("venues/rooms/<int:pk>/", venuerooms.room, name="room"),
    path("venues/rooms/<int:pk>/caller/", venuerooms.book, {"verb": "caller"}, name="room-caller"),
    path("venues/rooms/<int:pk>/unit/", venuerooms.book, {"verb": "unit"}, name="room-unit"),
    path("venues/rooms/<int:pk>/change/", venuerooms.change_room, name="room-change"),
    path("venues/rooms/<int:pk>/close/", venuerooms.close_room, name="room-close"),
    *(
        path(
            f"venues/bookings/<int:pk>/{verb}/",
            venuerooms.answer,
            {"verb": verb},
            name=f"room-booking-{verb}",
        )
        for verb in ("confirm", "decline", "cancel")
    ),
    path("venues/bookings/<int:pk>/reveal/<slug:field>/", venuerooms.reveal, name="room-booking-reveal"),
]
