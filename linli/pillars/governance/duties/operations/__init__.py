"""The verbs of duties and tasks."""

from linli.pillars.governance.duties.operations._publish import (
    MOST_ROWS,
    ListBasisMissing,
    NoDutySheet,
    NotYourList,
    RowsRefused,
    SheetRow,
    lines_of_file,
    publish_list,
)
from linli.pillars.governance.duties.operations._tasks import (
    DutyTakenBack,
    GroundsMissing,
    NotAnswering,
    NotYoursToAsk,
    TaskTooLong,
    TaskWithoutBasis,
    admit_task,
    answer_task,
    ask_task,
    end_task,
    note_task,
    turn_task_away,
    withdraw_task,
)

__all__ = [
    "MOST_ROWS", "DutyTakenBack", "GroundsMissing", "ListBasisMissing", "NoDutySheet", "NotAnswering", "NotYourList",
    "NotYoursToAsk", "RowsRefused", "SheetRow", "TaskTooLong", "TaskWithoutBasis", "admit_task", "answer_task",
    "ask_task", "end_task", "lines_of_file", "note_task", "publish_list", "turn_task_away", "withdraw_task",
]  # fmt: skip
