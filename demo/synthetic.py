"""A portal of any size for benchmarks: many pages over a given number of DOM shapes, some drawn by script.

Of twelve shapes two have their content drawn from JSON, one of lists and one of articles, and two their header and
footer written by shared scripts, as 16 of 56 articles saved from government portals had; the rest is plain HTML.

Pages are plain string building, made when first asked and kept, so that serving costs next to nothing and what is
measured is the crawler. A few faults are planted evenly, in drawn and in static pages alike, so that a benchmark can
prove that cheaper crawling loses none of them.
"""

# ruff: noqa: E501 lines of markup are kept whole

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from urllib.parse import urlsplit

from crawler.forward_proxy import ProxyReply, ProxyRequest
from demo.content import Writer
from demo.damage import utf8_as_gbk
from demo.site import json_reply, reply, text_reply

PLACES = ("东岭区", "白沙镇", "青石乡", "柳河县", "南塘街道", "古亭镇")
#: Bytes of one link to another office, with its telephone number.
OFFICE_BYTES = 220
#: Of SHAPES_A_TURN shapes, those whose content script draws and those whose frame script writes.
SHAPES_A_TURN, DRAWN, SCRIPTED_FRAME = 12, (2, 5), (8, 11)
#: Every n-th column is empty; every n-th article is garbled.
EMPTY_EVERY, GARBLED_EVERY = 5, 50
ARTICLES_A_COLUMN = 12
#: The shares of a page that are styles and scripts inside it, and links to other offices, the same on every page as in
#: any portal's frame: 42 saved government pages have 36 % of inline styles and scripts, 495 elements and 141 links in
#: each 60 kB (medians).
INLINE_SHARE, OFFICES_SHARE = 0.36, 0.42


@dataclass(frozen=True, slots=True)
class Shape:
    """One DOM shape: how pages of one template are nested, and whether script draws their content or their frame."""

    number: int
    drawn: bool
    scripted_frame: bool
    wrap: Callable[[str], str]
    row: Callable[[str, str, str], str]
    paragraph: str


def _nest(tags: tuple[str, ...], name: str) -> Callable[[str], str]:
    def wrap(inner: str) -> str:
        for depth, tag in reversed(list(enumerate(tags))):
            inner = f'<{tag} class="{name}-{depth}">{inner}</{tag}>'
        return inner

    return wrap


#: Ways to nest a page's content; a template takes one by its number, and repeats them one level deeper.
NESTS: tuple[tuple[str, ...], ...] = (
    ("div", "div"), ("main", "section"), ("div", "section", "article"), ("main", "div", "div"), ("section", "div"),
    ("div", "main", "div", "div"), ("article", "div"), ("div", "div", "section"), ("main", "article", "div"),
    ("section", "section", "div"), ("div", "article", "section", "div"), ("main", "div", "section"),
)  # fmt: skip
ROWS: tuple[Callable[[str, str, str], str], ...] = (
    lambda link, title, day: f'<p class="r"><a href="{link}">{title}</a> <span>{day}</span></p>',
    lambda link, title, day: f'<div class="r"><h3><a href="{link}">{title}</a></h3><em>[{day}]</em></div>',
    lambda link, title, day: f'<dl class="r"><dt><a href="{link}">{title}</a></dt><dd>{day}</dd></dl>',
    lambda link, title, day: f'<ul class="r"><li><i>{day}</i><a href="{link}">{title}</a></li></ul>',
)


