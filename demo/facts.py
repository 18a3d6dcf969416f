"""What identifies a simulated city: names, codes, marks, links that leave it, its row of the seeds file."""

from __future__ import annotations

from datetime import date
from typing import ClassVar
from urllib.parse import quote

from demo import outside


class Facts:
    """The facts of one city; a city's class sets those without a default. No real region has its codes."""

    id: ClassVar[str]
    name: ClassVar[str]
    english: ClassVar[str]
    code: ClassVar[str]  # six digits of the region; no real region has them
    scheme: ClassVar[str] = "http"
    host: ClassVar[str]
    charset: ClassVar[str] = "utf-8"
    declared_in_header: ClassVar[bool] = True
    look: ClassVar[str]
    skin: ClassVar[str] = ""  # a style sheet of its own, for cities that share a look's markup
    inner: ClassVar[str] = "common/inner.html.j2"
    places: ClassVar[tuple[str, ...]]
    colours: ClassVar[dict[str, str]]
    search_kind: ClassVar[str] = "none"  # see demo.searching
    search_fault: ClassVar[str] = ""
    mobile_kind: ClassVar[str] = "none"  # none, responsive, redirect (by user agent), alternate (by link element)
    lang: ClassVar[str] = "zh-CN"
    responsive: ClassVar[bool] = False
    has_tags: ClassVar[bool] = True
    has_marks: ClassVar[bool] = True
    has_annual_report: ClassVar[bool] = True
    has_elder_mode: ClassVar[bool] = True
    has_sitemap: ClassVar[bool] = True
    date_style: ClassVar[str] = "%Y-%m-%d"

    today: date

    @property
    def root(self) -> str:
        """The home page's URL."""
        return f"{self.scheme}://{self.host}/"

    @property
    def short(self) -> str:
        """The name without 市."""
        return self.name.removesuffix("市")

    @property
    def search_root(self) -> str:
        """The root of the search host, where the search has one."""
        return f"{self.scheme}://search.{self.host.removeprefix('www.')}/"

    @property
    def title(self) -> str:
        """The portal's name."""
        return f"{self.name}人民政府"

    @property
    def site_code(self) -> str:
        """The ten-digit identification code."""
        return f"{self.code}0001"[:10].ljust(10, "0")

    @property
    def icp(self) -> str:
        """The number of the ICP record."""
        return f"岭ICP备{self.code}01号-1"

    @property
    def police_code(self) -> str:
        """The fourteen-digit number of the police record."""
        return f"{self.code}02000101"

    @property
    def phone(self) -> str:
        """The contact's telephone number."""
        return f"0{self.code[2:5]}-8{self.code}"

    @property
    def outside(self) -> dict[str, str]:
        """Links that leave the portal."""
        return {
            "hall": f"{outside.SERVICE_HALL}/{self.code}/",
            "data": f"{outside.OPEN_DATA}/{self.code}/",
            "petitions": outside.PETITIONS,
            "province": outside.PROVINCE_PORTAL,
            "discipline": outside.DISCIPLINE,
            "icp": outside.ICP,
            "police": f"{outside.POLICE}?code={self.police_code}",
            "conac": f"{outside.CONAC}?method=show&id=5A{self.code}F0E1",
            "faults": f"{outside.FAULT_REPORTS}?site_code={self.site_code}&url={quote(self.root, safe='')}",
            "nation": "https://www.gov.cn/",
        }

    @property
    def seed(self) -> dict[str, str]:
        """This city's row of the seeds file."""
        return {
            "city_id": self.id,
            "portal_url": self.root,
            "city_zh": self.name,
            "city_en": self.english,
            "province_zh": outside.PROVINCE,
            "province_en": "Yunling (simulated)",
            "tier": "simulated",
            "admin_code": self.code,
            "mobile_url": "",
            "service_url": self.outside["hall"],
            "opendata_url": self.outside["data"],
            "site_id_code": self.site_code,
        }
