"""The verbs of secretaries' projects and of yearly plans."""

from linli.pillars.party.branches.operations import NoSuchOrganisation, NotYourOrganisation
from linli.pillars.party.secretary.operations._plans import (
    NotLateYet,
    PlanItemOver,
    PlannedElsewhen,
    drop_plan_item,
    finish_plan_item,
    lay_plan_item,
    supervise_plan_item,
)
from linli.pillars.party.secretary.operations._projects import (
    WithoutSecretary,
    accept_project,
    approve_project,
    build_core,
    decline_project,
    end_project,
    find_support,
    finish_project,
    note_project,
    propose_project,
    redo_project,
    secure_project,
    set_subject,
)

__all__ = [
    "NoSuchOrganisation",
    "NotLateYet",
    "NotYourOrganisation",
    "PlanItemOver",
    "PlannedElsewhen",
    "WithoutSecretary",
    "accept_project",
    "approve_project",
    "build_core",
    "decline_project",
    "drop_plan_item",
    "end_project",
    "find_support",
    "finish_plan_item",
    "finish_project",
    "lay_plan_item",
    "note_project",
    "propose_project",
    "redo_project",
    "secure_project",
    "set_subject",
    "supervise_plan_item",
]
