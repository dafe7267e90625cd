"""The verbs of an application. Each is one transaction and one step; `**by` is `actor`, `number`, `at`, `seen`, `key`.

Taking in (actor: the resident, `ANYONE`, or staff of the place):

    submit_application(*, actor, at, office: Unit, item: ServiceItem, applicant: Applicant, channel=Channel.WEB,
        situation={}, answers={}, papers={code: GivenPaper(files, copies, original_seen)}, joint_items=(), area=None,
        agent: Agent | None = None, wish: Delivery | None = None, wants_visit=False,
        has_conflict=False, account_id=None, language="zh-hans", key=None) -> Submitted
        # Submitted: .application .number .token (secret of the link) .is_new

    submit_together(*, actor, at, parts: [Part(item, situation, answers, area)], papers, key=None, **as above)
        -> (Submitted, ...)                     # several matters at once: papers once, each its own case

By the applicant (`as_applicant=True` after the link or the log-in was checked by `queries`), or by the window:

    supply_papers(*, papers: {code: GivenPaper}, answers=None, words="", as_applicant=False, **by) -> Case
    withdraw_application(*, note="", as_applicant=False, **by) -> Case
    object_to_application(*, words, contact="", **by) -> Case          # anybody, while it is public

Reads for the applicant: `queries.application_by_link(number=, token=)`, `own_application(actor=, number=)`,
`follow_page(application)`, `my_applications(actor=)`, `own_document(application=, number=)`; values in `rules`.

At the window: take_papers_in, amend_application, tell_applicant, accept_application, accept_application_short,
refuse_application, transfer_application, pass_application_on, finish_application. Behind it: dispatch_application,
take_application, answer_application_share, send_application_back, survey_application, review_application,
redo_application, begin_special, end_special, ask_for_extension, grant_extension, decline_extension,
publicise_application, answer_objection, reexamine_application,
approve_application, decline_application, certify_application,
deliver_application, archive_application, recheck_application, give_application_back; beside: charge_application,
help_with_application, arrange_application, note_application.
"""

from linli.pillars.service.applications.operations._decide import (
    ReviewedItYourself,
    approve_application,
    archive_application,
    archive_old,
    certify_application,
    decline_application,
    deliver_application,
    finish_application,
    recheck_application,
)
from linli.pillars.service.applications.operations._end import (
    arrange_application,
    charge_application,
    give_application_back,
    help_with_application,
    note_application,
    refuse_application,
    transfer_application,
    withdraw_application,
)
from linli.pillars.service.applications.operations._erase import (
    applicant_facts,
    erase_again,
    erase_applicant,
    erase_subject,
    forget_old,
)
from linli.pillars.service.applications.operations._given import (
    NoReuseConsent,
    NotOnHand,
    look_up_papers,
)
from linli.pillars.service.applications.operations._handle import (
    TooManyDays,
    answer_application_share,
    ask_for_extension,
    begin_special,
    decline_extension,
    dispatch_application,
    end_special,
    grant_extension,
    redo_application,
    review_application,
    send_application_back,
    survey_application,
    take_application,
)
from linli.pillars.service.applications.operations._papers import (
    NothingLacks,
    PromisedTooLate,
    ToldBefore,
    accept_application,
    accept_application_short,
    amend_application,
    pass_application_on,
    supply_papers,
    take_papers_in,
    tell_applicant,
    timed,
)
from linli.pillars.service.applications.operations._publicity import (
    NotPublic,
    answer_objection,
    end_publicities,
    object_to_application,
    objection_token,
    publicise_application,
    reexamine_application,
)
from linli.pillars.service.applications.operations._stopping import (
    CardNotSeen,
    StoppedAtHome,
    allow_reuse,
    allow_reuse_for,
    stop_reuse,
    stop_reuse_for,
)
from linli.pillars.service.applications.operations._submit import (
    ItemNotOffered,
    NoConsent,
    NotYoursToTakeIn,
    SituationOpen,
    Submitted,
    UnfitApplicant,
    UnfitForm,
    submit_application,
    token_of,
)
from linli.pillars.service.applications.operations._together import Part, submit_together, supply_together
from linli.pillars.service.applications.operations._visits import NotThisVisit, keep_visits, link_visit

__all__ = [
    "CardNotSeen",
    "ItemNotOffered",
    "NoConsent",
    "NoReuseConsent",
    "NotOnHand",
    "NotPublic",
    "NotThisVisit",
    "NotYoursToTakeIn",
    "NothingLacks",
    "Part",
    "PromisedTooLate",
    "ReviewedItYourself",
    "SituationOpen",
    "StoppedAtHome",
    "Submitted",
    "ToldBefore",
    "TooManyDays",
    "UnfitApplicant",
    "UnfitForm",
    "accept_application",
    "accept_application_short",
    "allow_reuse",
    "allow_reuse_for",
    "amend_application",
    "answer_application_share",
    "answer_objection",
    "applicant_facts",
    "approve_application",
    "archive_application",
    "archive_old",
    "arrange_application",
    "ask_for_extension",
    "begin_special",
    "certify_application",
    "charge_application",
    "decline_application",
    "decline_extension",
    "deliver_application",
    "dispatch_application",
    "end_publicities",
    "end_special",
    "erase_again",
    "erase_applicant",
    "erase_subject",
    "finish_application",
    "forget_old",
    "give_application_back",
    "grant_extension",
    "help_with_application",
    "keep_visits",
    "link_visit",
    "look_up_papers",
    "note_application",
    "object_to_application",
    "objection_token",
    "pass_application_on",
    "publicise_application",
    "recheck_application",
    "redo_application",
    "reexamine_application",
    "refuse_application",
    "review_application",
    "send_application_back",
    "stop_reuse",
    "stop_reuse_for",
    "submit_application",
    "submit_together",
    "supply_papers",
    "supply_together",
    "survey_application",
    "take_application",
    "take_papers_in",
    "tell_applicant",
    "timed",
    "token_of",
    "transfer_application",
    "withdraw_application",
]  # fmt: skip
