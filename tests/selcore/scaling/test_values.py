"""The table of a measurement, as other programs read it."""

from selcore.scaling.values import COLUMNS, ScalingReport, as_csv


def test_the_table_is_told_in_seconds() -> None:
    report = ScalingReport()
    point = {"backend": "poll", "descriptors": 2, "ready": 0, "seconds": 1e-6, "low": 9e-7, "high": 2e-6, "calls": 30}
    report.fold({"is": "row", **point, "calls": 10})
    report.fold({"is": "row", **point})
    assert as_csv(report).splitlines() == [",".join(COLUMNS), "poll,2,0,1e-06,9e-07,2e-06,30"]
    assert report.as_object()["rows"] == [point] and report.as_object()["ended"] == "cancelled"
