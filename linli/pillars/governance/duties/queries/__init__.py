"""Reads about duties and tasks."""

from linli.pillars.governance.duties.queries._list import (
    Narrowed,
    current_list,
    duties_of,
    get_duty,
    is_in_force,
    lists_of,
    offices_of,
)
from linli.pillars.governance.duties.queries._tasks import (
    GridShare,
    StepRow,
    TaskPage,
    TaskRow,
    flow_facts,
    get_task,
    grids_under,
    grounds_of,
    serves,
    task_page,
    tasks_of,
    waiting,
    waiting_for,
)

__all__ = [
    "GridShare", "Narrowed", "StepRow", "TaskPage", "TaskRow", "current_list", "duties_of", "flow_facts", "get_duty",
    "get_task", "grids_under", "grounds_of", "is_in_force", "lists_of", "offices_of", "serves", "task_page",
    "tasks_of", "waiting", "waiting_for",
]  # fmt: skip
