"""robots.txt, read as its readers agreed: no file allows all, a refused file refuses all (RFC 9309)."""

from __future__ import annotations

from scrapy import Request
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.http import Response

REFUSE_ALL = b"User-agent: *\nDisallow: /\n"


class PortalRobots(RobotsTxtMiddleware):
    """Scrapy's middleware, which reads the body whatever the status is, made to mind the status."""

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        if response.status in (401, 403):
            # A file that we may not read is a refusal; the portals' guide calls 403 one as well.
            response = response.replace(body=REFUSE_ALL)
        elif response.status != 200 or b"<html" in response.body[:2000].lower():
            # No file, an error page, a soft 404: nothing was said, so nothing is refused.
            response = response.replace(body=b"")
        await super()._parse_robots(response, netloc, request)
