"""What there is of SageMaker's lineage, which is another part of the service."""

from __future__ import annotations

from . import _tokens
from ._context import Context
from ._faults import Wire


def list_associations(_context: Context, request: Wire) -> Wire:
    """ListAssociations: a store has none. Programs ask before they delete a component, AWS's own tests among them."""
    _tokens.refuse(request)
    return {"AssociationSummaries": []}
