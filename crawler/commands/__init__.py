"""The project's own Scrapy commands. Faults of a user end with one sentence and exit code 2, never a traceback."""
