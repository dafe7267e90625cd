"""A file that was kept: what it is and who gave it. Its bytes lie in the storage under their SHA-256."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linli.base.files.rules import FileKind
from linli.base.people.models import Account
from linli.base.people.vault import SealedTextField


class StoredFile(models.Model):
    """One upload. The same bytes sent by two people are two rows and one content: each is erased alone."""

    class Kind(models.TextChoices):
        PHOTO = FileKind.PHOTO.value, _("照片")
        PAPER = FileKind.PAPER.value, _("材料")

    kind = models.CharField(max_length=5, choices=Kind.choices)
    sha256 = models.CharField(max_length=64, db_index=True, editable=False)
    media_type = models.CharField(max_length=100)
    # People name scans after people, so the name is as personal as the content.
    name = SealedTextField(_("文件名"), blank=True, default="")
    size = models.PositiveIntegerField(help_text=_("字节"))
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    digest = models.CharField(max_length=64, editable=False, help_text=_("加盐摘要，写入步骤的链"))
    salt = models.BinaryField(max_length=32, null=True, editable=False)
    kept_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    kept_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True, editable=False)
    erase_reason = models.CharField(max_length=40, blank=True, default="", editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True, salt__isnull=False)
                | Q(erased_at__isnull=False, salt__isnull=True),
                name="erased_file_has_no_salt",
            ),
            models.CheckConstraint(
                condition=Q(kind="paper") | Q(width__gt=0, height__gt=0), name="photo_has_measures"
            ),
        ]
        indexes = [models.Index(fields=["kept_at"], name="file_kept_at")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"

    @property
    def is_photo(self) -> bool:
        return self.kind == FileKind.PHOTO

    @property
    def is_erased(self) -> bool:
        return self.erased_at is not None
