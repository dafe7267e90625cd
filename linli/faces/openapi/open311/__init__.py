"""Open311 GeoReport v2: what can be reported, what was published, and filing, for other systems.

Answers in JSON and XML as https://wiki.open311.org/GeoReport_v2/ asks. Only what staff published is shown to anybody; a
system also sees what it filed itself. The test endpoint checks a request and files nothing.
"""
