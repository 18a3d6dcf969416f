"""The overview of all cities and the tables for people who live in them."""

import json
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pandas as pd
import pytest
from lxml import html as lxml_html

from reports.charts import bars, stacked, wilson
from reports.overview import Run, render_overview
from reports.provinces import PROVINCES, province_of
from reports.source import ReportError
from reports.summary import Summary, rank_apart
from reports.tables import COLUMNS, write_tables
from tests.reports_fixture import SAMPLE_CITIES, write_city, write_run, write_run_json

CITY = {city[0]: city for city in SAMPLE_CITIES}


@pytest.fixture(scope="module")
def run_dir(tmp_path_factory) -> Path:
    """A sample run with its overview and tables."""
    run_dir = write_run(tmp_path_factory.mktemp("run") / "2026Q4", count=60)
    render_overview(run_dir)
    write_tables(run_dir)
    return run_dir


def parsed(path: Path) -> lxml_html.HtmlElement:
    """A report as a tree."""
    return lxml_html.fromstring(path.read_bytes(), parser=lxml_html.HTMLParser(encoding="utf-8"))


def text_of(path: Path) -> str:
    """What a reader sees of a report, spaces folded."""
    return " ".join(parsed(path).find("body").text_content().split())


def test_the_overview_lists_every_city_with_its_verdict(run_dir):
    tree = parsed(run_dir / "index.html")
    rows = tree.xpath("//section[@id='cities']//tbody/tr")
    assert len(rows) == len(SAMPLE_CITIES)
    assert [row.xpath("./th/a/@href")[0] for row in rows] == [f"{city}/report.html" for city in sorted(CITY)]
    assert (
        parsed(run_dir / "index.en.html").xpath("//section[@id='cities']//tbody/tr/th/a/@href")[0].endswith(".en.html")
    )


def test_an_undetermined_city_has_no_place_and_no_share_in_the_pass_rate(run_dir):
    tree = parsed(run_dir / "index.html")
    row = tree.xpath("//section[@id='cities']//tbody/tr[@data-v='undetermined']")[0]
    assert [cell.text for cell in row.xpath("./td[@class='num']")][1:3] == ["—", "—"]
    assert "以已判定的 6 个城市计" in text_of(run_dir / "index.html")


def test_an_overview_without_cities_is_refused(tmp_path):
    with pytest.raises(ReportError, match=r"no city has a result\.json yet"):
        render_overview(tmp_path)


def test_makers_and_earlier_runs_are_shown_when_a_run_knows_them(tmp_path):
    run = tmp_path / "run"
    for city in SAMPLE_CITIES[:3]:
        folder = write_city(run, city, 20, pictures=False)
        result = json.loads((folder / "result.json").read_text("utf-8"))
        result["technology"] = {"maker": {"zh": "甲公司内容管理系统", "en": "Maker A"}}
        (folder / "result.json").write_text(json.dumps(result), "utf-8")
    earlier = {"run": "2026Q3", "observed_at": "2026-08-14T08:00:00+08:00", "pass": 3, "fail": 1, "undetermined": 2}
    most_shared = Run(run).line["defects"][0]
    earlier["defects"] = [most_shared | {"failed": 1, "decided": 4}]
    write_run_json(run, history=[earlier])
    render_overview(run, ["en"])
    page = text_of(run / "index.en.html")
    assert "Maker A" in page
    assert "2026Q3" in page
    assert "75%" in page
    assert "25% (1/4)" in page


def summary(name: str, failed: int, decided: int, verdict: str = "pass") -> Summary:
    """A city with *failed* of *decided* checks."""
    outcomes = {f"check-{n}": "fail" if n < failed else "pass" for n in range(decided)}
    text = {"zh": name, "en": name}
    counts = {"causes": 0, "places": 0, "unsure": 0, "read": 0, "known": 0, "columns": 0, "columns_bad": 0}
    return Summary(
        id=name, name=text, province_name=text, province=None, tier="", portal_url="", verdict=verdict, reason=None,
        vetoes={}, reached=[], outcomes=outcomes, themes={}, median_days=None, points=None, maker=None, **counts,
    )  # fmt: skip


def test_cities_whose_intervals_overlap_are_not_ranked_apart():
    cities = [summary("a", 1, 40), summary("b", 3, 40), summary("c", 30, 40), summary("d", 0, 40, "undetermined")]
    rank_apart(cities)
    assert [city.rank for city in cities] == [(1, 2), (1, 2), (3, 3), None]


def test_too_few_checks_give_no_place():
    cities = [summary("a", 0, 4), summary("b", 0, 40)]
    rank_apart(cities)
    assert [city.rank for city in cities] == [None, (1, 1)]


