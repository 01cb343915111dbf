"""What is measured of a running service, in Prometheus' form, and one line of the log for each request."""

# Where prometheus_client looks, as it is imported, for a folder: with one, several processes count in files there.
SHARED_FOLDER = "PROMETHEUS_MULTIPROC_DIR"
