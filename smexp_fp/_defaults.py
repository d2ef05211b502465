"""Defaults that public signatures show, apart from the machinery that they belong to, which is loaded later."""

DEFAULT_WORKERS = 8
"""Calls of a deletion on their way at once: fewer than the ten connections that a client of boto3 keeps by default."""

DEFAULT_PATIENCE = 120.0
"""Seconds. Lag of half a minute has been seen, and short outages last a minute or two."""
