"""While a resident writes, the page says what it understood: the kind and the place."""

from __future__ import annotations

from django.test import Client

from tests.town import Town


def heard(client: Client, **typed: str) -> str:
    return client.post("/report/kinds/", typed).content.decode()


def test_categories_are_proposed_from_words(client: Client, town: Town) -> None:
    assert "下水道堵塞" in heard(client, text="楼下的下水冒出来了")
    assert "下水道堵塞" not in heard(client, text="今天天气好")
    assert client.post("/report/kinds/", {"text": "x" * 5000}).status_code == 200
    assert client.get("/report/kinds/?q=楼下的下水").status_code == 405, "an address is kept in logs"
    assert "多深？" in client.get("/report/questions/?category=R01").content.decode()
    assert client.get("/report/questions/?category=none").content.decode().strip() == ""


def test_the_place_that_was_understood_is_said_while_somebody_writes(client: Client, town: Town) -> None:
    assert "听着是在：康乐花园3号楼" in heard(client, text="康乐花园3号楼门口的灯不亮")
    assert "听着是在：康乐花园5号楼" in heard(client, text="康乐花园3号楼的灯不亮", where="康乐花园5号楼")
    assert "康乐花园" not in heard(client, text="康乐花园3号楼的灯不亮", lon="117.005", lat="36.005")
    assert "data-heard-place" not in heard(client, text="门口的灯不亮")
