"""Every setting of the program and its default; set them with -s. Names in the first block are fixed."""

from crawler import __version__

BOT_NAME = "portal-audit"
SPIDER_MODULES = ["crawler.spiders"]
NEWSPIDER_MODULE = "crawler.spiders"
COMMANDS_MODULE = "crawler.commands"

# -- what an auditor sets -----------------------------------------------------------------------------------------

SEEDS_FILE = "seeds/portals.csv"  # which portals
RUN_DIR = ""  # the run folder; empty: audits/<year>Q<quarter>; an unfinished run found there is resumed
PAGES_PER_SITE = 300  # pages fetched at most for one entry of a site
RENDER = "adaptive"  # adaptive, always, never
CRAWL_PROXY = ""  # forward proxy for every request, HTTP client and browser alike
REPLAY_WARC = ""  # answer every request from this WARC file
OBSERVED_AT = ""  # ISO 8601; empty: now, or the archive's own time in a replay
REPORT_LANGUAGES = "zh,en"
REPORT_TEMPLATES = ""  # a folder with an office's own templates, looked into before ours
CHECKS_DISABLED = ""  # ids not to run, separated by commas
RUN_SEED = ""  # orders equals; empty: made from the seeds file, so that the same seeds walk the same way
VANTAGE_ZH = ""  # from where the sites were seen, in words for the report; empty: the machine's name for it is not told
VANTAGE_EN = ""

# -- the browser ------------------------------------------------------------------------------------------------------

BROWSER_PAGES = 12  # pages rendered at a time at most; how many of them, the machine's load says
PAGE_WALL_SECONDS = 60  # seconds that one page may hold a browser page, whatever it does

# -- manners ----------------------------------------------------------------------------------------------------------

CONTACT = "https://github.com/portal-audit/portal-audit"  # where a site's owner can reach whoever runs this
USER_AGENT = f"Mozilla/5.0 (compatible; portal-audit/{__version__}; +{CONTACT})"
ROBOTSTXT_OBEY = True
ROBOTSTXT_USER_AGENT = "portal-audit"
DOWNLOAD_DELAY = 1  # seconds between two requests to one host; 0 turns the pace off (simulations and archives only)
DOWNLOAD_DELAY_JITTER = 0  # the pace is a promise, not an average
CONCURRENT_REQUESTS_PER_DOMAIN = 1  # one request at a time for one host
COOKIES_ENABLED = True  # some front servers answer only who brings their cookie back
RETRY_TIMES = 1  # a site is called down only after two probes apart in time; further ones are the availability spider's
RETRY_HTTP_CODES = [500, 502, 503, 504, 522, 524, 408, 429]
REDIRECT_ENABLED = False  # a redirect is a state of a URL: the spider records it and follows it itself
METAREFRESH_ENABLED = False
DOWNLOAD_TIMEOUT = 30
DOWNLOAD_MAXSIZE = 16 * 1024 * 1024  # bytes; a page larger than this is no page
DOWNLOAD_WARNSIZE = 0
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "zh-CN,zh;q=0.9,en;q=0.5",
}

# -- how the parts are put together -----------------------------------------------------------------------------------

SCHEDULER = "crawler.scheduler.CaseScheduler"
CONCURRENT_REQUESTS = 0  # no limit here: the scheduler hands out few requests a city, and the pool lends few pages
DOWNLOAD_HANDLERS = {
    "http": "crawler.browser.handler.BrowserDownloadHandler",
    "https": "crawler.browser.handler.BrowserDownloadHandler",
}
DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "crawler.middlewares.robots.PortalRobots": 100,
    "scrapy.downloadermiddlewares.cookies.CookiesMiddleware": None,
    "crawler.middlewares.cookies.PortalCookies": 700,
    "crawler.middlewares.proxy.CrawlProxy": 740,  # before Scrapy's HttpProxyMiddleware, which reads meta["proxy"]
}
EXTENSIONS = {
    "crawler.extensions.judge_done_cities.JudgeDoneCities": 100,
    "crawler.extensions.progress.Progress": 200,
    "scrapy.extensions.logstats.LogStats": None,
    "scrapy.extensions.telnet.TelnetConsole": None,
}
REMOTE_CONTROL_ENABLED = False  # no port that runs code, and no file about the run in the user's profile
TWISTED_REACTOR = "twisted.internet.asyncioreactor.AsyncioSelectorReactor"
LOG_LEVEL = "WARNING"  # what an auditor must know; -L INFO tells the story of every request
