"""Schemas: a class of yours says once which parameters and metrics a component has.

>>> from typing import Literal
>>> from smexp_fp import local, trial_component
>>> from smexp_fp.schema import MetricOf, Param, Schema, metric, param
>>> class Sweep(Schema):
...     lr: Param[float] = param("learning_rate")
...     optimizer: Param[Literal["adam", "sgd"]] = param(default="sgd")
...     loss: MetricOf = metric()
>>> client = local.client(":memory:")
>>> _ = trial_component.create(client, "a", parameters=Sweep.parameters(lr=0.1, optimizer="adam")).unwrap()
>>> found = trial_component.search(client, (Sweep.lr < 0.5) & (Sweep.optimizer == "adam")).first().unwrap()
>>> Sweep.read(found).unwrap()
Sweep(lr=0.1, optimizer='adam', loss=None)
"""

from smexp_fp.schema._declarations import MetricOf, Param, metric, param
from smexp_fp.schema._schema import DoesNotFit, Misfit, Schema
from smexp_fp.schema._types import NumberParameter, TextParameter

__all__ = [
    "DoesNotFit",
    "MetricOf",
    "Misfit",
    "NumberParameter",
    "Param",
    "Schema",
    "TextParameter",
    "metric",
    "param",
]
