"""A field of type `date` takes ISO alone and shows anything else empty, which would be lost when it is sent back."""

DATE_INPUT_FORMATS = ["%Y-%m-%d", "%Y/%m/%d", "%Y年%m月%d日"]