def shape(number: int) -> Shape:
    """The *number*-th DOM shape."""
    tags = NESTS[number % len(NESTS)] + ("div",) * (number // len(NESTS))
    return Shape(
        number=number,
        drawn=number % SHAPES_A_TURN in DRAWN,
        scripted_frame=number % SHAPES_A_TURN in SCRIPTED_FRAME,
        wrap=_nest(tags, f"t{number}"),
        row=ROWS[number % len(ROWS)],
        paragraph=("p", "div", "section")[number % 3],
    )


@dataclass(slots=True)
class SyntheticPortal:
    """See `portal`. *faults* are (check, URL) of what was planted; *drawn* the URLs whose content script draws."""

    host: str
    today: date
    faults: list[tuple[str, str]] = field(default_factory=list)
    drawn: set[str] = field(default_factory=set)
    _pages: dict[str, ProxyReply | Callable[[], ProxyReply]] = field(default_factory=dict)

    @property
    def root(self) -> str:
        """The home page's URL."""
        return f"http://{self.host}/"

    def urls(self) -> list[str]:
        """The URLs of all HTML pages, the home page first."""
        return [f"http://{self.host}{path}" for path in self._pages if path.endswith((".html", "/"))]

    def answer(self, request: ProxyRequest) -> ProxyReply | None:
        """The reply to *request*; None for another host."""
        parts = urlsplit(request.url)
        if parts.netloc != self.host:
            return None
        page = self._pages.get(parts.path or "/")
        if page is None:
            return text_reply("<!DOCTYPE html><title>404</title><h1>页面不存在</h1>", status=404)
        if not isinstance(page, ProxyReply):
            page = self._pages[parts.path or "/"] = page()
        return page


def portal(
    n_pages: int = 300,
    n_templates: int = 12,
    host: str = "www.synthetic.gov.cn",
    today: date = date(2026, 1, 1),
    page_bytes: int = 20_000,
) -> SyntheticPortal:
    """A portal of *n_pages* HTML pages over *n_templates* DOM shapes (home page included) at ``http://host/``.

    Pages are filled up to about *page_bytes* with as much inline style and script and as many links to other offices as
    real ones carry. Raises ValueError when there are fewer pages than templates or fewer than three templates.
    """
    if n_templates < 3 or n_pages < 2 * n_templates:
        raise ValueError("a synthetic portal needs three templates and two pages for each")
    made = SyntheticPortal(host, today)
    writer = Writer("样板市", PLACES, today)
    list_shapes = [shape(number) for number in range(1, max(2, n_templates // 3))]
    text_shapes = [shape(number) for number in range(max(2, n_templates // 3), n_templates)]
    enough = -(-len(text_shapes) * EMPTY_EVERY // (EMPTY_EVERY - 1))  # that each article template has a filled column
    n_columns = max(len(list_shapes), enough, (n_pages - 1) // (ARTICLES_A_COLUMN + 1))
    names = [f"{'要闻动态公告政策解读统计规划专题'[i % 8 * 2 : i % 8 * 2 + 2]}{i + 1}" for i in range(n_columns)]
    links = [f"/c{i}/" for i in range(n_columns)]
    empty = {i for i in range(n_columns) if i % EMPTY_EVERY == EMPTY_EVERY - 1}
    filled = [i for i in range(n_columns) if i not in empty]
    items: dict[int, list[tuple[str, str, str]]] = {i: [] for i in range(n_columns)}
    for number in range(n_pages - 1 - n_columns):
        column = filled[number % len(filled)]
        day = (today - timedelta(days=number % 11)).isoformat()
        items[column].append((f"/c{column}/a{number}.html", f"第{number + 1}号稿件：{PLACES[number % 6]}工作动态", day))
    menu = "".join(f'<li><a href="{link}">{name}</a></li>' for link, name in zip(links, names, strict=True))

    rules = "".join(f".t{i}-{i % 7} .m{i}{{margin:{i % 9}px {i % 5}px;padding:{i % 4}px;color:#{i % 10}26{i % 7}}}\n"
                    for i in range(page_bytes // 48))  # fmt: skip
    offices = "".join(
        f'<li class="office-link"><a href="http://www.office{i:03}.example/index.html" target="_blank" '
        f'title="{writer.city}第{i}办公室门户网站">第{i}办公室</a> <span class="office-phone">电话：0000-8800{i:04}</span></li>'
        for i in range(int(OFFICES_SHARE * page_bytes) // OFFICE_BYTES)
    )
    offices = f"<ul>{offices}</ul>" if offices else ""
    everything = [item for rows in items.values() for item in rows]

    head = (
        f'<header><h2><a href="/">{writer.city}人民政府</a></h2><form action="/search.html" role="search">'
        f'<input name="q" placeholder="站内搜索"><button>搜索</button></form></header><nav><ul>{menu}</ul></nav>'
    )
    foot = f'<footer><p>主办：{writer.city}人民政府办公室</p><p><a href="/zxly.html">我要咨询</a></p></footer>'
    head_script, foot_script = '<script src="/head.js"></script>', '<script src="/foot.js"></script>'

    def page(title: str, form: Shape, content: str, data: str = "", side: str = "") -> ProxyReply:
        body = form.wrap(content if not data else f'<div id="drawn" data-url="{data}"></div>')
        script = '<script src="/draw.js"></script>' if data else ""
        text = (
            f'<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>{title}</title>'
            f'<link rel="stylesheet" href="/s.css"><style>\n@@</style></head><body class="k{form.number}">'
            f"{head_script if form.scripted_frame else head}<h1>{title}</h1>{body}{side}"
            f"{offices}<script>//rest</script>{foot_script if form.scripted_frame else foot}{script}</body></html>"
        )
        room = max(0, page_bytes - len(text.encode()))
        inside = rules[: min(room, int(INLINE_SHARE * page_bytes))]
        rest = f"/*{'-' * (room - len(inside))}*/" if room > len(inside) else ""
        return text_reply(text.replace("@@", inside, 1).replace("//rest", rest, 1))

    def add(path: str, title: str, form: Shape, content: Callable[[], str], side: str = "") -> None:
        if form.drawn:
            made.drawn.add(f"http://{host}{path}")
            data = f"/data{path.rstrip('/')}.json"
            made._pages[data] = lambda: json_reply({"html": content()})
            made._pages[path] = lambda: page(title, form, "", data, side)
        else:
            made._pages[path] = lambda: page(title, form, content(), side=side)

    def rows(column: int, form: Shape, count: int) -> str:
        return "".join(form.row(*item) for item in items[column][:count])

    home = shape(0)
    add(
        "/",
        f"{writer.city}人民政府",
        home,
        lambda: "".join(f'<h2><a href="{links[i]}">{names[i]}</a></h2>{rows(i, home, 6)}' for i in filled[:8]),
    )
    for i in range(n_columns):
        form = list_shapes[i % len(list_shapes)]
        add(links[i], names[i], form, partial(rows, i, form, ARTICLES_A_COLUMN * 4))
        if i in empty:
            made.faults.append(("column-empty", f"http://{host}{links[i]}"))

    def text(number: int, form: Shape) -> str:
        paragraphs = [line for part in range(3) for line in writer.article_blocks(number * 3 + part)]
        if number % GARBLED_EVERY == GARBLED_EVERY - 1:
            paragraphs[1:4] = [utf8_as_gbk(line) for line in paragraphs[1:4]]
        return "".join(f"<{form.paragraph}>{line}</{form.paragraph}>" for line in paragraphs)

    number = 0
    for place, i in enumerate(filled):
        form = text_shapes[place % len(text_shapes)]  # a column's articles share a template, as in any such software
        for path, title, _ in items[i]:
            near = everything[number % max(1, len(everything) - 24) :][:24]
            side = "".join(f'<li><a href="{link}">{name}</a></li>' for link, name, _ in near)
            side = f"<aside><h2>相关稿件</h2><ol>{side}</ol></aside>"
            add(path, title, form, partial(text, number, form), side)
            if number % GARBLED_EVERY == GARBLED_EVERY - 1:
                made.faults.append(("text-garbled", f"http://{host}{path}"))
            number += 1
    made._pages["/search.html"] = text_reply("<!DOCTYPE html><title>站内搜索</title><p>请输入关键词</p>")
    made._pages["/zxly.html"] = text_reply(
        '<!DOCTYPE html><title>我要咨询</title><form method="post" action="/zxly.html"><label>标题<input name="t"></label>'
        '<label>内容<textarea name="c"></textarea></label><button>提交</button></form>'
    )
    made._pages["/s.css"] = reply(
        b"body{font:16px/1.7 sans-serif;margin:0 5%}nav ul{display:flex;flex-wrap:wrap;gap:8px}", "text/css"
    )
    for name, markup in (("/head.js", head), ("/foot.js", foot)):
        made._pages[name] = text_reply(f"document.write({json.dumps(markup)})", "application/javascript")
    made._pages["/draw.js"] = text_reply(
        "var b=document.getElementById('drawn');fetch(b.getAttribute('data-url')).then(function(r){return r.json()})"
        ".then(function(d){b.innerHTML=d.html});",
        "application/javascript",
    )
    made._pages["/robots.txt"] = text_reply("User-agent: *\nDisallow:\n", "text/plain")
    return made


def fleet(
    count: int, n_pages: int = 300, n_templates: int = 12, today: date = date(2026, 1, 1)
) -> list[SyntheticPortal]:
    """*count* synthetic portals on hosts ``www.simcity01.gov.cn`` and on."""
    return [portal(n_pages, n_templates, f"www.simcity{number:02}.gov.cn", today) for number in range(1, count + 1)]


def answer_for(portals: list[SyntheticPortal]) -> Callable[[ProxyRequest], ProxyReply | None]:
    """One answer function for all *portals*, for a forward proxy."""
    by_host = {each.host: each for each in portals}

    def answer(request: ProxyRequest) -> ProxyReply | None:
        found = by_host.get(urlsplit(request.url).netloc)
        return found.answer(request) if found else None

    return answer


def seeds_csv(portals: list[SyntheticPortal]) -> str:
    """A seeds file for *portals*."""
    rows = [f"{each.host.split('.')[1]},{each.root}" for each in portals]
    return "\n".join(["city_id,portal_url", *rows]) + "\n"
