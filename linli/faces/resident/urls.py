from django.urls import path

from linli.faces.resident import (
    account,
    applied,
    around,
    bulletins,
    enterprises,
    find,
    follow,
    grids,
    guide,
    guideform,
    halls,
    hearing,
    home,
    jobs,
    login,
    mydata,
    pages,
    places,
    ratings,
    reports,
    volunteers,
    wishes,
)

app_name = "resident"
urlpatterns = [
    path("", home.home, name="home"),
    path("mine/", home.mine, name="mine"),
    path("mine/forget/", home.forget, name="mine-forget"),
    # filing
    path("report/", reports.file_report, name="report"),
    path("report/blank/", reports.report_shell, name="report-shell"),
    path("report/kinds/", hearing.kinds, name="kinds"),
    path("report/questions/", hearing.questions, name="questions"),
    path("report/photos/<str:handle>/<variant>/", reports.kept_photo, name="kept-photo"),
    path("place/", places.spot, name="spot"),
    path("place/shapes/", places.shapes, name="shapes"),
    # following
    path("find/", find.find_report, name="find"),
    path("r/<str:number>/<str:token>/", follow.follow, name="follow"),
    path("r/<str:number>/<str:token>/receipt/", follow.receipt, name="receipt"),
    path("r/<str:number>/<str:token>/rate/", follow.rate_report, name="report-rate"),
    path("r/<str:number>/<str:token>/reply/", follow.reply_report, name="report-reply"),
    path("r/<str:number>/<str:token>/supplement/", follow.supplement_report, name="report-supplement"),
    path("r/<str:number>/<str:token>/urge/", follow.urge_report, name="report-urge"),
    path("r/<str:number>/<str:token>/withdraw/", follow.withdraw_report, name="report-withdraw"),
    path("r/<str:number>/<str:token>/erase/", follow.erase_reporter, name="reporter-erase"),
    path(
        "r/<str:number>/<str:token>/photos/<int:file_id>/<variant>/", follow.follow_photo, name="follow-photo"
    ),
    # what everybody may see
    path("around/", around.around, name="around"),
    path("around/points/", around.points, name="around-points"),
    path("p/<str:number>/", around.public_report, name="public-report"),
    path("p/<str:number>/join/", around.join_report, name="report-join"),
    path("p/<str:number>/photos/<int:file_id>/<variant>/", around.public_photo, name="public-photo"),
    path("bulletins/", bulletins.bulletins, name="bulletins"),
    path("bulletins/<str:number>/", bulletins.bulletin, name="bulletin"),
    path("bulletins/<str:number>/got/", bulletins.acknowledge, name="bulletin-got"),
    path("bulletins/<str:number>/poster/", bulletins.poster, name="bulletin-poster"),
    path(
        "bulletins/<str:number>/files/<int:file_id>/<variant>/", bulletins.bulletin_file, name="bulletin-file"
    ),
    path("volunteers/", volunteers.activities, name="volunteers"),
    path("volunteers/me/", volunteers.me, name="volunteer-me"),
    path("volunteers/me/leave/", volunteers.leave, name="volunteer-leave"),
    path("volunteers/me/certificate/", volunteers.certificate, name="volunteer-certificate"),
    path("volunteers/check/", volunteers.check, name="volunteer-check"),
    path("volunteers/<int:pk>/", volunteers.activity, name="volunteer-activity"),
    path("volunteers/<int:pk>/<slug:verb>/", volunteers.act, name="volunteer-act"),
    path("wishes/", wishes.wishes, name="wishes"),
    path("wishes/<int:pk>/<slug:verb>/", wishes.act, name="wish-act"),
    path("grid/", grids.find_grid, name="find-grid"),
    path("grid/<int:unit_id>/", grids.grid, name="grid"),
    path("grid/<int:unit_id>/mine/", grids.choose, name="grid-choose"),
    # enterprises
    path("enterprise/<int:pk>/<str:token>/", enterprises.enterprise, name="enterprise"),
    path("enterprise/<int:pk>/<str:token>/file/", enterprises.file_need, name="enterprise-file"),
    *(
        path(
            f"enterprise/<int:pk>/<str:token>/{verb}/",
            enterprises.be_told,
            {"verb": verb},
            name=f"enterprise-{verb}",
        )
        for verb in ("listen", "stop")
    ),
    *(
        path(
            f"enterprise/<int:pk>/<str:token>/<str:number>/{verb}/",
            enterprises.act_on_need,
            {"verb": verb},
            name=f"enterprise-{verb}",
        )
        for verb in ("confirm", "reopen", "withdraw")
    ),
    path("enterprise/<int:pk>/<str:token>/jobs/", jobs.offer, name="enterprise-offer"),
    path("jobs/", jobs.jobs, name="jobs"),
    path("jobs/me/", jobs.me, name="job-me"),
    path("jobs/me/leave/", jobs.leave, name="job-leave"),
    path("jobs/<int:pk>/", jobs.job, name="job"),
    path("jobs/<int:pk>/ask/", jobs.ask, name="job-ask"),
    # what can be had done
    path("guide/", guide.guide, name="guide"),
    path("guide/<str:code>/", guide.item, name="guide-item"),
    path("guide/<str:code>/list/", guide.checklist, name="guide-list"),
    path("guide/<str:code>/form/", guideform.fill, name="guide-form"),
    path("guide/<str:code>/form.json", guideform.schema, name="guide-schema"),
    # what was applied for
    path("a/<str:number>/<str:token>/", applied.application, name="application"),
    path("a/<str:number>/<str:token>/receipt/", applied.receipt, name="application-receipt"),
    path("a/<str:number>/<str:token>/supply/", applied.supply, name="application-supply"),
    path("a/<str:number>/<str:token>/withdraw/", applied.withdraw, name="application-withdraw"),
    path("a/<str:number>/<str:token>/papers/<str:document>/", applied.document, name="application-document"),
    path(
        "a/<str:number>/<str:token>/files/<int:file_id>/<variant>/",
        applied.application_file,
        name="application-file",
    ),
    # the hall
    path("hall/", halls.halls, name="halls"),
    path("hall/<int:pk>/", halls.hall, name="hall"),
    path("hall/<int:pk>/take/", halls.take_ticket, name="ticket-take"),
    path("hall/<int:pk>/screen/", halls.screen, name="hall-screen"),
    path("t/<int:pk>/<str:token>/", halls.ticket, name="ticket"),
    path("t/<int:pk>/<str:token>/leave/", halls.leave_ticket, name="ticket-leave"),
    path("t/<int:pk>/<str:token>/return/", halls.return_ticket, name="ticket-return"),
    # what people say of it
    path("t/<int:pk>/<str:token>/rate/", ratings.rate_visit, name="ticket-rate"),
    path("t/<int:pk>/<str:token>/rate/solved/", ratings.confirm_visit, name="ticket-rate-solved"),
    path("rate/<str:number>/<str:token>/", ratings.rate_matter, name="matter-rate"),
    path("rate/<str:number>/<str:token>/solved/", ratings.confirm_matter, name="matter-rate-solved"),
    path("tablet/<int:pk>/<str:token>/", ratings.tablet, name="tablet"),
    path("ratings/", ratings.ratings, name="ratings"),
    # me, and what is good to know
    path("account/", account.account, name="account"),
    path("account/login/", login.log_in, name="log-in"),
    path("account/code/", login.enter_code, name="enter-code"),
    path("account/logout/", login.log_out, name="log-out"),
    path("account/name/", account.change_name, name="change-name"),
    path("account/wish/", account.choose_wish, name="choose-wish"),
    path("account/notices/", account.notices_page, name="notices"),
    path("account/bulletins/", bulletins.subscribe, name="subscribe"),
    path("account/data/", mydata.data_page, name="data"),
    path("account/data/ask/", mydata.file_request, name="data-file"),
    path("account/data/<str:number>/", mydata.request_page, name="data-request"),
    path("account/data/<str:number>/withdraw/", mydata.withdraw_request, name="data-withdraw"),
    path("privacy/", pages.privacy, name="privacy"),
    path("help/", pages.help_page, name="help"),
]
