"""What every page promises a browser: own files only, nothing inline, nothing leaked."""

import re

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

from linli.config.middleware import content_policy
from tests.conventions.test_tree import TEMPLATES, lines_matching


class TestTemplates:
    def test_hold_no_inline_style(self):
        assert lines_matching(TEMPLATES, re.compile(r"<style\b|\sstyle\s*=", re.IGNORECASE)) == []

    def test_hold_no_inline_script(self):
        inline = re.compile(
            r"<script\b(?![^>]*\bsrc=)(?![^>]*type=[\"']application/(ld\+)?json)", re.IGNORECASE
        )
        handlers = re.compile(r"\son[a-z]+\s*=\s*[\"']|javascript:", re.IGNORECASE)
        assert lines_matching(TEMPLATES, inline) == []
        assert lines_matching(TEMPLATES, handlers) == []

    def test_name_no_other_host(self):
        host = re.compile(r"(src|href|action)\s*=\s*[\"'](https?:)?//", re.IGNORECASE)
        assert lines_matching(TEMPLATES, host) == []

    def test_switch_off_no_escaping(self):
        assert lines_matching(TEMPLATES, re.compile(r"\|\s*safe\b|autoescape off")) == []


class TestHeaders:
    @pytest.fixture
    def headers(self, client):
        return client.get("/healthz").headers

    def test_the_policy_allows_own_files_only(self, headers):
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy

    def test_nothing_is_sniffed_framed_or_referred(self, headers):
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["Referrer-Policy"] == "same-origin"
        assert "camera=(self)" in headers["Permissions-Policy"]

    def test_no_page_withholds_where_its_own_forms_come_from(self):
        """A page that asks for no referrer at all sends its forms from `null`: every one of them is turned away as stale."""
        assert lines_matching(TEMPLATES, re.compile(r'name="referrer"')) == []

    def test_tiles_are_allowed_where_they_are_set(self):
        policy = content_policy(["https://t0.tianditu.gov.cn"])
        assert "img-src 'self' data: blob: https://t0.tianditu.gov.cn" in policy
        assert "connect-src 'self' https://t0.tianditu.gov.cn" in policy


class TestCookies:
    def test_scripts_and_other_sites_do_not_see_the_session(self):
        assert settings.SESSION_COOKIE_HTTPONLY
        assert settings.SESSION_COOKIE_SAMESITE == "Lax"


def test_the_front_end_is_built():
    assert finders.find("built/resident.css"), "run make web"
