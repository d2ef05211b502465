"""`save`: a chart as a file."""

from __future__ import annotations

import os
from contextlib import suppress
from io import BytesIO, StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, TypeAlias, cast, get_args

if TYPE_CHECKING:
    import altair as alt
else:
    from smexp_fp.plots._altair import alt

Format: TypeAlias = Literal["html", "svg", "png", "pdf", "json"]
FORMATS: Final = get_args(Format)

SHARP: Final = 2
"""Pixels of a PNG for each of the chart."""


def save(chart: alt.TopLevelMixin, path: str | os.PathLike[str]) -> None:
    """Write a chart to a file, in the format of its ending: `.html`, `.svg`, `.png`, `.pdf` or `.json` (Vega-Lite).

    HTML has all that it needs inside and loads nothing from the network. The file is replaced when it is complete.

    Args:
        chart: Any chart of Altair.
        path: The file.

    Raises:
        ImportError: Altair or vl-convert-python is not installed; both are in the extra `plots`.
        OSError: The file cannot be written.
        TypeError: It is not a chart.
        ValueError: The ending is not one of these.

    >>> from smexp_fp import plots, tables
    >>> from smexp_fp.query import Q
    >>> nothing = tables.table([], Q.name, Q.created).unwrap()
    >>> plots.save(plots.scatter(nothing, Q.name, Q.created), "nothing.html")
    """
    target = Path(path)
    ending = target.suffix.lower().removeprefix(".")
    if ending not in FORMATS:
        raise ValueError(f"save writes {', '.join(f'.{one}' for one in FORMATS)}, not {target.name!r}")
    given = cast("object", chart)
    if not isinstance(given, alt.TopLevelMixin):
        raise TypeError(f"save takes a chart of Altair, not {type(given).__name__}")
    if not target.parent.is_dir():
        raise FileNotFoundError(f"there is no folder {target.parent}")
    if ending in {"html", "svg", "png", "pdf"}:
        _check_converter()
    content = _content(chart, ending)
    partial = target.with_name(f".{target.name}.{os.getpid()}.partial")
    try:
        partial.write_bytes(content)
        partial.replace(target)
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)


def _content(chart: alt.TopLevelMixin, ending: str) -> bytes:
    if ending in {"png", "pdf"}:
        binary = BytesIO()
        scale = SHARP if ending == "png" else 1
        chart.save(binary, format=ending, scale_factor=scale)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType] - Altair's types say `IO[str]`, and not which formats there are
        return binary.getvalue()
    text = StringIO()
    if ending == "html":
        chart.save(text, format="html", inline=True)
    else:
        chart.save(text, format=ending)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType] - as above
    return text.getvalue().encode()


def _check_converter() -> None:
    try:
        import vl_convert  # noqa: F401, PLC0415  # pyright: ignore[reportUnusedImport] - an extra
    except ImportError as error:
        raise ImportError("save needs vl-convert-python: pip install 'smexp-fp[plots]'") from error
