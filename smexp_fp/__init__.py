"""A functional, typed SDK for Amazon SageMaker Experiments.

Functions are grouped by the entities of the service: `experiment`, `trial`, `trial_component`, `tags`, `metrics`. Each
takes a client first and returns a `returns.result.Result`, or a `Listing` of results. `Q` makes conditions for
searches, and the columns of `tables`. `schema` gives them the types of your own classes, and `plots` draws them.

Importing this package imports nothing else: each module is imported on first use. Only `connect` and `smexp_fp.local`
import boto3.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from smexp_fp import (
        deletion,
        errors,
        experiment,
        local,
        metrics,
        plots,
        progress,
        query,
        records,
        results,
        schema,
        tables,
        tags,
        trial,
        trial_component,
    )
    from smexp_fp.clients import MetricsClient, SageMakerClient
    from smexp_fp.connection import connect, connect_metrics
    from smexp_fp.errors import SmexpError
    from smexp_fp.listing import Listing, SearchListing
    from smexp_fp.query import Q, all_of, any_of
else:
    _HOMES = {
        "Listing": "listing",
        "MetricsClient": "clients",
        "Q": "query",
        "SageMakerClient": "clients",
        "SearchListing": "listing",
        "SmexpError": "errors",
        "all_of": "query",
        "any_of": "query",
        "connect": "connection",
        "connect_metrics": "connection",
    }
    _MODULES = {
        "deletion",
        "errors",
        "experiment",
        "local",
        "metrics",
        "plots",
        "progress",
        "query",
        "records",
        "results",
        "schema",
        "tables",
        "tags",
        "trial",
        "trial_component",
    }

    def __getattr__(name: str) -> object:
        """Import a name on first use (PEP 562)."""
        if name in _MODULES:
            return import_module(f"smexp_fp.{name}")
        if name in _HOMES:
            value = getattr(import_module(f"smexp_fp.{_HOMES[name]}"), name)
            globals()[name] = value
            return value
        message = f"module 'smexp_fp' has no attribute {name!r}"
        raise AttributeError(message)

    def __dir__() -> list[str]:
        """List the public names, imported or not, without the helpers of this module."""
        return sorted({*__all__, *(name for name in globals() if name.startswith("__"))})


__version__ = "0.1.0"

__all__ = [
    "Listing",
    "MetricsClient",
    "Q",
    "SageMakerClient",
    "SearchListing",
    "SmexpError",
    "all_of",
    "any_of",
    "connect",
    "connect_metrics",
    "deletion",
    "errors",
    "experiment",
    "local",
    "metrics",
    "plots",
    "progress",
    "query",
    "records",
    "results",
    "schema",
    "tables",
    "tags",
    "trial",
    "trial_component",
]
