"""Sweep two models over Fisher's iris data and keep every fit in an experiment.

Run it as `python docs/examples/iris_sweep.py [experiments.db]`. Each run adds to the file: a trial for each model, and
in it a component for each choice of hyper-parameters, with its parameters, metrics, tags and status. Then it lists what
the file holds, searches it for the best fits of all runs, shows them as a table, and draws the losses of this run's
fits (the picture needs the extra `plots`).

To log into an AWS account instead, make the two clients with `smexp_fp.connect()` and `smexp_fp.connect_metrics()`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import product
from pathlib import Path

from models import Flower, accuracy, folds, logistic_regression, nearest_neighbours, read_flowers

from smexp_fp import (
    MetricsClient,
    Q,
    SageMakerClient,
    experiment,
    local,
    metrics,
    plots,
    tables,
    trial,
    trial_component,
)
from smexp_fp.query import Column
from smexp_fp.records import Artifact, Experiment, Parameter, Status, Trial, TrialComponent
from smexp_fp.results import or_raise

DATA = Path(__file__).with_name("iris.csv")
EXPERIMENT = "iris-sweep"
FOLDS = 5
EPOCHS = 60
BEST = 10
GOOD = 0.95


@dataclass(frozen=True, slots=True)
class Fit:
    """One choice of hyper-parameters, judged: the accuracy of each fold, and the mean loss of each epoch, if any."""

    parameters: Mapping[str, Parameter]
    accuracies: tuple[float, ...]
    losses: tuple[float, ...] = ()


def neighbour_fits(flowers: tuple[Flower, ...]) -> Iterator[Fit]:
    """Nearest neighbours with each number of neighbours and each distance."""
    for k, power in product((1, 3, 5, 9, 15), (1.0, 2.0, 3.0)):
        judged = tuple(
            accuracy(nearest_neighbours(learn, k=k, power=power), judges)
            for learn, judges in folds(flowers, FOLDS, seed=1)
        )
        yield Fit({"k": k, "power": power}, judged)


def logistic_fits(flowers: tuple[Flower, ...]) -> Iterator[Fit]:
    """Logistic regression with each learning rate and each penalty."""
    for learning_rate, penalty in product((0.1, 0.3, 1.0, 3.0), (0.0, 0.001, 0.01)):
        losses = [0.0] * EPOCHS

        def keep(epoch: int, loss: float, losses: list[float] = losses) -> None:
            losses[epoch] += loss / FOLDS

        judged = tuple(
            accuracy(
                logistic_regression(learn, learning_rate=learning_rate, penalty=penalty, epochs=EPOCHS, on_epoch=keep),
                judges,
            )
            for learn, judges in folds(flowers, FOLDS, seed=1)
        )
        yield Fit({"learning_rate": learning_rate, "penalty": penalty}, judged, tuple(losses))


def log_fits(
    client: SageMakerClient, metrics_client: MetricsClient, parent: Experiment, model: str, fits: Iterator[Fit]
) -> Trial:
    """Log each fit as a component of a new trial: created before the fit, completed after it."""
    made = or_raise(
        trial.create(client, parent, name_prefix=model, display_name=model, tags={"model": model, "data": "iris"})
    )
    start = datetime.now(UTC)
    for number, fit in enumerate(fits, start=1):
        component = or_raise(
            trial_component.create(
                client,
                name_prefix=f"{model}-fit",
                display_name=f"{model}-{number}",
                status=Status(primary="InProgress"),
                start=start,
                parameters=fit.parameters,
                input_artifacts={"flowers": Artifact(value=DATA.name, media_type="text/csv")},
                tags={"model": model, "data": "iris"},
            )
        )
        or_raise(trial.add_trial_component(client, made, component))
        now = datetime.now(UTC)
        data = [
            metrics.MetricDatum(name=name, value=value, timestamp=now, step=step)
            for name, series in (("accuracy", fit.accuracies), ("loss", fit.losses))
            for step, value in enumerate(series)
        ]
        or_raise(metrics.put_metrics(metrics_client, component, data))
        or_raise(trial_component.save(client, replace(component, status=Status(primary="Completed"), end=now)))
        start = now
    return made


COLUMNS: tuple[Column[TrialComponent], ...] = (
    Q.tags["model"].alias("model"),
    Q.metric("accuracy").avg.alias("mean"),
    Q.metric("accuracy").min.alias("worst fold"),
    *(Q.parameter(name).alias(name) for name in ("k", "power", "learning_rate", "penalty")),
)


def draw_losses(client: SageMakerClient, metrics_client: MetricsClient, fitted: Trial, path: Path) -> None:
    """Draw the loss of each fit of a trial, epoch by epoch."""
    fits = or_raise(trial_component.search(client, Q.parents.trial_name == fitted.name, sort_by=Q.created).collect())
    losses = or_raise(metrics.histories(metrics_client, fits, ["loss"]))
    labels = {fit.name: ", ".join(f"{name} {value}" for name, value in fit.parameters.items()) for fit in fits}
    try:
        plots.save(plots.curves(losses, labels=labels), path)
    except ImportError as error:
        print(f"\nNo picture: {error}")
    else:
        print(f"\n{path.name} shows how the loss of each fit fell.")


def main(path: str) -> None:
    """Run the sweep, then list and search."""
    store = local.Store.open(path, trials_per_experiment=None)
    client, metrics_client = local.client(store), local.metrics_client(store)
    flowers = read_flowers(DATA)
    parent = or_raise(
        experiment.load_or_create(
            client, EXPERIMENT, description="Two classifiers on Fisher's iris data", tags={"team": "botany"}
        )
    )
    sweeps = {"neighbours": neighbour_fits(flowers), "logistic": logistic_fits(flowers)}
    fitted: dict[str, Trial] = {}
    for model, fits in sweeps.items():
        made = fitted[model] = log_fits(client, metrics_client, parent, model, fits)
        logged = or_raise(trial.list_trial_components(client, made).collect())
        print(f"{made.name}: {len(logged)} fits logged")

    trials = or_raise(experiment.list_trials(client, parent).collect())
    print(f"\n{path} now holds {len(trials)} trials of {parent.name}.")

    good = trial_component.search(
        client,
        (Q.parents.experiment_name == EXPERIMENT) & (Q.status == "Completed") & (Q.metric("accuracy").avg >= GOOD),
        sort_by=Q.metric("accuracy").avg,
        limit=BEST,
    )
    hits = or_raise(good.total_hits())
    print(f"{hits.value} fits get at least {GOOD:.0%} of the flowers right on average. The best {BEST}:\n")
    print(or_raise(tables.table(good, *COLUMNS)))
    draw_losses(client, metrics_client, fitted["logistic"], Path(path).with_suffix(".html"))


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "experiments.db")
