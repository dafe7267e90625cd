"""Several processes of ours at once, each with settings and database connections of its own."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context


def pool(workers: int) -> ProcessPoolExecutor:
    """Return a pool of fresh processes. Close the database connections of this one before it is used."""
    return ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_wake)


def _wake() -> None:
    import django

    django.setup()
