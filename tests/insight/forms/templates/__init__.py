"""Forms in the shapes that departments send, made up for these tests, each with what it should hold when it is filled."""

from tests.insight.forms.templates import lists, pairs, statistics, words
from tests.insight.forms.templates.making import Template

TEMPLATES: tuple[Template, ...] = (
    *statistics.TEMPLATES,
    *lists.TEMPLATES,
    *pairs.TEMPLATES,
    *words.TEMPLATES,
)

__all__ = ["TEMPLATES", "Template"]
