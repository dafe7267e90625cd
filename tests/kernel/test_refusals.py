import pickle

import pytest

from linli.kernel import refusals
from linli.kernel.refusals import Refusal


class UnableToTest(Refusal):
    pass


class Renamed(Refusal):
    code = "other-name"


class TestRefusal:
    def test_takes_its_code_from_the_class(self) -> None:
        assert UnableToTest.code == "unable-to-test"
        assert Renamed.code == "other-name"
        assert refusals.code_of("NoIDGiven") == "no-id-given"

    def test_carries_data(self) -> None:
        refusal = UnableToTest(number="20261118-0042", left=2)
        assert refusal.data == {"number": "20261118-0042", "left": 2}
        assert str(refusal) == "unable-to-test (number=20261118-0042, left=2)"
        assert str(UnableToTest()) == "unable-to-test"

    def test_survives_pickling(self) -> None:
        again = pickle.loads(pickle.dumps(UnableToTest(why="late")))
        assert type(again) is UnableToTest
        assert again.data == {"why": "late"}

    def test_is_registered_once(self) -> None:
        assert refusals.refusals()["unable-to-test"] is UnableToTest
        with pytest.raises(TypeError, match="share the code"):
            type("Another", (Refusal,), {"code": "other-name"})
