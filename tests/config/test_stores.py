"""A folder by default, a bucket when one is named, and a clear word when half of it is missing."""

from pathlib import Path

import pytest

from linli.config.env import Env, SettingError
from linli.config.stores import file_store

BUCKET = {
    "LINLI_S3_ENDPOINT": "https://oss.example.cn",
    "LINLI_S3_BUCKET": "linli",
    "LINLI_S3_KEY": "k",
    "LINLI_S3_SECRET": "s",
}


class TestFileStore:
    def test_is_a_folder_by_default(self) -> None:
        found = file_store(Env({}), Path("/data/files"))
        assert found["BACKEND"].endswith("LocalStorage")
        assert found["OPTIONS"]["location"] == "/data/files"

    def test_is_a_bucket_when_one_is_named(self) -> None:
        assert file_store(Env(BUCKET), Path("/x"))["OPTIONS"]["bucket"] == "linli"

    @pytest.mark.parametrize("missing", ["LINLI_S3_BUCKET", "LINLI_S3_KEY", "LINLI_S3_SECRET"])
    def test_says_what_is_missing(self, missing: str) -> None:
        with pytest.raises(SettingError, match=missing):
            file_store(Env({k: v for k, v in BUCKET.items() if k != missing}), Path("/x"))

    def test_refuses_an_address_that_is_none(self) -> None:
        with pytest.raises(SettingError, match="LINLI_S3_ENDPOINT"):
            file_store(Env({**BUCKET, "LINLI_S3_ENDPOINT": "oss.example.cn"}), Path("/x"))
