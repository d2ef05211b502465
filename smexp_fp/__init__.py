"""A functional, typed SDK for Amazon SageMaker Experiments.

Functions are grouped as the service's entities are: `experiment`, `trial`, `trial_component`, `tags`, `metrics`. Each
takes a client first and returns a `returns.result.Result`, or a `Listing` of them. Importing this package does not
import boto3; `connect` and `smexp_fp.local` do.
"""

from smexp_fp import errors, experiment, metrics, records, results, tags, trial, trial_component
from smexp_fp.clients import MetricsClient, SageMakerClient
from smexp_fp.connection import connect, connect_metrics
from smexp_fp.errors import SmexpError
from smexp_fp.listing import Listing, SearchListing

__version__ = "0.1.0"

__all__ = [
    "Listing",
    "MetricsClient",
    "SageMakerClient",
    "SearchListing",
    "SmexpError",
    "connect",
    "connect_metrics",
    "errors",
    "experiment",
    "metrics",
    "records",
    "results",
    "tags",
    "trial",
    "trial_component",
]
