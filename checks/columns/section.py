"""``result.json["columns"]``: the column tree with its heat, for the report's map of freshness."""

from __future__ import annotations

from typing import Any

from checks.columns.freshness import freshness
from checks.columns.tree import ColumnTree
from checks.declaration import Text, section
from checks.identity import stable_hash

_NOTES = {
    "empty": Text("没有内容", "holds nothing"),
    "undated": Text("列表及稿件均未标注日期", "neither list nor articles carry a date"),
    "not_seen": Text("本次未读取该栏目", "not read this time"),
}


@section("columns")
def columns(tree: ColumnTree) -> list[dict[str, Any]]:
    """One row a column, in the order in which the site names them."""
    rows = []
    for column in tree.columns.values():
        judged = freshness(tree, column)
        rows.append(
            {
                "id": stable_hash(column.key)[:12],
                "name": column.name,
                "path": list(column.path),
                "url": column.url,
                "type": column.type,
                "type_title": column.kind.title,
                "items": column.items,
                "pages": column.pagination.pages if column.content is not None else None,
                "newest": column.newest.isoformat() if column.newest else None,
                "oldest": column.oldest.isoformat() if column.oldest else None,
                "undated": judged.heat == "undated",
                "age_days": judged.age,
                "span_days": judged.span,
                "heat": judged.heat,
                "note": _NOTES.get(judged.heat),
            }
        )
    return rows
