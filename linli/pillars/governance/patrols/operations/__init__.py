"""The verbs of beats and of components."""

from linli.pillars.governance.patrols.operations._beats import (
    BeatElsewhere,
    BeatEnded,
    BeatKnown,
    NobodyThere,
    end_beat,
    keep_beat,
)
from linli.pillars.governance.patrols.operations._components import (
    ComponentElsewhere,
    ComponentGone,
    ComponentKnown,
    NoComponents,
    NotYourComponents,
    OwnerUnknown,
    Taken,
    end_component,
    keep_component,
    rows_of_file,
    take_components,
)
from linli.pillars.governance.patrols.operations._walks import (
    WalkTooEarly,
    WalkTooLong,
    record_patrol,
    report_component,
)

__all__ = [
    "BeatElsewhere",
    "BeatEnded",
    "BeatKnown",
    "ComponentElsewhere",
    "ComponentGone",
    "ComponentKnown",
    "NoComponents",
    "NobodyThere",
    "NotYourComponents",
    "OwnerUnknown",
    "Taken",
    "WalkTooEarly",
    "WalkTooLong",
    "end_beat",
    "end_component",
    "keep_beat",
    "keep_component",
    "record_patrol",
    "report_component",
    "rows_of_file",
    "take_components",
]
