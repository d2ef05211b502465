"""An embedded store for SageMaker Experiments: a real boto3 client whose backend is one SQLite file.

>>> from smexp_fp import local
>>> sagemaker = local.client(":memory:")
>>> sagemaker.create_experiment(ExperimentName="mnist")["ExperimentArn"]
'arn:aws:sagemaker:us-east-1:123456789012:experiment/mnist'
"""

from ._clients import StorePath, client, metrics_client
from ._door import Answering, door
from ._faults import Answer
from ._files import StoreFileError
from ._store import Store, TimeSource

__all__ = [
    "Answer",
    "Answering",
    "Store",
    "StoreFileError",
    "StorePath",
    "TimeSource",
    "client",
    "door",
    "metrics_client",
]
