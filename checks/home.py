"""What may be claimed of a home page, and what an address that only poses as one does not allow."""

from __future__ import annotations

from checks.declaration import Text, Unsure
from checks.reading import Document
from checks.reading.content import is_article


def require_portal_page(home: Document) -> None:
    """Raise Unsure where the home page's address answers with an article: nothing is missing from an article.

    Seen where a seed named an article, and where a campaign page had been put in the home page's place.
    """
    if is_article(home):
        raise Unsure(
            Text(
                "首页网址返回的是一篇稿件，无法据此判断首页。", "The address of the home page answers with an article."
            )
        )
