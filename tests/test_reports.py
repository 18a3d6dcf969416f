"""City reports: self-contained, honest about what was not tested, complete, safe with hostile words."""

import base64
import hashlib
import json
import re
from itertools import pairwise
from pathlib import Path

import pytest
from lxml import html as lxml_html

from reports.chapters import mark_shared
from reports.charts import binned
from reports.groups import FIRST_PAGE, PER_GROUP, PER_SHARD
from reports.overview import render_overview
from reports.render import render_city
from reports.source import ReportError
from reports.tables import write_tables
from reports.words import HAN, OURS
from tests.reports_fixture import (
    CHECKS,
    SAMPLE_CITIES,
    build_result,
    write_city,
    write_run,
)

TEMPLATES = sorted(OURS.glob("*.j2"))
CITY = {city[0]: city for city in SAMPLE_CITIES}


@pytest.fixture(scope="module")
def run_dir(tmp_path_factory) -> Path:
    """A rendered sample run: all cities, the overview, the tables."""
    run_dir = write_run(tmp_path_factory.mktemp("run") / "2026Q4", count=60)
    for city in SAMPLE_CITIES:
        render_city(run_dir / city[0])
    render_overview(run_dir)
    write_tables(run_dir)
    return run_dir


def parsed(path: Path) -> lxml_html.HtmlElement:
    """A report as a tree."""
    return lxml_html.fromstring(path.read_bytes(), parser=lxml_html.HTMLParser(encoding="utf-8"))


def text_of(path: Path) -> str:
    """What a reader sees of a report, spaces folded."""
    body = parsed(path).find("body")
    return " ".join(body.text_content().split())


def html_files(run_dir: Path) -> list[Path]:
    """Every page of a run."""
    return sorted(run_dir.rglob("*.html"))


# --- every page ---


def test_a_report_is_one_file_that_asks_for_nothing(run_dir):
    for path in html_files(run_dir):
        tree = parsed(path)
        loading = tree.xpath(
            "//img/@src | //image/@href | //script/@src | //link/@href | //iframe/@src | //source/@src"
        )
        assert all(address.startswith("data:image/webp;base64,") for address in loading), path
        assert tree.xpath("//@style | //@onclick | //@onload | //base | //form[@action]") == []
        assert "url(http" not in path.read_text("utf-8")


def test_the_policy_allows_our_style_sheet_and_script_and_nothing_else(run_dir):
    for path in html_files(run_dir):
        tree = parsed(path)
        policy = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
        assert policy.startswith("default-src 'none'; img-src data: 'self' file:;")
        assert "unsafe" not in policy
        run = [script for script in tree.xpath("//script") if script.get("type") != "application/json"]
        assert len(run) == 1
        for element, name in ((run[0], "script-src"), (tree.xpath("//style")[0], "style-src")):
            digest = base64.b64encode(hashlib.sha256(element.text_content().encode()).digest()).decode()
            assert f"{name} 'sha256-{digest}'" in policy


def test_headings_go_down_step_by_step_and_ids_are_unique(run_dir):
    for path in html_files(run_dir):
        tree = parsed(path)
        levels = [int(heading.tag[1]) for heading in tree.iter("h1", "h2", "h3", "h4", "h5", "h6")]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(after <= before + 1 for before, after in pairwise(levels)), path
        ids = tree.xpath("//@id")
        assert len(ids) == len(set(ids)), path


def test_every_inner_link_and_label_leads_somewhere(run_dir):
    for path in html_files(run_dir):
        tree = parsed(path)
        ids = set(tree.xpath("//@id"))
        wanted = {link[1:] for link in tree.xpath("//a/@href | //*[local-name()='use']/@href") if link.startswith("#")}
        for names in tree.xpath("//@aria-labelledby"):
            wanted |= set(names.split())
        assert wanted - ids == set(), path
        for link in tree.xpath("//a/@href"):
            if not link.startswith(("#", "http")):
                assert (path.parent / link.partition("#")[0]).exists(), (path, link)


