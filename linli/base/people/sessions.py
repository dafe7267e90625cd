"""Sessions in the database, as Django keeps them; only that reading one costs less."""

from __future__ import annotations

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.db.models.functions import Now

from linli.base.written import written


@written
def _live(*, key: str) -> QuerySet[Session]:
    return Session.objects.filter(session_key=key, expire_date__gt=Now())


class SessionStore(DatabaseStore):
    """Django's, with its one frequent read written once."""

    def _get_session_from_db(self) -> Session | None:
        found = _live(key=self.session_key) if self.session_key else []
        if not found:
            self._session_key = None
            return None
        return found[0]
