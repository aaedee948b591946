"""What scanning a terabyte of CSV costs on the function that scans, by Lambda's list price."""

from benchmarks.measure import Measure
from mesh.naming.limits import ScanLimits
from mesh.publishing.spending import Spent

_TERABYTE = 10**12
# As the data plane gives it: 1.16 of Lambda's processors, of which the arithmetic takes one for the
# core measured on (https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html).
_MEMORY_MB = 2048
_MOST_USD = 1


def terabyte(megabytes_per_second: float) -> Measure:
    """The cost at so many megabytes of CSV for each second of processor time.

    Fetching the file from S3, which takes hardly any processor time, is not in it.
    """
    spent = Spent(
        bytes=_TERABYTE,
        seconds=_TERABYTE / 1e6 / megabytes_per_second,
        memory_mb=_MEMORY_MB,
        disk_mb=ScanLimits().disk_mb,
    )
    arithmetic = f"10^6 MB / {megabytes_per_second:.1f} MB/s = {spent.to_dict()['arithmetic']}"
    return Measure(f"a TB of CSV by Lambda's list price: {arithmetic}", spent.usd, "USD", _MOST_USD)