def test_hostile_words_stay_words(run_dir):
    page = run_dir / "changsha" / "report.html"
    assert 'alert("x")' in text_of(page)
    assert [s for s in parsed(page).xpath("//script") if "alert" in s.text_content()] == []
    assert all(
        link.startswith(("http://", "https://", "#", "..", "evidence/", "report", "findings", "addresses.csv"))
        for link in parsed(page).xpath("//a/@href")
    )


def test_a_javascript_address_is_shown_but_never_linked(tmp_path):
    folder = tmp_path / "x"
    folder.mkdir()
    result = build_result(folder, CITY["zhongshui"], 0, pictures=False)
    result["city"]["portal_url"] = "javascript:alert(1)"
    (folder / "result.json").write_text(json.dumps(result), "utf-8")
    render_city(folder, ["zh"])
    assert "javascript:alert(1)" in text_of(folder / "report.html")
    assert not [link for link in parsed(folder / "report.html").xpath("//a/@href") if link.startswith("java")]


def test_languages_are_marked_and_lead_to_each_other(run_dir):
    zh, en = (parsed(run_dir / "changsha" / name) for name in ("report.html", "report.en.html"))
    assert (zh.get("lang"), en.get("lang")) == ("zh-CN", "en")
    assert zh.xpath("//a[@hreflang='en']/@href") == ["report.en.html"]
    assert en.xpath("//a[@hreflang='zh-CN']/@href") == ["report.html"]
    assert en.xpath("//a[@hreflang='zh-CN']/@lang") == ["zh-CN"]


def test_the_english_report_says_nothing_of_ours_in_chinese(run_dir):
    tree = parsed(run_dir / "zhongshui" / "report.en.html")
    for marked in tree.xpath("//*[starts-with(@lang, 'zh')] | //style | //script"):
        marked.drop_tree()
    for element in tree.xpath("//dd | //td | //th | //p | //h1 | //h2 | //h3 | //li | //dt | //label"):
        own = "".join(element.xpath("text()"))
        # The source of a standard is a document number, and has no English form.
        assert not HAN.search(own) or "国办" in own or "长沙" in own, own


def test_only_the_languages_asked_for_are_written(tmp_path):
    folder = write_city(tmp_path, CITY["zhongshui"], 0, pictures=False)
    assert [path.name for path in render_city(folder, ["en"])] == ["report.en.html"]
    assert not parsed(folder / "report.en.html").xpath("//a[@hreflang]")
    assert [path.name for path in render_city(folder, ["zh", "en"])] == ["report.html", "report.en.html"]


def test_the_same_result_gives_the_same_bytes(tmp_path):
    run = write_run(tmp_path / "run", count=30, cities=SAMPLE_CITIES[:2])

    def written() -> dict[str, str]:
        paths = [path for city in SAMPLE_CITIES[:2] for path in render_city(run / city[0])]
        paths += [*render_overview(run), *write_tables(run)]
        return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}

    assert written() == written()


# --- one city ---


def test_the_verdict_and_its_reasons_come_before_everything_else(run_dir):
    main = parsed(run_dir / "changsha" / "report.html").xpath("//main")[0]
    first = " ".join(main[0].text_content().split())
    assert "不合格" in first
    assert first.index("空白栏目 6 个") < first.index("咨询类栏目有 2 件来信")


def test_each_finding_says_what_an_owner_needs(run_dir):
    result = json.loads((run_dir / "changsha" / "result.json").read_text("utf-8"))
    tree = parsed(run_dir / "changsha" / "report.html")
    findings = [
        f for check in result["checks"].values() for f in check["findings"] if f["state"] in (None, "new", "repeated")
    ]
    shown = {card.get("id"): card for card in tree.xpath("//article[contains(@class, 'finding')]")}
    rows = {row.get("id"): row for row in tree.xpath("//article[contains(@class, 'finding')]//li[@id]")}
    assert shown.keys() | rows.keys() == {f["id"] for f in findings}
    assert not shown.keys() & rows.keys()
    for finding in findings:
        if finding["id"] in rows:  # the same place in another template: what to do stands beside its lead
            assert finding["url"] in rows[finding["id"]].text_content()
            continue
        group = shown[finding["id"]].getparent().text_content()
        assert all(step["zh"] in group for step in finding["see"])
        assert finding["mend"]["zh"] in group
        assert finding["doubt"]["zh"] in group
        assert finding["url"] in group


