"""What the public reads is masked again, whatever staff typed."""

from linli.pillars.governance.reports import operations
from linli.pillars.governance.reports.models import Report
from tests.pillars.governance.reports.doing import file
from tests.town import MONDAY, Town


class TestPublish:
    def publish(self, town: Town, answer: str) -> Report:
        filed = file(town)
        operations.publish_report(
            actor=town.actor("dispatcher"),
            number=filed.report.case.number,
            at=MONDAY,
            title="我叫张三丰，楼道灯坏了",
            text="住3号楼2单元501室，电话13812345678",
            answer=answer,
        )
        filed.report.refresh_from_db()
        return filed.report

    def test_hides_names_rooms_and_phones(self, town: Town) -> None:
        report = self.publish(town, "已换好")
        assert report.public_title == "我叫张*，楼道灯坏了"
        assert report.public_text == "住3号楼***，电话138****5678"

    def test_leaves_the_telephones_of_units(self, town: Town) -> None:
        town.office.phone = "0531-8601 2345"
        town.office.supervision_phone = "86019999"
        town.office.save()
        report = self.publish(town, "可打0531-86012345，监督电话86019999，别打0531-88881234")
        assert report.public_answer == "可打0531-86012345，监督电话86019999，别打0531-****1234"

    def test_hides_what_staff_name_besides(self, town: Town) -> None:
        filed = file(town)
        operations.publish_report(
            actor=town.actor("dispatcher"),
            number=filed.report.case.number,
            at=MONDAY,
            title="老于家饭馆油烟",
            text="老于家饭馆的油烟直冲老于家",
            answer="已约谈老于家饭馆",
            hide=("老于家", "老于家饭馆", " "),
        )
        filed.report.refresh_from_db()
        report = filed.report
        assert (report.public_title, report.public_text) == ("***油烟", "***的油烟直冲***")
        assert report.public_answer == "已约谈***"
