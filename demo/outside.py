"""The world around the cities: registers, provincial platforms and other links that leave a portal.

Only what the cities link to is answered, with a page that says it is simulated.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from crawler.forward_proxy import ProxyReply, ProxyRequest
from demo.site import text_reply

PROVINCE = "云岭省"
SERVICE_HALL = "https://zwfw.yunlingprovince.gov.cn"
OPEN_DATA = "https://data.yunlingprovince.gov.cn"
PETITIONS = "https://wsxf.yunlingprovince.gov.cn/"
PROVINCE_PORTAL = "https://www.yunlingprovince.gov.cn/"
FINANCE = "https://czt.yunlingprovince.gov.cn/"
DISCIPLINE = "https://yunling.12388.gov.cn/"
FAULT_REPORTS = "https://zfwzgl.www.gov.cn/exposure/jiucuo.html"
CONAC = "https://bszs.conac.cn/sitename"
POLICE = "https://beian.mps.gov.cn/#/query/webSearch"
ICP = "https://beian.miit.gov.cn/"

#: host → what it is called.
HOSTS = {
    "zwfw.yunlingprovince.gov.cn": "云岭省政务服务网",
    "data.yunlingprovince.gov.cn": "云岭省公共数据开放平台",
    "wsxf.yunlingprovince.gov.cn": "云岭省网上信访平台",
    "www.yunlingprovince.gov.cn": "云岭省人民政府",
    "czt.yunlingprovince.gov.cn": "云岭省财政厅",
    "yunling.12388.gov.cn": "云岭省纪检监察举报平台",
    "zfwzgl.www.gov.cn": "我为政府网站找错",
    "bszs.conac.cn": "事业单位和党政机关网上标识",
    "beian.mps.gov.cn": "全国互联网安全管理服务平台",
    "beian.miit.gov.cn": "ICP备案管理系统",
    "www.gov.cn": "中国政府网",
    "www.lucky-games.example": "模拟的不良外链",
    "maps.example": "模拟地图服务",
}


def answer(request: ProxyRequest) -> ProxyReply | None:
    """The simulated page of an outside host, or None for a host nobody links to."""
    host = urlsplit(request.url).hostname or ""
    if host not in HOSTS:
        return None
    if urlsplit(request.url).path == "/robots.txt":
        return text_reply("User-agent: *\nDisallow:\n", "text/plain")
    name = HOSTS[host]
    return text_reply(
        f'<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>{name}（模拟页面）</title></head>'
        f"<body><main><h1>{name}</h1><p>本页面由模拟环境提供，仅用于使门户上的外部链接可以打开。</p>"
        f'<p><a href="https://{host}/">首页</a></p></main></body></html>'
    )
