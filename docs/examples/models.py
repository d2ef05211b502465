"""Two classifiers in plain Python, and the cross-validation that judges them."""

from __future__ import annotations

import csv
import math
import random
import statistics
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

Vector: TypeAlias = tuple[float, ...]
Classifier: TypeAlias = Callable[[Vector], str]


@dataclass(frozen=True, slots=True)
class Flower:
    """One row of the data: four lengths in centimetres, and the species."""

    lengths: Vector
    species: str


def read_flowers(path: Path) -> tuple[Flower, ...]:
    """Read the CSV file."""
    with path.open(newline="", encoding="utf-8") as file:
        rows = csv.reader(file)
        next(rows)
        return tuple(Flower(tuple(map(float, row[:4])), row[4]) for row in rows)


def folds(flowers: Sequence[Flower], count: int, seed: int) -> Iterator[tuple[list[Flower], list[Flower]]]:
    """Split the data `count` times into what a model learns from and what judges it."""
    shuffled = list(flowers)
    random.Random(seed).shuffle(shuffled)  # noqa: S311 - it shuffles flowers
    for fold in range(count):
        learn = [flower for index, flower in enumerate(shuffled) if index % count != fold]
        yield learn, shuffled[fold::count]


def accuracy(classify: Classifier, judges: Sequence[Flower]) -> float:
    """The share of flowers that a classifier gets right."""
    return sum(classify(flower.lengths) == flower.species for flower in judges) / len(judges)


def nearest_neighbours(flowers: Sequence[Flower], *, k: int, power: float) -> Classifier:
    """k nearest neighbours under the Minkowski distance of a power."""

    def classify(lengths: Vector) -> str:
        def distance(flower: Flower) -> float:
            return sum(math.pow(abs(a - b), power) for a, b in zip(flower.lengths, lengths, strict=True))

        nearest = sorted(flowers, key=distance)[:k]
        return Counter(flower.species for flower in nearest).most_common(1)[0][0]

    return classify


def logistic_regression(
    flowers: Sequence[Flower],
    *,
    learning_rate: float,
    penalty: float,
    epochs: int,
    on_epoch: Callable[[int, float], None],
) -> Classifier:
    """Softmax regression by gradient descent over all of the data; `on_epoch` receives the epoch and the mean loss.

    Lengths are scaled to a mean of 0 and a deviation of 1.
    """
    species = sorted({flower.species for flower in flowers})
    width = len(flowers[0].lengths) + 1
    weights = [[0.0] * width for _ in species]
    columns = list(zip(*(flower.lengths for flower in flowers), strict=True))
    centres = [(statistics.fmean(column), statistics.pstdev(column)) for column in columns]

    def scaled(lengths: Vector) -> Vector:
        return (*((value - mean) / spread for value, (mean, spread) in zip(lengths, centres, strict=True)), 1.0)

    examples = [(scaled(flower.lengths), species.index(flower.species)) for flower in flowers]

    def probabilities(inputs: Vector) -> list[float]:
        scores = [sum(w * x for w, x in zip(row, inputs, strict=True)) for row in weights]
        top = max(scores)
        powers = [math.exp(score - top) for score in scores]
        total = sum(powers)
        return [power / total for power in powers]

    for epoch in range(epochs):
        gradient = [[penalty * w for w in row] for row in weights]
        loss = 0.0
        for inputs, target in examples:
            chances = probabilities(inputs)
            loss -= math.log(max(chances[target], 1e-12)) / len(examples)
            for index, chance in enumerate(chances):
                step = (chance - (index == target)) / len(examples)
                for position, value in enumerate(inputs):
                    gradient[index][position] += step * value
        for row, slope in zip(weights, gradient, strict=True):
            for position in range(width):
                row[position] -= learning_rate * slope[position]
        on_epoch(epoch, loss)

    def classify(lengths: Vector) -> str:
        chances = probabilities(scaled(lengths))
        return species[chances.index(max(chances))]

    return classify
