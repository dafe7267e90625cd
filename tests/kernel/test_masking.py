import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.kernel import masking
from linli.kernel.masking import Kind


class TestFields:
    @pytest.mark.parametrize(
        ("name", "shown"),
        [("张三", "张*"), ("欧阳小明", "欧阳*"), ("", ""), (" 李四 ", "李*"), ("Anna", "A*")],
    )
    def test_name(self, name: str, shown: str) -> None:
        assert masking.mask_name(name) == shown

    def test_numbers(self) -> None:
        assert masking.mask_phone("13812345678") == "138****5678"
        assert masking.mask_phone("12345") == "12345"
        assert masking.mask_id_card("11010519491231002X") == "110105********002X"
        assert masking.mask_id_card("1234") == "****"
        assert masking.mask_bank_card("6222 0212 3456 7890 128") == "622202******0128"
        assert masking.mask_bank_card("622") == "***"
        assert masking.mask_plate("鲁A·12345") == "鲁A***45"
        assert masking.mask_plate("鲁A") == "**"
        assert masking.mask_email("zhang.san@example.org") == "z***@example.org"
        assert masking.mask_email("nobody") == "***"

    @pytest.mark.parametrize(
        ("address", "shown"),
        [
            ("幸福路8号院3号楼2单元501室", "幸福路8号院3号楼***"),
            ("幸福路8号院三号楼二单元", "幸福路8号院三号楼***"),
            ("3号楼三层", "3号楼***"),
            ("3-2-501", "3-***"),
            ("3号楼501", "3号楼***"),
            ("石桥社区3号楼", "石桥社区3号楼"),
            ("幸福路8号院", "幸福路8号院"),
            ("", ""),
        ],
    )
    def test_address_down_to_the_building(self, address: str, shown: str) -> None:
        assert masking.mask_address(address) == shown


class TestFreeText:
    @pytest.mark.parametrize(
        ("text", "shown"),
        [
            ("电话13812345678", "电话138****5678"),
            ("138 1234 5678 或 +86 138-1234-5678", "138****5678 或 138****5678"),
            ("电话１３８１２３４５６７８", "电话138****5678"),
            ("联系电话：88881234，或0531-88881234", "联系电话：8****1234，或0531-****1234"),
            ("身份证11010519491231002X", "身份证110105********002X"),
            ("身份证110105194912310021", "身份证110105********0021"),  # mistyped is still somebody's
            ("卡号6222 0212 3456 7890 128", "卡号622202******0128"),
            ("鲁A·12345挡着门", "鲁A***45挡着门"),
            ("邮箱zhang.san@example.org", "邮箱z***@example.org"),
            ("微信号abc_12345，QQ：12345678", "微信号a***，QQ：123****5678"),
            ("我叫张三丰，住3号楼2单元501室", "我叫张*，住3号楼***"),
            ("桃花坞 3 号楼 2 单元 501 的下水道堵了", "桃花坞 3 号楼 *** 的下水道堵了"),
            ("2 单元 5 楼 501 漏水", "*** 漏水"),
            ("我是李强，家住G2栋320", "我是李*，家住G2栋***"),
            ("业主张伟明反映楼上3楼西户漏水", "业主张*反映楼上***漏水"),
            ("联系人：欧阳小明", "联系人：欧阳*"),
            ("举报人王小明强烈要求", "举报人王*强烈要求"),
            ("6号楼二单元五楼东户", "6号楼***"),
            ("住3-2-501", "住3-***"),
            ("房号1203，501业主", "房号***，***"),
        ],
    )
    def test_hides_what_identifies_a_person(self, text: str, shown: str) -> None:
        assert masking.mask_text(text) == shown

    @pytest.mark.parametrize(
        "text",
        [
            "我是小区业主，停车费涨到500元",
            "2019年3月15日投诉，3号楼500米外，小区有1200户",
            "二单元门禁坏了，102路公交也不来",
            "本人和家人。未经业主许可，举报人曾在5月反映",
            "联系人李女士",
            "请打12345，编号20261118-0042",
            "我是文化路小学家长，家里水压低",
            "谢谢社区的同志们",
            "",
        ],
    )
    def test_leaves_the_rest_readable(self, text: str) -> None:
        assert masking.mask_text(text) == text

    @pytest.mark.parametrize(
        ("text", "shown"),
        [
            ("免贵姓洪，我叫洪海波", "免贵姓洪，我叫洪*"),
            ("望尽快解决。缪春生", "望尽快解决。缪*"),
            ("赖文静女士来电反映", "赖*女士来电反映"),
            ("姓名：徐 文 彬", "姓名：徐*"),
            ("收件人：揭春雨", "收件人：揭*"),
            ("被翁志鹏骂了，昨天下午谷建华又来闹", "被翁*骂了，昨天下午谷*又来闹"),
            ("住户农建华、邸素芹", "住户农*、邸*"),
            ("我叫古丽米热·吐尔逊", "我叫古*"),
            ("我的孩子叫陈李佳怡", "我的孩子叫陈*"),
        ],
    )
    def test_finds_names_by_what_stands_around_them(self, text: str, shown: str) -> None:
        assert masking.mask_text(text) == shown

    @pytest.mark.parametrize(
        "text",
        [
            "老李和王阿姨说张师傅修好了，陈主任答应月底解决",
            "和平小学对方承诺连续三天施工，于是就没人管",
            "中山路的李宁专卖店、刘记包子铺，杨柳青小区",
            "被水泡了，找物业，物业连电话都不接，业主时间有限",
            "我是安徽人，联系人空着，居民平时走这条路",
        ],
    )
    def test_takes_no_place_no_shop_and_nobody_called_by_title_for_a_name(self, text: str) -> None:
        assert masking.mask_text(text) == text

    def test_keeps_public_telephones(self) -> None:
        text = "请打0531-86012345，别打13812345678"
        assert masking.mask_text(text, keep={"053186012345"}) == "请打0531-86012345，别打138****5678"
        assert masking.mask_text("电话86012345", keep={"86012345"}) == "电话86012345"

    def test_can_be_told_what_to_look_for(self) -> None:
        text = "我叫张三丰，电话13812345678"
        assert masking.mask_text(text, kinds={Kind.PHONE}) == "我叫张三丰，电话138****5678"

    def test_says_what_it_found_and_where(self) -> None:
        text = "住3号楼２单元501室，13812345678"
        hits = masking.find(text)
        assert [(hit.kind, hit.value) for hit in hits] == [
            (Kind.ROOM, "２单元501室"),
            (Kind.PHONE, "13812345678"),
        ]
        assert all(text[hit.start : hit.end] == hit.value for hit in hits)

    @given(st.text(alphabet="0123456789 -张王我叫是本人电话号楼单元室鲁A微信@.a，。", max_size=120))
    def test_never_overlaps_and_never_leaves_a_mobile_number(self, text: str) -> None:
        hits = masking.find(text)
        assert all(a.end <= b.start for a, b in pairwise(hits))
        assert not re.search(r"(?<!\d)1[3-9]\d{9}(?!\d)", masking.mask_text(text))

    @given(st.text(max_size=200))
    def test_takes_any_text(self, text: str) -> None:
        masking.mask_text(text)
        masking.mask_address(text)