def test_findings_are_grouped_by_cause_and_the_decisive_come_first(run_dir):
    tree = parsed(run_dir / "changsha" / "report.html")
    groups = tree.xpath("//section[contains(@class, 'group')]/@id")
    assert len(groups) == len(set(groups))
    decisive = {"column-empty", "column-stale", "interaction-missing", "interaction-unanswered"}
    assert groups[0].removeprefix("fail-").rsplit("-", 1)[0] in decisive
    kinds = [name.partition("-")[0] for name in groups]
    assert kinds == sorted(kinds, key=["fail", "unsure", "error"].index)


def test_what_was_not_retested_is_never_called_mended(run_dir):
    tree = parsed(run_dir / "changsha" / "report.html")
    lists = {
        d.find("summary").text_content(): d.text_content() for d in tree.xpath("//section[@id='history']//details")
    }
    result = json.loads((run_dir / "changsha" / "result.json").read_text("utf-8"))
    counts = {
        state: sum(f["state"] == state for check in result["checks"].values() for f in check["findings"])
        for state in ("resolved", "not_retested")
    }
    assert set(lists) == {f"已整改 {counts['resolved']} 处", f"本次未复查 {counts['not_retested']} 处"}


def test_what_a_veto_rests_on_is_told_with_its_column(run_dir):
    result = json.loads((run_dir / "changsha" / "result.json").read_text("utf-8"))
    told = {f["id"]: f for check in result["checks"].values() for f in check["findings"]}
    links = parsed(run_dir / "changsha" / "report.html").xpath("//ul[@class='evidence']//a")
    named = [told[link.get("href").partition("#")[2]] for link in links]
    assert any(finding["column"] for finding in named)
    for link, finding in zip(links, named, strict=True):
        assert link.text_content() == finding["title"]["zh"] + (f"：{finding['column']}" if finding["column"] else "")


def test_a_clause_that_nobody_verified_is_marked_provisional(run_dir):
    page = text_of(run_dir / "changsha" / "report.html")
    assert "已核对原文" in page
    assert "未核对原文，暂用" in page


def test_a_city_that_could_not_be_seen_is_undetermined_and_blamed_for_nothing(run_dir):
    page = text_of(run_dir / "nanning" / "report.html")
    assert "未能判定" in page
    assert "全部访问均被拦截" in page
    assert page.count("本次检查未检测此项，不作评价。") >= 3
    assert not parsed(run_dir / "nanning" / "report.html").xpath("//article[contains(@class, 'finding')]")


def test_a_clean_city_says_that_nothing_was_found(run_dir):
    page = text_of(run_dir / "zhongshui" / "report.en.html")
    assert "No veto that was tested is reached." in page
    assert "None." in page


def test_coverage_adds_up_or_says_that_it_does_not(tmp_path):
    folder = tmp_path / "city"
    folder.mkdir()
    result = build_result(folder, CITY["zhongshui"], 0, pictures=False)
    (folder / "result.json").write_text(json.dumps(result), "utf-8")
    render_city(folder, ["zh"])
    assert "与已知网址数一致" in text_of(folder / "report.html")
    result["coverage"]["rows"][0]["count"] -= 1
    (folder / "result.json").write_text(json.dumps(result), "utf-8")
    render_city(folder, ["zh"])
    assert "各类合计 5,879 个，与已知的 5,880 个不一致" in text_of(folder / "report.html")


