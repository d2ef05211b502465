"""Writes `docs/how-to/permissions.md`: `python tests/support/generate_permissions.py`."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from inspect import signature
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any, get_type_hints

from smexp_fp import experiment, local, metrics, tags, trial, trial_component

PATH = Path(__file__).parents[2] / "docs" / "how-to" / "permissions.md"
MODULES: tuple[ModuleType, ...] = (experiment, trial, trial_component, tags, metrics)

HEAD = """# Grant permissions

Each function has a protocol as the type of its client, and the protocol has the API operations that the function
calls. So the permissions that a program needs can be read off its functions. An IAM action has the name of the
operation and the prefix `sagemaker:`, for the two operations on metrics as well.

## Policies to start from

Copy the policy that fits, replace the region and the account, and delete the actions that your program does not
need. Names can be restricted as well: `arn:aws:sagemaker:eu-west-1:111122223333:experiment/auto-ml-*`. The name in
an ARN may be in lower case.

The second statement of a policy is for operations that have no resource type, such as lists and searches. Metrics
have one, but which ones a call needs is not documented: restrict them after a test in your account.

"""

TABLE = """## What each function calls

Creating something with tags needs `AddTags` as well, although no such call is made ([service authorization
reference](https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsagemaker.html), dependent
actions).

| function | API operations |
|---|---|
"""

FOOT = """
`delete_all` needs `CreateTrialComponent`, `UpdateTrialComponent` and `DescribeTrialComponent` only for the note
that makes a deletion resumable. With `resumable=False` it does without them ([delete experiments](delete.md)).

`load_or_create` creates first. If the creation is denied, it loads what exists, so a program without the permission
to create can use it as well.

A call that is denied fails with `AccessDenied`. Its message is the service's, which usually names the action and
the resource.

`tests/support/generate_permissions.py` generates this page from the protocols. A test compares them with the calls
that each function really makes.
"""

FOR_ALL = {
    *("ListExperiments", "ListTrials", "ListTrialComponents", "Search", "GetSearchSuggestions"),
    *("BatchGetMetrics", "BatchPutMetrics"),
}
"""What a policy allows for all resources. For all but the metrics, the reference has no resource type."""

ARNS = [
    f"arn:aws:sagemaker:eu-west-1:111122223333:{kind}/*"
    for kind in ("experiment", "experiment-trial", "experiment-trial-component")
]

POLICIES: Mapping[str, tuple[str, Callable[[str], bool]]] = {
    "Read": (
        "For dashboards and reports: load, list, search, read metrics and tags.",
        lambda operation: operation.startswith(("Describe", "List", "Search", "Get", "BatchGet")),
    ),
    "Record": (
        "For training jobs and pipelines, in addition to reading: create, change, link, tag and log metrics.",
        lambda operation: operation.startswith(("Create", "Update", "Associate", "AddTags", "BatchPut")),
    ),
    "Delete": (
        "For cleaning up, in addition to reading. `delete_all` writes a note, so it creates and updates a component.",
        lambda operation: (
            operation.startswith(("Delete", "Disassociate"))
            or operation in {"CreateTrialComponent", "UpdateTrialComponent"}
        ),
    ),
}


def functions() -> dict[str, Callable[..., Any]]:
    """The public functions that take a client, by the name with which users call them."""
    return {
        f"{module.__name__.rpartition('.')[2]}.{name}": function
        for module in MODULES
        for name in module.__all__
        if isinstance(function := getattr(module, name), FunctionType)
    }


def operations(function: Callable[..., Any]) -> tuple[str, ...]:
    """The API operations of the protocol of a function's client."""
    names = _operation_names()
    protocol: type = get_type_hints(function)["client"]
    methods = {method for base in protocol.__mro__ for method in vars(base)}
    return tuple(sorted(names[method] for method in methods & names.keys()))


def needs(function: Callable[..., Any]) -> str:
    """The operations of a function, as the table shows them."""
    text = " ".join(f"`{operation}`" for operation in operations(function))
    return (
        f"{text}; with tags `AddTags`" if "tags" in signature(function).parameters and "AddTags" not in text else text
    )


def policy(allowed: Iterable[str]) -> str:
    """An IAM policy that allows these operations."""
    chosen = sorted(allowed)
    statements = [
        {"Effect": "Allow", "Action": actions, "Resource": resource}
        for resource, actions in (
            (ARNS, [f"sagemaker:{operation}" for operation in chosen if operation not in FOR_ALL]),
            ("*", [f"sagemaker:{operation}" for operation in chosen if operation in FOR_ALL]),
        )
        if actions
    ]
    return json.dumps({"Version": "2012-10-17", "Statement": statements}, indent=2)


def page() -> str:
    known = functions()
    called = {operation for function in known.values() for operation in operations(function)}
    policies = [
        f"### {title}\n\n{purpose}\n\n```json\n{policy(filter(belongs, called))}\n```\n\n"
        for title, (purpose, belongs) in POLICIES.items()
    ]
    rows = [f"| `{name}` | {needs(function)} |\n" for name, function in known.items()]
    return "".join([HEAD, *policies, TABLE, *rows, FOOT])


def _operation_names() -> Mapping[str, str]:
    with local.Store.open(":memory:") as store:
        clients: tuple[Any, Any] = local.client(store), local.metrics_client(store)
    return {method: name for client in clients for method, name in client.meta.method_to_api_mapping.items()}


if __name__ == "__main__":
    PATH.write_text(page(), encoding="utf-8")
