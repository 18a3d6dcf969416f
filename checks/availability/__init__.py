"""Whether the site can be reached, and how long its pages take."""