@pytest.mark.parametrize(
    ("hits", "trials", "low", "high"),
    # Checked against the closed form as printed in Brown, Cai and DasGupta 2001, table of intervals.
    [(0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (5, 10, 0.2366, 0.7634), (0, 0, 0.0, 1.0)],
)
def test_intervals_are_wilsons(hits, trials, low, high):
    assert wilson(hits, trials) == pytest.approx((low, high), abs=1e-4)


def test_charts_fill_their_space():
    segments = stacked([("a", 1), ("b", 0), ("c", 3)])
    assert [segment.key for segment in segments] == ["a", "c"]
    assert sum(segment.width for segment in segments) == pytest.approx(100)
    drawn = bars([("x", 2, False), ("y", 4, True)])
    assert drawn[1].height == 160
    assert drawn[0].height == 80
    assert bars([]) == []


def test_every_province_has_its_own_tile_and_is_found_by_code_or_name():
    assert len(PROVINCES) == 34
    assert len({(province.column, province.row) for province in PROVINCES}) == 34
    assert province_of("430100", None).zh == "湖南省"
    assert province_of("", "广西").iso == "GX"
    assert province_of(None, "中国") is None


def test_tables_have_the_columns_of_the_contract(run_dir):
    header = (run_dir / "findings.csv").read_text("utf-8").splitlines()[0]
    assert header == (
        "finding_id,city_id,entry,check,message,outcome,severity,confidence,clause,url,selector,column,template,"
        "pages,title_zh,title_en,text_zh,text_en,evidence,first_seen,state"
    )
    table = pd.read_parquet(run_dir / "findings.parquet")
    assert tuple(table.columns) == COLUMNS
    assert table["pages"].dtype == "int64"
    results = [json.loads(path.read_text("utf-8")) for path in run_dir.glob("*/result.json")]
    assert len(table) == sum(len(check["findings"]) for result in results for check in result["checks"].values())
    assert table["finding_id"].is_unique
    for path in table["evidence"].dropna().unique():
        assert (run_dir / path).exists()


def test_words_of_a_site_cannot_become_formulas(tmp_path):
    folder = write_city(tmp_path, CITY["changsha"], 3, pictures=False)
    result = json.loads((folder / "result.json").read_text("utf-8"))
    finding = next(check["findings"][0] for check in result["checks"].values() if check["findings"])
    finding["column"] = "=1+1"
    (folder / "result.json").write_text(json.dumps(result), "utf-8")
    write_tables(tmp_path)
    columns = pd.read_csv(tmp_path / "findings.csv")["column"].tolist()
    assert "'=1+1" in columns
    assert "=1+1" in pd.read_parquet(tmp_path / "findings.parquet")["column"].tolist()
    sheet = openpyxl.load_workbook(tmp_path / "findings.xlsx").worksheets[0]
    # openpyxl takes any text with "=" for a formula: ask the file itself as well.
    with ZipFile(tmp_path / "findings.xlsx") as book:
        assert "<f>" not in book.read("xl/worksheets/sheet1.xml").decode()
    assert "=1+1" in [row[COLUMNS.index("column")].value for row in sheet.iter_rows()]


def test_the_workbook_is_made_for_people(run_dir):
    book = openpyxl.load_workbook(run_dir / "findings.xlsx")
    assert [name.partition(" ")[2] for name in book.sheetnames] == ["findings", "cities", "coverage", "definitions"]
    for sheet in book.worksheets:
        assert sheet.freeze_panes == "B2"
        assert sheet.auto_filter.ref
    findings = book.worksheets[0]
    assert findings["A1"].value == "问题编号\nFinding\nfinding_id"
    assert [cell.value.split("\n")[-1] for cell in findings[1]] == list(COLUMNS)
    assert any(cell.hyperlink for cell in findings["J"][1:])
    assert {row[0].value for row in book.worksheets[3].iter_rows(min_row=2)} == {"列 column", "检查项 check"}


def test_earl_states_every_outcome_once(run_dir):
    document = json.loads((run_dir / "findings.earl.jsonld").read_text("utf-8"))
    assertions = [node for node in document["@graph"] if node["@type"] == "Assertion"]
    ids = [node["@id"] for node in assertions]
    assert len(ids) == len(set(ids))
    assert {node["result"]["outcome"] for node in assertions} == {
        "earl:passed", "earl:failed", "earl:cantTell", "earl:inapplicable", "earl:untested"
    }  # fmt: skip
    assert document["@graph"][0]["@type"] == "Software"


def test_a_run_without_findings_still_has_its_tables(tmp_path):
    write_city(tmp_path, CITY["zhongshui"], 0, pictures=False)
    written = write_tables(tmp_path)
    assert sorted(path.name for path in written) == [
        "findings.csv",
        "findings.earl.jsonld",
        "findings.parquet",
        "findings.xlsx",
    ]
    assert pd.read_csv(tmp_path / "findings.csv").empty


def test_the_picture_shows_every_city_by_every_tested_veto(run_dir):
    picture = parsed(run_dir / "index.html").xpath("//table[@class='picture']")[0]
    assert len(picture.xpath(".//th[@class='city']")) == len(SAMPLE_CITIES)
    results = [json.loads(path.read_text("utf-8")) for path in sorted(run_dir.glob("*/result.json"))]
    tested = {
        veto["id"]: veto["title"]["zh"]
        for result in results
        for veto in result["vetoes"]
        if veto["outcome"] != "not_tested"
    }
    rows = {row.xpath("string(./th)"): row for row in picture.xpath(".//tbody/tr[position() > 1]")}
    assert rows.keys() == set(tested.values())
    for veto, title in tested.items():
        outcomes = [next(v["outcome"] for v in result["vetoes"] if v["id"] == veto) for result in results]
        shown = [cell.get("class").split("k-")[1] for cell in rows[title].xpath("./td[starts-with(@class, 'cell')]")]
        assert sorted(shown) == sorted(outcomes)
        decided = outcomes.count("fail") + outcomes.count("pass")
        assert rows[title].xpath("string(./td[@class='num'])") == f"{outcomes.count('fail')}/{decided}"


def test_a_carpet_of_cities_is_not_drawn(tmp_path, monkeypatch):
    run = write_run(tmp_path / "run", count=5, cities=[(f"c{n}", *SAMPLE_CITIES[0][1:]) for n in range(4)])
    for drawn in (4, 3):
        monkeypatch.setattr("reports.picture.CITIES_DRAWN", drawn)
        render_overview(run, ["zh"])
        assert bool(parsed(run / "index.html").xpath("//table[@class='picture']")) is (drawn == 4)
