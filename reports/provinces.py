"""The provinces of China as tiles of a schematic map, by the first two digits of a city's code (GB/T 2260)."""

from __future__ import annotations

import msgspec


class Province(msgspec.Struct, frozen=True):
    """A province: its names, how it is abbreviated, and its tile (column and row of the map)."""

    code: str
    zh: str
    en: str
    short: str
    iso: str  # ISO 3166-2:CN
    column: int
    row: int


# Neighbours are neighbours as far as squares allow; the Northwest is left, the coast right.
PROVINCES = tuple(
    Province(*fields)
    for fields in (
        ("11", "北京市", "Beijing", "京", "BJ", 5, 2),
        ("12", "天津市", "Tianjin", "津", "TJ", 6, 2),
        ("13", "河北省", "Hebei", "冀", "HE", 5, 3),
        ("14", "山西省", "Shanxi", "晋", "SX", 4, 2),
        ("15", "内蒙古自治区", "Inner Mongolia", "蒙", "NM", 5, 1),
        ("21", "辽宁省", "Liaoning", "辽", "LN", 7, 2),
        ("22", "吉林省", "Jilin", "吉", "JL", 7, 1),
        ("23", "黑龙江省", "Heilongjiang", "黑", "HL", 7, 0),
        ("31", "上海市", "Shanghai", "沪", "SH", 7, 4),
        ("32", "江苏省", "Jiangsu", "苏", "JS", 6, 4),
        ("33", "浙江省", "Zhejiang", "浙", "ZJ", 6, 5),
        ("34", "安徽省", "Anhui", "皖", "AH", 5, 4),
        ("35", "福建省", "Fujian", "闽", "FJ", 5, 6),
        ("36", "江西省", "Jiangxi", "赣", "JX", 5, 5),
        ("37", "山东省", "Shandong", "鲁", "SD", 6, 3),
        ("41", "河南省", "Henan", "豫", "HA", 4, 3),
        ("42", "湖北省", "Hubei", "鄂", "HB", 4, 4),
        ("43", "湖南省", "Hunan", "湘", "HN", 4, 5),
        ("44", "广东省", "Guangdong", "粤", "GD", 4, 6),
        ("45", "广西壮族自治区", "Guangxi", "桂", "GX", 3, 6),
        ("46", "海南省", "Hainan", "琼", "HI", 3, 7),
        ("50", "重庆市", "Chongqing", "渝", "CQ", 3, 4),
        ("51", "四川省", "Sichuan", "川", "SC", 2, 4),
        ("52", "贵州省", "Guizhou", "黔", "GZ", 3, 5),
        ("53", "云南省", "Yunnan", "滇", "YN", 2, 5),
        ("54", "西藏自治区", "Xizang", "藏", "XZ", 0, 4),
        ("61", "陕西省", "Shaanxi", "陕", "SN", 3, 3),
        ("62", "甘肃省", "Gansu", "甘", "GS", 2, 2),
        ("63", "青海省", "Qinghai", "青", "QH", 1, 3),
        ("64", "宁夏回族自治区", "Ningxia", "宁", "NX", 3, 2),
        ("65", "新疆维吾尔自治区", "Xinjiang", "新", "XJ", 0, 2),
        ("71", "台湾省", "Taiwan", "台", "TW", 7, 6),
        ("81", "香港特别行政区", "Hong Kong", "港", "HK", 5, 7),
        ("82", "澳门特别行政区", "Macao", "澳", "MO", 4, 7),
    )
)

_BY_CODE = {province.code: province for province in PROVINCES}


def province_of(admin_code: str | None, name: str | None) -> Province | None:
    """The province of a city, by its administrative code, else by the Chinese name; None when neither tells."""
    if admin_code and admin_code[:2] in _BY_CODE:
        return _BY_CODE[admin_code[:2]]
    # Seeds write 广西 as well as 广西壮族自治区.
    return next((p for p in PROVINCES if name and len(name) >= 2 and p.zh.startswith(name[:2])), None)
