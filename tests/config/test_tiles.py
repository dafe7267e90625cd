"""Whose tiles lie under the maps: understood from few words, refused in plain ones."""

import pytest
from django.template import Context, Template

from linli.config import tiles
from linli.config.env import Env, SettingError
from linli.config.middleware import content_policy

GAODE = "https://webrd01.is.autonavi.com/appmaptile?style=8&x={x}&y={y}&z={z}"
TIANDITU = "https://t0.tianditu.gov.cn/vec_w/wmts?TILEMATRIX={z}&TILEROW={y}&TILECOL={x}"


def read(**given):
    return tiles.read(Env(given))


class TestReading:
    def test_nothing_named_is_our_own_map(self):
        assert read() == tiles.Tiles()

    def test_the_datum_follows_from_the_host_and_may_be_said(self):
        assert read(LINLI_TILE_URL=GAODE).datum == "gcj02"
        assert read(LINLI_TILE_URL=TIANDITU).datum == "wgs84"
        assert read(LINLI_TILE_URL=TIANDITU, LINLI_TILE_DATUM="gcj02").datum == "gcj02"

    def test_layers_lie_on_one_another_and_their_hosts_are_allowed(self):
        found = read(LINLI_TILE_URL=f"{TIANDITU} {TIANDITU.replace('vec', 'cva')} {GAODE}")
        assert len(found.urls) == 3
        assert found.hosts == ("https://t0.tianditu.gov.cn", "https://webrd01.is.autonavi.com")
        assert "https://t0.tianditu.gov.cn" in content_policy(found.hosts)

    @pytest.mark.parametrize(
        "url", ["tiles/{z}/{x}/{y}", "https://a.cn/{z}/{x}", "https://{s}.a.cn/{z}/{x}/{y}"]
    )
    def test_an_address_that_cannot_work_stops_the_start(self, url):
        with pytest.raises(SettingError, match="LINLI_TILE_URL"):
            read(LINLI_TILE_URL=url)

    def test_an_unknown_datum_stops_the_start(self):
        with pytest.raises(SettingError, match="LINLI_TILE_DATUM"):
            read(LINLI_TILE_URL=GAODE, LINLI_TILE_DATUM="bd09")


class TestOnPages:
    def box(self):
        return Template("{% load parts %}<div {% tiles %}>").render(Context())

    def test_every_map_is_told_the_datum(self, settings):
        settings.TILES = tiles.Tiles(urls=("https://a.cn/{z}/{x}/{y}",), credit="高德 & 伴", datum="gcj02")
        assert 'data-datum="gcj02"' in self.box()
        assert 'data-credit="高德 &amp; 伴"' in self.box()

    def test_without_tiles_nothing_is_shifted(self, settings):
        settings.TILES = tiles.Tiles(datum="gcj02")
        assert 'data-datum=""' in self.box()
