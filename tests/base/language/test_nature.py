import pytest

from linli.base.language.nature import nature_of
from linli.kernel.standards.natures import Nature


@pytest.mark.parametrize(
    ("nature", "text"),
    [
        ("consult", "请问办居住证需要什么材料"),
        ("consult", "想了解一下公租房的申请条件"),
        ("consult", "老年卡在哪里办，周末上班吗？"),
        ("consult", "孩子上小学怎么报名"),
        ("help", "三号楼楼道灯坏了，麻烦派人修一下"),
        ("help", "家里困难，孩子看病花光了钱，求助"),
        ("help", "下水道堵了，污水漫出来了，请尽快处理"),
        ("help", "单元门关不上"),
        ("complaint", "物业乱收费，态度恶劣"),
        ("complaint", "反映多次没人管，互相推诿"),
        ("complaint", "健身房不退押金，欺骗消费者"),
        ("complaint", "投诉施工队半夜扰民"),
        ("report", "举报楼下黑作坊，无证生产豆腐"),
        ("report", "有人往河里偷排废水"),
        ("report", "实名举报村干部套取补贴"),
        ("suggestion", "建议在南门增设一个垃圾投放点"),
        ("suggestion", "如果能把公交站往东挪一点就更好了"),
        ("suggestion", "希望增加老年食堂的菜品"),
        ("thanks", "感谢网格员小陈帮我送药"),
        ("thanks", "给社区工作人员点赞，问题解决了"),
    ],
)
def test_tells_what_somebody_wants(nature, text):
    assert nature_of(text).nature == Nature(nature)


def test_thanks_at_the_end_is_courtesy():
    assert nature_of("楼道灯坏了，请派人修一下，谢谢领导！").nature is Nature.HELP
    assert nature_of("请问怎么办低保，感谢您。").nature is Nature.CONSULT


def test_says_when_it_knows_nothing():
    guess = nature_of("东门")
    assert (guess.nature, guess.confidence) == (Nature.HELP, 0.0)


def test_shows_its_words():
    assert "建议" in nature_of("建议加装电梯").words
