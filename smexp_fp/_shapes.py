"""The service's rules for what is sent: generated from botocore's models by `tests/tools/generate_shapes.py`.

Do not edit. A shape's name is the API's own; an operation's is the name of the operation.
"""

from __future__ import annotations

from typing import Final

from smexp_fp._kinds import Entries, Integer, Items, Number, Shape, Structure, Text, Time

SHAPES: Final[dict[str, Shape]] = {
    "AddTags": Structure(
        {"ResourceArn": "ResourceArn", "Tags": "TagList"},
        (
            "ResourceArn",
            "Tags",
        ),
    ),
    "AssociateTrialComponent": Structure(
        {"TrialComponentName": "ExperimentEntityName", "TrialName": "ExperimentEntityName"},
        (
            "TrialComponentName",
            "TrialName",
        ),
    ),
    "BatchGetMetrics": Structure({"MetricQueries": "Metrics:MetricQueryList"}, ("MetricQueries",)),
    "BatchPutMetrics": Structure(
        {"TrialComponentName": "Metrics:ExperimentEntityName", "MetricData": "Metrics:RawMetricDataList"},
        (
            "TrialComponentName",
            "MetricData",
        ),
    ),
    "BooleanOperator": Text(enum=("And", "Or")),
    "CreateExperiment": Structure(
        {
            "ExperimentName": "ExperimentEntityName",
            "DisplayName": "ExperimentEntityName",
            "Description": "ExperimentDescription",
            "Tags": "TagList",
        },
        ("ExperimentName",),
    ),
    "CreateTrial": Structure(
        {
            "TrialName": "ExperimentEntityName",
            "DisplayName": "ExperimentEntityName",
            "ExperimentName": "ExperimentEntityName",
            "MetadataProperties": "MetadataProperties",
            "Tags": "TagList",
        },
        (
            "TrialName",
            "ExperimentName",
        ),
    ),
    "CreateTrialComponent": Structure(
        {
            "TrialComponentName": "ExperimentEntityName",
            "DisplayName": "ExperimentEntityName",
            "Status": "TrialComponentStatus",
            "StartTime": "Timestamp",
            "EndTime": "Timestamp",
            "Parameters": "TrialComponentParameters",
            "InputArtifacts": "TrialComponentArtifacts",
            "OutputArtifacts": "TrialComponentArtifacts",
            "MetadataProperties": "MetadataProperties",
            "Tags": "TagList",
        },
        ("TrialComponentName",),
    ),
    "CrossAccountFilterOption": Text(enum=("SameAccount", "CrossAccount")),
    "DeleteExperiment": Structure({"ExperimentName": "ExperimentEntityName"}, ("ExperimentName",)),
    "DeleteTags": Structure(
        {"ResourceArn": "ResourceArn", "TagKeys": "TagKeyList"},
        (
            "ResourceArn",
            "TagKeys",
        ),
    ),
    "DeleteTrial": Structure({"TrialName": "ExperimentEntityName"}, ("TrialName",)),
    "DeleteTrialComponent": Structure({"TrialComponentName": "ExperimentEntityName"}, ("TrialComponentName",)),
    "DescribeExperiment": Structure({"ExperimentName": "ExperimentEntityName"}, ("ExperimentName",)),
    "DescribeTrial": Structure({"TrialName": "ExperimentEntityName"}, ("TrialName",)),
    "DescribeTrialComponent": Structure({"TrialComponentName": "ExperimentEntityNameOrArn"}, ("TrialComponentName",)),
    "DisassociateTrialComponent": Structure(
        {"TrialComponentName": "ExperimentEntityName", "TrialName": "ExperimentEntityName"},
        (
            "TrialComponentName",
            "TrialName",
        ),
    ),
    "DoubleParameterValue": Number(),
    "ExperimentDescription": Text(min=0, max=3072, pattern="[^\\n\\r\\u0085\\u2028\\u2029]*"),
    "ExperimentEntityName": Text(min=1, max=120, pattern="[a-zA-Z0-9](-*[a-zA-Z0-9]){0,119}"),
    "ExperimentEntityNameOrArn": Text(
        min=1,
        max=256,
        pattern="(arn:aws[a-z\\-]*:sagemaker:[a-z0-9\\-]*:[0-9]{12}:(experiment|experiment-trial|experiment-trial-component|artifact|action|context)\\/)?([a-zA-Z0-9](-*[a-zA-Z0-9]){0,119})",
    ),
    "Filter": Structure({"Name": "ResourcePropertyName", "Operator": "Operator", "Value": "FilterValue"}, ("Name",)),
    "FilterList": Items("Filter", min=1, max=20),
    "FilterValue": Text(min=1, max=1024, pattern="[^\\n\\r\\u0085\\u2028\\u2029]+"),
    "GetSearchSuggestions": Structure(
        {"Resource": "ResourceType", "SuggestionQuery": "SuggestionQuery"}, ("Resource",)
    ),
    "ListExperiments": Structure(
        {
            "CreatedAfter": "Timestamp",
            "CreatedBefore": "Timestamp",
            "SortBy": "SortExperimentsBy",
            "SortOrder": "SortOrder",
            "NextToken": "NextToken",
            "MaxResults": "MaxResults",
        },
        (),
    ),
    "ListTags": Structure(
        {"ResourceArn": "ResourceArn", "NextToken": "NextToken", "MaxResults": "ListTagsMaxResults"}, ("ResourceArn",)
    ),
    "ListTagsMaxResults": Integer(min=50),
    "ListTrialComponentKey256": Items("TrialComponentKey256"),
    "ListTrialComponents": Structure(
        {
            "ExperimentName": "ExperimentEntityName",
            "TrialName": "ExperimentEntityName",
            "SourceArn": "String256",
            "CreatedAfter": "Timestamp",
            "CreatedBefore": "Timestamp",
            "SortBy": "SortTrialComponentsBy",
            "SortOrder": "SortOrder",
            "MaxResults": "MaxResults",
            "NextToken": "NextToken",
        },
        (),
    ),
    "ListTrials": Structure(
        {
            "ExperimentName": "ExperimentEntityName",
            "TrialComponentName": "ExperimentEntityName",
            "CreatedAfter": "Timestamp",
            "CreatedBefore": "Timestamp",
            "SortBy": "SortTrialsBy",
            "SortOrder": "SortOrder",
            "MaxResults": "MaxResults",
            "NextToken": "NextToken",
        },
        (),
    ),
    "MaxResults": Integer(min=1, max=100),
    "MediaType": Text(min=0, max=64, pattern="(?a:[-\\w]+\\/[-\\w+]+)"),
    "MetadataProperties": Structure(
        {
            "CommitId": "MetadataPropertyValue",
            "Repository": "MetadataPropertyValue",
            "GeneratedBy": "MetadataPropertyValue",
            "ProjectId": "MetadataPropertyValue",
        },
        (),
    ),
    "MetadataPropertyValue": Text(min=0, max=1024, pattern="[^\\n\\r\\u0085\\u2028\\u2029]*"),
    "Metrics:Double": Number(),
    "Metrics:ExperimentEntityName": Text(min=1, max=120, pattern="^[a-z0-9](-*[a-z0-9]){0,119}"),
    "Metrics:Long": Integer(),
    "Metrics:MetricName": Text(min=1, max=255, pattern="[^\\n\\r\\u0085\\u2028\\u2029]+"),
    "Metrics:MetricQuery": Structure(
        {
            "MetricName": "Metrics:MetricName",
            "ResourceArn": "Metrics:SageMakerResourceArn",
            "MetricStat": "Metrics:MetricStatistic",
            "Period": "Metrics:Period",
            "XAxisType": "Metrics:XAxisType",
            "Start": "Metrics:Long",
            "End": "Metrics:Long",
        },
        (
            "MetricName",
            "ResourceArn",
            "MetricStat",
            "Period",
            "XAxisType",
        ),
    ),
    "Metrics:MetricQueryList": Items("Metrics:MetricQuery", min=1, max=100),
    "Metrics:MetricStatistic": Text(enum=("Min", "Max", "Avg", "Count", "StdDev", "Last")),
    "Metrics:Period": Text(enum=("OneMinute", "FiveMinute", "OneHour", "IterationNumber")),
    "Metrics:RawMetricData": Structure(
        {
            "MetricName": "Metrics:MetricName",
            "Timestamp": "Metrics:Timestamp",
            "Step": "Metrics:Step",
            "Value": "Metrics:Double",
        },
        (
            "MetricName",
            "Timestamp",
            "Value",
        ),
    ),
    "Metrics:RawMetricDataList": Items("Metrics:RawMetricData", min=1, max=10),
    "Metrics:SageMakerResourceArn": Text(
        max=2048,
        pattern="arn:aws[a-z\\-]*:sagemaker:[a-z0-9\\-]*:[0-9]{12}:[a-z\\-][^\\n\\r\\u0085\\u2028\\u2029]*/[^\\n\\r\\u0085\\u2028\\u2029]*",
    ),
    "Metrics:Step": Integer(min=0),
    "Metrics:Timestamp": Time(),
    "Metrics:XAxisType": Text(enum=("IterationNumber", "Timestamp")),
    "NestedFilters": Structure(
        {"NestedPropertyName": "ResourcePropertyName", "Filters": "FilterList"},
        (
            "NestedPropertyName",
            "Filters",
        ),
    ),
    "NestedFiltersList": Items("NestedFilters", min=1, max=20),
    "NextToken": Text(min=0, max=8192, pattern="[^\\n\\r\\u0085\\u2028\\u2029]*"),
    "Operator": Text(
        enum=(
            "Equals",
            "NotEquals",
            "GreaterThan",
            "GreaterThanOrEqualTo",
            "LessThan",
            "LessThanOrEqualTo",
            "Contains",
            "Exists",
            "NotExists",
            "In",
        )
    ),
    "PropertyNameHint": Text(min=0, max=100, pattern="[^\\n\\r\\u0085\\u2028\\u2029]*"),
    "PropertyNameQuery": Structure({"PropertyNameHint": "PropertyNameHint"}, ("PropertyNameHint",)),
    "ResourceArn": Text(
        min=0, max=256, pattern="arn:aws[a-z-]*:sagemaker:[a-z0-9-]*:[0-9]{12}:[^\\n\\r\\u0085\\u2028\\u2029]+"
    ),
    "ResourcePropertyName": Text(min=1, max=255, pattern="[^\\n\\r\\u0085\\u2028\\u2029]+"),
    "ResourceType": Text(
        enum=(
            "TrainingJob",
            "Experiment",
            "ExperimentTrial",
            "ExperimentTrialComponent",
            "Endpoint",
            "Model",
            "ModelPackage",
            "ModelPackageGroup",
            "Pipeline",
            "PipelineExecution",
            "FeatureGroup",
            "FeatureMetadata",
            "Image",
            "ImageVersion",
            "Project",
            "HyperParameterTuningJob",
            "ModelCard",
            "PipelineVersion",
            "Job",
            "HubContent",
        )
    ),
    "Search": Structure(
        {
            "Resource": "ResourceType",
            "SearchExpression": "SearchExpression",
            "SortBy": "ResourcePropertyName",
            "SortOrder": "SearchSortOrder",
            "NextToken": "NextToken",
            "MaxResults": "MaxResults",
            "CrossAccountFilterOption": "CrossAccountFilterOption",
            "VisibilityConditions": "VisibilityConditionsList",
        },
        ("Resource",),
    ),
    "SearchExpression": Structure(
        {
            "Filters": "FilterList",
            "NestedFilters": "NestedFiltersList",
            "SubExpressions": "SearchExpressionList",
            "Operator": "BooleanOperator",
        },
        (),
    ),
    "SearchExpressionList": Items("SearchExpression", min=1, max=20),
    "SearchSortOrder": Text(enum=("Ascending", "Descending")),
    "SortExperimentsBy": Text(enum=("Name", "CreationTime")),
    "SortOrder": Text(enum=("Ascending", "Descending")),
    "SortTrialComponentsBy": Text(enum=("Name", "CreationTime")),
    "SortTrialsBy": Text(enum=("Name", "CreationTime")),
    "String256": Text(min=0, max=256),
    "StringParameterValue": Text(min=0, max=2500, pattern="[^\\n\\r\\u0085\\u2028\\u2029]*"),
    "SuggestionQuery": Structure({"PropertyNameQuery": "PropertyNameQuery"}, ()),
    "Tag": Structure(
        {"Key": "TagKey", "Value": "TagValue"},
        (
            "Key",
            "Value",
        ),
    ),
    "TagKey": Text(
        min=1, max=128, pattern="([\\w \\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000.:/=+\\-@]*)"
    ),
    "TagKeyList": Items("TagKey", min=1, max=50),
    "TagList": Items("Tag", min=0, max=50),
    "TagValue": Text(
        min=0, max=256, pattern="([\\w \\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000.:/=+\\-@]*)"
    ),
    "Timestamp": Time(),
    "TrialComponentArtifact": Structure({"MediaType": "MediaType", "Value": "TrialComponentArtifactValue"}, ("Value",)),
    "TrialComponentArtifactValue": Text(min=0, max=2048, pattern="[^\\n\\r\\u0085\\u2028\\u2029]*"),
    "TrialComponentArtifacts": Entries("TrialComponentKey128", "TrialComponentArtifact", min=0, max=60),
    "TrialComponentKey128": Text(min=0, max=128, pattern="[^\\n\\r\\u0085\\u2028\\u2029]*"),
    "TrialComponentKey256": Text(min=0, max=256, pattern="[^\\n\\r\\u0085\\u2028\\u2029]*"),
    "TrialComponentKey320": Text(min=0, max=320, pattern="[^\\n\\r\\u0085\\u2028\\u2029]*"),
    "TrialComponentParameterValue": Structure(
        {"StringValue": "StringParameterValue", "NumberValue": "DoubleParameterValue"}, ()
    ),
    "TrialComponentParameters": Entries("TrialComponentKey320", "TrialComponentParameterValue", min=0, max=300),
    "TrialComponentPrimaryStatus": Text(enum=("InProgress", "Completed", "Failed", "Stopping", "Stopped")),
    "TrialComponentStatus": Structure(
        {"PrimaryStatus": "TrialComponentPrimaryStatus", "Message": "TrialComponentStatusMessage"}, ()
    ),
    "TrialComponentStatusMessage": Text(min=0, max=1024, pattern="[^\\n\\r\\u0085\\u2028\\u2029]*"),
    "UpdateExperiment": Structure(
        {
            "ExperimentName": "ExperimentEntityName",
            "DisplayName": "ExperimentEntityName",
            "Description": "ExperimentDescription",
        },
        ("ExperimentName",),
    ),
    "UpdateTrial": Structure(
        {"TrialName": "ExperimentEntityName", "DisplayName": "ExperimentEntityName"}, ("TrialName",)
    ),
    "UpdateTrialComponent": Structure(
        {
            "TrialComponentName": "ExperimentEntityName",
            "DisplayName": "ExperimentEntityName",
            "Status": "TrialComponentStatus",
            "StartTime": "Timestamp",
            "EndTime": "Timestamp",
            "Parameters": "TrialComponentParameters",
            "ParametersToRemove": "ListTrialComponentKey256",
            "InputArtifacts": "TrialComponentArtifacts",
            "InputArtifactsToRemove": "ListTrialComponentKey256",
            "OutputArtifacts": "TrialComponentArtifacts",
            "OutputArtifactsToRemove": "ListTrialComponentKey256",
        },
        ("TrialComponentName",),
    ),
    "VisibilityConditions": Structure({"Key": "VisibilityConditionsKey", "Value": "VisibilityConditionsValue"}, ()),
    "VisibilityConditionsKey": Text(
        min=1, max=128, pattern="([\\w \\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000.:/=+\\-@]*)"
    ),
    "VisibilityConditionsList": Items("VisibilityConditions", min=1, max=5),
    "VisibilityConditionsValue": Text(
        min=0, max=256, pattern="([\\w \\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000.:/=+\\-@]*)"
    ),
}
