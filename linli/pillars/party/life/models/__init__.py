"""The life of organisations: habits, meetings, who came."""

from linli.pillars.party.life.models._meetings import Attendance, Habit, LifeMeeting, LifePart

__all__ = ["Attendance", "Habit", "LifeMeeting", "LifePart"]
