"""What is public stays readable, together with whom to ask for."""

from linli.kernel.masking import mask_text, to_hide

OFFICE = "13800001111"


def test_a_name_beside_a_public_number_stays() -> None:
    said = "再堵请打 13800001111，找刘敏。反映人张伟，电话 13900002222。"
    assert mask_text("联系人刘敏 13800001111", keep={OFFICE}) == "联系人刘敏 13800001111"
    shown = mask_text(said, keep={OFFICE})
    assert "13800001111" in shown
    assert "13900002222" not in shown
    assert "张伟" not in shown


def test_without_public_numbers_both_are_hidden() -> None:
    kinds = [hit.kind for hit in to_hide("联系人刘敏 13800001111")]
    assert kinds == ["name", "phone"]
