"""A column that answers with a server's error is probed once more after the walk: then it is down, or it is there. An
error of another owner's host says nothing of the column that leads there."""

from __future__ import annotations

from pathlib import Path

from crawler.forward_proxy import ForwardProxy, ProxyReply, ProxyRequest
from tests.crawl_fixture import COLUMNS, HTML, Portal, crawl_arguments, page, scrapy
from tests.test_hostile import ended

#: The walk's own request and its retry.
PROBES = 2


class Failing(Portal):
    """Of its columns the first is down, the second recovers after the walk."""

    def page(self, path: str) -> ProxyReply:
        asked = sum(url.endswith(f"gov.cn{path}") for url in self.asked)
        if path == "/c0/" or (path == "/c1/" and asked <= PROBES):
            return ProxyReply(503, headers=HTML, body=page("维护", "<p>服务暂不可用</p>"))
        return super().page(path)


def test_a_server_error_is_probed_twice(tmp_path: Path) -> None:
    portal = Failing()
    with ForwardProxy(portal.answer) as proxy:
        done = scrapy(*crawl_arguments(portal.write_seeds(tmp_path), tmp_path / "run", proxy.url), timeout=300)
    assert done.returncode in (0, 3), done.stderr
    seen = ended(tmp_path / "run")
    assert seen["/c0"] == ("dead", "status-503")
    assert seen["/c1"][0] == "rendered"
    assert all(seen[f"/c{column}"][0] in ("fetched", "rendered") for column in range(2, COLUMNS))


class Leading(Portal):
    """Its second column leads to another owner's host, which is down."""

    def answer(self, request: ProxyRequest) -> ProxyReply | None:
        if "elsewhere" in request.url:
            return ProxyReply(502, headers=HTML, body=page("维护", "<p>服务暂不可用</p>"))
        return super().answer(request)

    def page(self, path: str) -> ProxyReply:
        if path == "/c1/":
            return ProxyReply(302, headers=[("Location", "http://www.elsewhere.cn/anping/")])
        return super().page(path)


def test_what_another_host_answers_is_not_the_columns_fault(tmp_path: Path) -> None:
    portal = Leading()
    with ForwardProxy(portal.answer) as proxy:
        told = crawl_arguments(
            portal.write_seeds(tmp_path), tmp_path / "run", proxy.url, RENDER="always", PAGES_PER_SITE=6
        )
        done = scrapy(*told, timeout=300)
    assert done.returncode in (0, 3), done.stderr
    assert ended(tmp_path / "run")["/c1"] == ("redirected", "")
