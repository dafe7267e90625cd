"""What people read about files."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

REFUSALS = {
    "unable-to-keep-file": _("这个文件存不了，请换一个"),
    "file-empty": _("文件是空的，请重新选一次"),
    "file-too-large": _("文件太大，最多 %(most_mb)s MB。照片可以先截小一点再发"),
    "file-kind-refused": _("只收照片（JPG、PNG、WebP、GIF）和 PDF、Word（docx）、Excel（xlsx）、纯文本"),
    "old-office-file": _("旧版 Word、Excel 文件（.doc、.xls）收不了，请另存为 .docx、.xlsx 或 PDF 再发"),
    "file-has-macros": _("这个文件里带有宏或外部模板，为安全不收。请另存为不带宏的 .docx、.xlsx 或 PDF"),
    "file-unpacks-too-large": _("这个文件解开后太大（超过 %(most_mb)s MB），收不了"),
    "file-damaged": _("文件不完整，可能没传完，请重新发一次"),
    "photo-format-unknown": _("这种照片格式（%(format)s）读不了，请在手机相机设置里改为 JPG，或截屏后再发"),
    "photo-too-large": _("照片像素太高，最多 %(most_megapixels)s 百万像素。请调低相机像素，或截屏后再发"),
    "file-store-silent": _(
        "存照片和附件的地方一时连不上，这个没存下；文字都收着，请稍后再加，或先不带它提交"
    ),
    "unable-to-read-sheet": _("这个表格读不了，请换一个"),
    "sheet-kind-refused": _(
        "这不是表格。能读的有 Excel、WPS 表格（xlsx、xls）、ods，和用逗号或制表符隔开的文本（csv、txt）"
    ),
    "sheet-is-web-page": _("这是改了扩展名的网页，不是真正的表格。请用 Excel 或 WPS 打开，另存为 xlsx 再来"),
    "sheet-locked": _("这个表格有打开密码。请先去掉密码，另存后再来"),
    "sheet-damaged": _("表格文件已损坏，打不开。请用 Excel 或 WPS 打开，另存为 xlsx 再来"),
    "sheet-reaches-too-far": _(
        "这张表一直伸到 %(cell)s 那一格，太大，读不了。多半是远处误写了字：请删掉用不到的行和列，另存后再来"
    ),
    "no-such-sheet": _("工作簿里没有这张表。有的是：%(names)s"),
    "encoding-unknown": _("看不出文字的编码。请另存为 UTF-8 编码的 csv，或存为 xlsx"),
    "sheet-quote-open": _("第 %(line)s 行附近有一个引号没有配对，后面的内容连成了一片。请改好再来"),
    "file-not-found": _("没有这个文件，或者不对您开放"),
}
