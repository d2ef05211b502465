"""Write `smexp_fp/_api/shapes.py` from botocore's service models: `python -m tests.support.generate_shapes`.

The package must know the service's rules without loading botocore, so they are generated, and
`tests/core/test_rules.py` holds the generated file against the installed botocore.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, cast

from tests.support.model import OPERATIONS, service

if TYPE_CHECKING:
    from collections.abc import Iterator

    from botocore.model import ListShape, MapShape, Shape, StructureShape

TARGET = Path(__file__).parents[2] / "smexp_fp" / "_api" / "shapes.py"

HEADER = '''"""The service's rules for requests, generated from botocore's models by `tests/support/generate_shapes.py`.

Do not edit. Shapes are named as in the API, and the input of an operation as the operation.
"""

from __future__ import annotations

from typing import Final

from smexp_fp._api.kinds import Entries, Integer, Items, Number, Shape, Structure, Text, Time

SHAPES: Final[dict[str, Shape]] = {
'''


def python_pattern(pattern: str) -> str:
    r"""Translate a pattern of the model, a Java regular expression, into one for `re.fullmatch` of the same meaning.

    * `\p{L}` and `\p{N}` together with `_` are exactly Python's `\w`; `\p{Z}` is spelled out.
    * Java's `.` excludes all line terminators, Python's only the line feed.
    * Java's `\w` is ASCII only.
    """
    if r"\p{" in pattern:
        assert r"\p{L}\p{Z}\p{N}_" in pattern, pattern
        separators = r" \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
        return pattern.replace(r"\p{L}\p{Z}\p{N}_", r"\w" + separators)
    pattern = re.sub(r"(?<![\\\[])\.(?=[*+])", r"[^\\n\\r\\u0085\\u2028\\u2029]", pattern)
    return f"(?a:{pattern})" if r"\w" in pattern else pattern


def bounds(shape: Shape) -> list[str]:
    """The minimum and maximum that a shape declares, as arguments."""
    return [f"{key}={shape.metadata[key]}" for key in ("min", "max") if key in shape.metadata]


def rendered(shape: Shape, prefix: str) -> str:
    """The Python expression that builds a shape; `prefix` keeps the names of two services apart."""
    match shape.type_name:
        case "structure":
            structure = cast("StructureShape", shape)
            members = ", ".join(f'"{name}": "{prefix}{member.name}"' for name, member in structure.members.items())
            required = ", ".join(f'"{name}"' for name in structure.required_members)
            return f"Structure({{{members}}}, ({required}{',' if required else ''}))"
        case "list":
            items = cast("ListShape", shape)
            return f"Items({', '.join([repr(prefix + items.member.name), *bounds(shape)])})"
        case "map":
            entries = cast("MapShape", shape)
            shapes = [repr(prefix + entries.key.name), repr(prefix + entries.value.name)]
            return f"Entries({', '.join([*shapes, *bounds(shape)])})"
        case "string":
            arguments = bounds(shape)
            if "pattern" in shape.metadata:
                arguments.append(f"pattern={python_pattern(shape.metadata['pattern'])!r}")
            if "enum" in shape.metadata:
                arguments.append(f"enum={tuple(shape.metadata['enum'])!r}")
            return f"Text({', '.join(arguments)})"
        case "integer" | "long":
            return f"Integer({', '.join(bounds(shape))})"
        case "double":
            # A parameter may be an id or a seed, of which each digit counts; a metric is a measurement.
            return "Number(exact=True)" if shape.name == "DoubleParameterValue" else "Number()"
        case "timestamp":
            return "Time()"
        case other:
            raise AssertionError(other)


def reachable(shape: Shape, seen: dict[str, Shape]) -> Iterator[tuple[str, Shape]]:
    """A shape and all shapes below it, each once."""
    if shape.name in seen:
        return
    seen[shape.name] = shape
    yield shape.name, shape
    children: list[Shape] = []
    if shape.type_name == "structure":
        children = list(cast("StructureShape", shape).members.values())
    elif shape.type_name == "list":
        children = [cast("ListShape", shape).member]
    elif shape.type_name == "map":
        children = [cast("MapShape", shape).key, cast("MapShape", shape).value]
    for child in children:
        yield from reachable(child, seen)


def generated() -> str:
    """The text of `smexp_fp/_api/shapes.py` for the installed botocore."""
    lines: dict[str, str] = {}
    for name, operations in OPERATIONS.items():
        prefix = "" if name == "sagemaker" else "Metrics:"
        seen: dict[str, Shape] = {}
        for operation in operations:
            root = service(name).operation_model(operation).input_shape
            assert root is not None, operation
            lines[operation] = rendered(root, prefix)
            for below, shape in reachable(root, seen):
                if shape is not root:
                    lines[prefix + below] = rendered(shape, prefix)
    body = "".join(f'    "{name}": {text},\n' for name, text in sorted(lines.items()))
    return f"{HEADER}{body}}}\n"


if __name__ == "__main__":
    TARGET.write_text(generated(), encoding="utf-8")
