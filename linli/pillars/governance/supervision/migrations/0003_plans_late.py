"""What is late on a plan is supervised for the same reason as what is late on a list: the word for it says both."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("supervision", "0002_proof")]

    operations = [
        migrations.AlterField(
            model_name="supervision",
            name="why",
            field=models.CharField(
                choices=[
                    ("overdue", "超期没办"),
                    ("unsolved", "回访不满意、重办过"),
                    ("leader", "领导交办"),
                    ("meeting", "会议议定"),
                    ("checked", "检查发现"),
                    ("listed", "清单、计划到期没做"),
                ],
                max_length=8,
                verbose_name="为什么督办",
            ),
        )
    ]
