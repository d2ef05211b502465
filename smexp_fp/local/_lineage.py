"""The one supported operation of SageMaker's lineage, which is another part of the service."""

from __future__ import annotations

from . import _tokens
from ._context import Context
from ._faults import Wire


def list_associations(_context: Context, request: Wire) -> Wire:
    """ListAssociations, always empty. AWS's own tests, for example, call it before they delete a component."""
    _tokens.refuse(request)
    return {"AssociationSummaries": []}
