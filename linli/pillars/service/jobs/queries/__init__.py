"""Reads about jobs: for everybody, for oneself, for those who work on them."""

from linli.pillars.service.jobs.queries._desk import (
    Figure,
    PostingPage,
    PostingRow,
    SeekerRow,
    collect,
    every_posting,
    figures_of,
    get_seeker,
    matches_to_follow,
    posting_page,
    postings_of,
    reveal,
    seekers_of,
)
from linli.pillars.service.jobs.queries._public import (
    find_postings,
    get_shown,
    my_matches,
    postings_of_enterprise,
    seeker_of,
    shown_postings,
    trainings_to_come,
)

__all__ = [
    "Figure",
    "PostingPage",
    "PostingRow",
    "SeekerRow",
    "collect",
    "every_posting",
    "figures_of",
    "find_postings",
    "get_seeker",
    "get_shown",
    "matches_to_follow",
    "my_matches",
    "posting_page",
    "postings_of",
    "postings_of_enterprise",
    "reveal",
    "seeker_of",
    "seekers_of",
    "shown_postings",
    "trainings_to_come",
]
