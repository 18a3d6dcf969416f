"""The themes of the report, in the order of the contract. A plug-in's own theme comes after them."""

from __future__ import annotations

from checks.declaration import Text

THEMES: dict[str, Text] = {
    "columns": Text("栏目更新", "Columns"),
    "search": Text("站内搜索", "Site search"),
    "interaction": Text("互动交流", "Interaction"),
    "text": Text("文字显示", "Text"),
    "links": Text("链接可用性", "Links"),
    "availability": Text("网站可用性", "Availability"),
    "services": Text("办事服务", "Services"),
    "identity": Text("网站标识", "Identity"),
    "mobile": Text("移动端", "Mobile"),
    "accessibility": Text("无障碍与适老化", "Accessibility"),
    "security": Text("安全与隐私", "Security and privacy"),
}


def theme_order(theme: str) -> tuple[int, str]:
    """Sorts the contract's themes first, in its order, then others by name."""
    known = list(THEMES)
    return (known.index(theme) if theme in THEMES else len(known), theme)


def theme_title(theme: str) -> Text:
    """The title of a theme; a plug-in's own theme is called by its id."""
    return THEMES.get(theme) or Text(theme, theme)