def test_a_score_gets_its_place_when_there_is_one(tmp_path):
    folder = tmp_path / "city"
    folder.mkdir()
    result = build_result(folder, CITY["zhongshui"], 0, pictures=False)
    block = {"title": {"zh": "发布解读", "en": "Publication"}, "points": 30.5, "max": 40}
    result["score"] = {"points": 87.5, "max": 100, "provisional": True, "blocks": [block]}
    result["band"] = {"zh": "良好", "en": "Good"}
    (folder / "result.json").write_text(json.dumps(result), "utf-8")
    render_city(folder, ["zh"])
    page = text_of(folder / "report.html")
    assert "87.5 / 100 · 良好" in page
    assert "30.5 / 40" in page


def test_many_findings_go_to_further_pages_and_all_can_be_found(tmp_path):
    folder = write_city(tmp_path, CITY["changsha"], 2000, pictures=False)
    written = render_city(folder, ["zh"])
    assert [path.name for path in written][-1] == "report.html"
    seen: list[str] = []
    for path in written:
        cards = parsed(path).xpath("//article[contains(@class, 'finding')]/@id")
        assert len(cards) <= (FIRST_PAGE if path.name == "report.html" else PER_SHARD)
        seen += cards + parsed(path).xpath("//article[contains(@class, 'finding')]//li/@id")
    result = json.loads((folder / "result.json").read_text("utf-8"))
    now = [
        f["id"]
        for check in result["checks"].values()
        for f in check["findings"]
        if f["state"] in (None, "new", "repeated")
    ]
    assert sorted(seen) == sorted(now)
    elsewhere = json.loads(parsed(folder / "report.html").xpath("//script[@id='elsewhere']")[0].text)
    for name, ids in elsewhere.items():
        assert set(ids) <= set(parsed(folder / name).xpath("//@id"))
    for group in parsed(folder / "report.html").xpath("//section[contains(@class, 'group')]"):
        assert len(group.xpath("./article")) <= PER_GROUP + 1


def test_pages_of_an_earlier_larger_report_disappear(tmp_path):
    folder = write_city(tmp_path, CITY["changsha"], 900, pictures=False)
    render_city(folder)
    assert (folder / "findings-2.html").exists()
    write_city(tmp_path, CITY["changsha"], 10, pictures=False)
    render_city(folder, ["zh"])
    assert not list(folder.glob("findings-?.html"))
    assert (folder / "findings-2.en.html").exists(), "the other language was not asked for and stays whole"


def test_letters_answered_on_the_promised_day_are_in_time():
    assert binned([0, 1, 1.5, 5, 5.1, 200], [0, 1, 3, 5, 90]) == [2, 1, 1, 1, 1]


def test_shared_strings_are_marked_without_losing_a_character():
    parts = mark_shared("您好，收悉。甲。感谢支持。", ["您好，收悉。", "感谢支持。", "收悉", ""])
    assert [(part["text"], part["shared"]) for part in parts] == [
        ("您好，收悉。", True),
        ("甲。", False),
        ("感谢支持。", True),
    ]


# --- pictures ---


def test_a_missing_picture_is_said_to_be_missing(tmp_path):
    folder = write_city(tmp_path, CITY["changsha"], 20)
    for picture in (folder / "evidence").iterdir():
        picture.unlink()
    render_city(folder, ["en"])
    assert "The picture's file is missing or cannot be read." in text_of(folder / "report.en.html")


def test_an_outline_is_drawn_over_the_place_and_described(run_dir):
    tree = parsed(run_dir / "changsha" / "report.en.html")
    drawings = tree.xpath("//figure//*[local-name()='svg'][.//*[@class='outline']]")
    assert drawings
    for drawing in drawings:
        assert "a red outline marks the place" in drawing.text_content()
        assert drawing.get("role") == "img"


# --- an office's own templates ---


def test_an_office_can_change_words_style_and_pages(tmp_path):
    own = tmp_path / "own"
    own.mkdir()
    (own / "strings.json").write_text('{"report.h1": {"zh": "门户网站抽查情况反馈"}}', "utf-8")
    (own / "report.css").write_text("body { color: black }", "utf-8")
    folder = write_city(tmp_path, CITY["zhongshui"], 0, pictures=False)
    render_city(folder, ["zh", "en"], templates=own)
    page = parsed(folder / "report.html")
    assert "门户网站抽查情况反馈" in page.xpath("//h1")[0].text_content()
    assert page.xpath("//style")[0].text_content() == "body { color: black }"
    assert "government portal audit" in parsed(folder / "report.en.html").xpath("//h1")[0].text_content()


