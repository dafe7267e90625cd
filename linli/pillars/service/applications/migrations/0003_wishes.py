"""How an applicant would like to have the result, and whether somebody should come to them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("applications", "0002_documents_stay")]
    operations = [
        migrations.AddField(
            model_name="application",
            name="wants_visit",
            field=models.BooleanField(db_default=False, default=False, verbose_name="希望上门来办"),
        ),
        migrations.AddField(
            model_name="application",
            name="wish",
            field=models.CharField(
                blank=True,
                choices=[
                    ("window", "窗口领取"),
                    ("post", "邮寄"),
                    ("door", "送上门"),
                    ("online", "网上送达"),
                ],
                db_default="",
                default="",
                max_length=6,
                verbose_name="希望怎么送达",
            ),
        ),
    ]
