"""dbt with its Athena adapter, unmodified, in an environment of its own."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.emulator.athena.world import RESULTS, SHARED, Warehouse
from tests.emulator.clients.tools import run

Dbt = Callable[..., str]
PROFILE = """
fleet:
  target: laptop
  outputs:
    laptop:
      type: athena
      region_name: {region}
      s3_staging_dir: s3://{results}/results/
      database: awsdatacatalog
      schema: {schema}
      work_group: planning
      poll_interval: 0.05
      num_retries: 0
      threads: 1
"""
PROJECT = """
name: fleet
version: "1.0"
profile: fleet
config-version: 2
"""
SOURCES = """
sources:
  - name: shared
    schema: fleet_shared
    tables:
      - name: planes
        columns:
          - name: tail
            data_tests: [unique, not_null]
          - name: year
            data_tests: [not_null]
"""


@pytest.fixture
def dbt(analyst: Mapping[str, str], house: Warehouse, tmp_path: Path) -> Dbt:
    """Call dbt in a project of its own; gives what it prints."""
    profile = PROFILE.format(region=house.cloud.region, results=RESULTS, schema=SHARED)
    (tmp_path / "profiles.yml").write_text(profile)
    (tmp_path / "dbt_project.yml").write_text(PROJECT)
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "sources.yml").write_text(SOURCES)
    shell = {
        **analyst,
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        "DBT_VERSION_CHECK": "false",
        "DBT_USE_COLORS": "false",
    }

    def call(*arguments: str, fails: bool = False) -> str:
        ended = run("dbt", "dbt", *arguments, shell=shell, folder=tmp_path)
        assert (ended.returncode != 0) == fails, ended.stdout + ended.stderr
        return ended.stdout

    return call


def test_it_connects(dbt: Dbt) -> None:
    assert "Connection test: [OK connection ok]" in dbt("debug")


def test_a_query_over_a_source_is_shown(dbt: Dbt) -> None:
    query = "select tail, year from {{ source('shared', 'planes') }} order by tail"

    shown = dbt("show", "--inline", query, "--output", "json")

    assert '"tail": "b"' in shown
    assert '"year": 2010' in shown


def test_tests_of_a_source_pass_and_fail_by_its_rows(dbt: Dbt) -> None:
    told = dbt("test", fails=True)

    assert "PASS unique" in told or "PASS source_unique" in told
    assert "FAIL 1 source_not_null_shared_planes_year" in told
    assert "PASS=2 WARN=0 ERROR=1" in told