def test_a_broken_template_leaves_the_old_report_whole(tmp_path):
    folder = write_city(tmp_path, CITY["zhongshui"], 0, pictures=False)
    render_city(folder, ["zh"])
    before = (folder / "report.html").read_bytes()
    own = tmp_path / "own"
    own.mkdir()
    (own / "report.html.j2").write_text("{{ nobody.knows.this }}", "utf-8")
    with pytest.raises(Exception, match="nobody"):
        render_city(folder, ["zh"], templates=own)
    assert (folder / "report.html").read_bytes() == before
    assert [path.name for path in folder.iterdir() if path.name.startswith(".")] == []


def test_templates_count_nothing_and_know_no_check():
    ids = {check[0] for check in CHECKS}
    for template in TEMPLATES:
        source = template.read_text("utf-8")
        expressions = " ".join("".join(pair) for pair in re.findall(r"\{\{(.*?)\}\}|\{%(.*?)%\}", source, re.S))
        assert not [check_id for check_id in ids if check_id in source], template.name
        assert not re.search(r"\bsum\b|\bround\b|\bselectattr\b", expressions), template.name
        assert "autoescape false" not in source


@pytest.mark.parametrize(
    ("content", "message"),
    [("{", "not valid JSON"), ("[]", "JSON object"), ('{"schema": 99}', "schema 99"), (None, "not found")],
)
def test_a_result_that_cannot_be_read_is_named_in_one_sentence(tmp_path, content, message):
    if content is not None:
        (tmp_path / "result.json").write_text(content, "utf-8")
    with pytest.raises(ReportError, match=message) as caught:
        render_city(tmp_path)
    assert "result.json" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_meaningless_word_is_no_title_that_was_or_was_not_found(tmp_path):
    folder = tmp_path / "x"
    folder.mkdir()
    result = build_result(folder, CITY["changsha"], 5, pictures=False)
    trials = result["search"]["trials"]
    for trial in trials:
        trial.update(expected_url="http://a.cn/1.html", outcome="fail")
    trials[-1].update(expected_url="", outcome="pass")
    (folder / "result.json").write_text(json.dumps(result), "utf-8")
    render_city(folder, ["zh"])
    page = text_of(folder / "report.html")
    assert f"以本站已发布的 {len(trials) - 1} 个标题试用站内搜索，其中 0 个能够找到。" in page
    assert "另以 1 个无意义字符串" in page


def test_accessibility_puts_first_what_is_wrong_and_leads_to_it(run_dir):
    tree = parsed(run_dir / "changsha" / "report.html")
    rows = tree.xpath("//section[@id='accessibility']//tbody/tr")
    order = ["fail", "unsure", "error", "pass", "not_applicable"]
    outcomes = [re.search(r"o-(\w+)", row.xpath("string(./td[1]/span/@class)"))[1] for row in rows]
    assert outcomes == sorted(outcomes, key=order.index)
    links = [link for row in rows for link in row.xpath(".//a/@href") if link.startswith("#")]
    assert links
    assert {link[1:] for link in links} <= set(tree.xpath("//section/@id"))


def test_a_maker_is_told_with_its_signs(tmp_path):
    folder = write_city(tmp_path, CITY["changsha"], 5, pictures=False)
    result = json.loads((folder / "result.json").read_text("utf-8"))
    sign = {"sign": "s", "text": {"zh": "标志", "en": "A sign"}, "words": "<i>seen</i>", "url": "http://a.cn/1"}
    result["technology"] = {"maker": {"zh": "甲公司", "en": "Maker A"}, "evidence": [sign]}
    (folder / "result.json").write_text(json.dumps(result), "utf-8")
    render_city(folder, ["en"])
    page = text_of(folder / "report.en.html")
    assert "Maker A" in page
    assert "A sign: <i>seen</i>" in page
