"""What waits for a judgment is found without reading all that was ever rated."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False  # an index beside those who work is built outside of a transaction
    dependencies = [("reports", "0003_catalogue_revision")]

    operations = [
        AddIndexConcurrently(
            model_name="callback",
            index=models.Index(
                condition=models.Q(("appeal", "pending")), fields=["report"], name="callback_pending"
            ),
        ),
    ]
