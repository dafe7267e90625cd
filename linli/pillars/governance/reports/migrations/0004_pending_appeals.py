"""What waits for a judgment is found without reading all that was ever rated."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reports", "0003_catalogue_revision")]

    operations = [
        migrations.AddIndex(
            model_name="callback",
            index=models.Index(
                condition=models.Q(("appeal", "pending")), fields=["report"], name="callback_pending"
            ),
        ),
    ]
