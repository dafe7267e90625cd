"""By which words a name is found."""

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.insight.finding.rules import LONGEST_ASKED, question, words_of

NAMES = st.text(alphabet="翠湖园清源路银行重庆小面长乐3号楼E1-ab ", min_size=1, max_size=20)


def finds(asked: str, *names: str) -> bool:
    query = question(asked)
    if not query:
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT array_to_tsvector(%s::text[]) @@ %s::tsquery", [words_of(names), query])
        return bool(cursor.fetchone()[0])


@pytest.mark.django_db
class TestQuestion:
    @pytest.mark.parametrize(
        ("asked", "name"),
        [
            ("清源路", "清源路菜市场"),
            ("菜市场", "清源路菜市场"),
            ("qyl", "清源路菜市场"),
            ("lcsc", "清源路菜市场"),
            ("zgyh", "中国银行"),
            ("cqxm", "重庆小面"),
            ("三号楼", "翠湖园3号楼"),
            ("E1", "E12号路灯"),
            ("翠湖 3号楼", "翠湖园3号楼"),
            ("店", "小店"),
        ],
    )
    def test_finds_what_is_meant(self, asked: str, name: str) -> None:
        assert finds(asked, name)

    @pytest.mark.parametrize(
        ("asked", "name"),
        [("湖", "河"), ("qyx", "清源路"), ("菜场", "清源路菜市场"), ("yl", "清源"), ("  ", "清源")],
    )
    def test_finds_nothing_else(self, asked: str, name: str) -> None:
        assert not finds(asked, name)

    @settings(deadline=None, max_examples=60)
    @given(name=NAMES, data=st.data())
    def test_any_piece_of_two_or_more_characters_finds_its_name(self, name: str, data: st.DataObject) -> None:
        plain = name.strip()
        if len(plain) < 2 or not question(plain):
            return
        assert finds(plain, name)

    @settings(deadline=None, max_examples=80)
    @given(st.text(max_size=LONGEST_ASKED * 2))
    def test_whatever_is_typed_is_a_question_to_the_server_or_none(self, asked: str) -> None:
        finds(asked.replace("\x00", ""), "清源路")
