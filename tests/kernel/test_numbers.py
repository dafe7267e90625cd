from datetime import date

import pytest

from linli.kernel import numbers

# Made-up numbers with correct check digits.
ID_CARD = "11010519491231002X"


class TestPhone:
    @pytest.mark.parametrize(
        ("text", "stored"),
        [
            ("138 1234 5678", "13812345678"),
            ("+86-138-1234-5678", "13812345678"),
            ("008613812345678", "13812345678"),
            ("１３８１２３４５６７８", "13812345678"),
            ("19912345678", "19912345678"),
            ("(0531) 8601 2345", "053186012345"),
            ("0531-86012345", "053186012345"),
            ("010-12345678", "01012345678"),
            ("12345", "12345"),
            ("400-123-4567", "4001234567"),
            ("95598", "95598"),
            ("+44 20 7946 0958", "+442079460958"),
            ("86012345", None),
            ("1381234567", None),
            ("23812345678", None),
            ("张三", None),
            ("", None),
            ("1" * 40, None),
        ],
    )
    def test_is_stored_in_one_spelling(self, text: str, stored: str | None) -> None:
        if stored is None:
            assert not numbers.is_phone(text)
        else:
            assert numbers.normalise_phone(text) == stored
            assert numbers.normalise_phone(stored) == stored

    def test_knows_who_can_get_a_code(self) -> None:
        assert numbers.is_mobile("+86 138 1234 5678")
        assert not numbers.is_mobile("0531-86012345")
        assert not numbers.is_mobile("12345")


class TestIdCard:
    def test_reads_and_checks(self) -> None:
        assert numbers.normalise_id_card(" 110105 19491231 002x ") == ID_CARD
        assert numbers.is_id_card(ID_CARD)
        assert numbers.birth_date(ID_CARD) == date(1949, 12, 31)

    @pytest.mark.parametrize(
        "wrong", ["110105194912310021", "11010519491331002X", "1101051949123100", "", "X" * 18]
    )
    def test_refuses(self, wrong: str) -> None:
        assert not numbers.is_id_card(wrong)

    def test_refuses_an_impossible_date_with_a_right_checksum(self) -> None:
        stem = "11010519490231002"
        right = next(stem + char for char in "0123456789X" if _checks(stem + char))
        with pytest.raises(ValueError, match="day"):
            numbers.normalise_id_card(right)


def _checks(number: str) -> bool:
    weights = [2**place % 11 for place in range(17, -1, -1)]
    values = [10 if char == "X" else int(char) for char in number]
    return sum(weight * value for weight, value in zip(weights, values, strict=True)) % 11 == 1


class TestOthers:
    def test_firms(self) -> None:
        assert numbers.normalise_uscc("9111 0000 6000 3734 1l") == "91110000600037341L"
        assert numbers.is_uscc("91110000600037341L")
        assert not numbers.is_uscc("91110000600037341M")

    def test_bank_cards(self) -> None:
        assert numbers.normalise_bank_card("6222 0212 3456 7890 128") == "6222021234567890128"
        assert not numbers.is_bank_card("6222021234567890129")
        assert not numbers.is_bank_card("0")
        assert not numbers.is_bank_card("²" * 16)

    @pytest.mark.parametrize(
        ("text", "stored"),
        [
            ("鲁A·12345", "鲁A12345"),
            ("鲁ad12345", "鲁AD12345"),
            ("鲁A12345D", "鲁A12345D"),
            ("鲁A1234警", "鲁A1234警"),
            ("鲁I12345", None),
            ("大A12345", None),
            ("鲁A123", None),
        ],
    )
    def test_plates(self, text: str, stored: str | None) -> None:
        assert numbers.is_plate(text) == (stored is not None)
        if stored:
            assert numbers.normalise_plate(text) == stored
