"""Columns of one address and many numbers behind its ``#``, drawn by one script: a disclosure platform in small."""

from __future__ import annotations

import json
from pathlib import Path

from crawl_fixture import HTML, Portal, crawl_arguments, page, scrapy

from crawler.forward_proxy import ForwardProxy, ProxyReply

#: Number, name and days of its entries: one that is sound, one that is overdue, one without an entry.
COLUMNS = {
    213: ("通知公告", ("2026-11-18", "2026-11-02")),
    214: ("人事任免", ("2024-05-20", "2024-03-11")),
    388: ("规划计划", ()),
}
SCRIPT = """<main><ul id=tree></ul><h2 id=name></h2><ul id=rows></ul></main><script>
const columns = %s;
for (const [id, [name]] of Object.entries(columns))
  document.getElementById('tree').innerHTML += `<li><a href="/gkmlpt/index#${id}">${name}</a></li>`;
const [name, days] = columns[location.hash.slice(1)] || ['', []];
document.getElementById('name').textContent = name;
const article = `/gkmlpt/content/${location.hash.slice(1)}/post_`;
document.getElementById('rows').innerHTML = days.map((day, n) =>
  `<li><a href="${article}${n}.html">${name}第${n}号文件的完整标题</a><span>${day}</span></li>`
).join('');
</script>"""


def test_each_number_is_a_column_of_its_own(tmp_path: Path) -> None:
    portal = Portal()
    body = SCRIPT % json.dumps(COLUMNS, ensure_ascii=False)
    portal.extra["/gkmlpt/index"] = ProxyReply(headers=HTML, body=page("政府信息公开", body))
    blocks = "".join(f'<li><a href="/gkmlpt/index#{number}">{name}</a></li>' for number, (name, _) in COLUMNS.items())
    portal.extra["/"] = ProxyReply(
        headers=HTML, body=page("首页", f"<nav><ul>{blocks}</ul></nav><p>2026-11-18 市政府常务会议召开</p>")
    )
    with ForwardProxy(portal.answer) as proxy:
        settings = {"OBSERVED_AT": "2026-11-20T12:00:00+08:00"}
        done = scrapy(*crawl_arguments(portal.write_seeds(tmp_path), tmp_path / "run", proxy.url, **settings))
    assert done.returncode in (0, 1), done.stderr
    checks = json.loads((tmp_path / "run" / "anping" / "result.json").read_text("utf-8"))["checks"]
    found = {
        (check, finding["column"])
        for check in ("column-empty", "column-stale")
        for finding in checks[check]["findings"]
    }
    assert found == {("column-empty", "规划计划"), ("column-stale", "人事任免")}
