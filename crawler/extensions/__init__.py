"""What goes on beside the crawl: judging cities that are done, telling how far the run is."""
