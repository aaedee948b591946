"""dbt with its Athena adapter, unmodified, in an environment of its own."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.emulator.athena.scratch import SCRATCH, SCRATCH_BUCKET, make_scratch
from tests.emulator.athena.world import RESULTS, Warehouse
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
      s3_data_dir: s3://{data}/dbt/
      database: awsdatacatalog
      schema: {scratch}
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

GROWN = """
{{ config(materialized='incremental', incremental_strategy='append') }}
select tail, year from {{ ref('old') }}
"""
OVERWRITTEN = """
{{ config(materialized='incremental', incremental_strategy='insert_overwrite',
          partitioned_by=['year']) }}
select tail, year from {{ ref('old') }} where year is not null
"""
FILES = (
    ("models", "overwritten.sql", OVERWRITTEN),
    ("models", "sources.yml", SOURCES),
    ("models", "old.sql", "select tail, year from {{ source('shared', 'planes') }}"),
    ("models", "oldest.sql", "{{ config(materialized='table') }} select * from {{ ref('old') }}"),
    ("models", "grown.sql", GROWN),
    (
        *("models", "iced.sql"),
        "{{ config(materialized='table', table_type='iceberg') }} select * from {{ ref('old') }}",
    ),
    ("seeds", "makers.csv", 'tail,maker\na,Ada\nb,"B, Inc"\n'),
)


@pytest.fixture(scope="module", autouse=True)
def _scratch(house: Warehouse) -> None:
    make_scratch(house)


def rows(house: Warehouse, query: str) -> list[list[str | None]]:
    context = {"Database": SCRATCH}
    return house.rows(query, QueryExecutionContext=context)


@pytest.fixture
def dbt(analyst: Mapping[str, str], house: Warehouse, tmp_path: Path) -> Dbt:
    """Call dbt in a project of its own; gives what it prints."""
    profile = PROFILE.format(
        region=house.cloud.region, results=RESULTS, data=SCRATCH_BUCKET, scratch=SCRATCH
    )
    (tmp_path / "profiles.yml").write_text(profile)
    (tmp_path / "dbt_project.yml").write_text(PROJECT)
    for folder, name, text in FILES:
        (tmp_path / folder).mkdir(exist_ok=True)
        (tmp_path / folder / name).write_text(text)
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
    told = dbt("test", "--select", "source:*", fails=True)

    assert "PASS unique" in told or "PASS source_unique" in told
    assert "FAIL 1 source_not_null_shared_planes_year" in told
    assert "PASS=2 WARN=0 ERROR=1" in told


def test_a_view_and_a_table_of_it_are_made_and_made_again(dbt: Dbt, house: Warehouse) -> None:
    for _ in range(2):
        assert "PASS=2 WARN=0 ERROR=0" in dbt("run", "--select", "old oldest")

    made = rows(house, "SELECT tail, year FROM oldest ORDER BY tail")
    assert made == [["a", "1980"], ["b", "2010"], ["c", None]]
    assert rows(house, "SELECT count(*) FROM old") == [["3"]]


def test_an_incremental_table_grows(dbt: Dbt, house: Warehouse) -> None:
    for _ in range(2):
        assert "ERROR=0" in dbt("run", "--select", "old grown")

    assert rows(house, "SELECT count(*) FROM grown") == [["6"]]


def test_partitions_are_overwritten(dbt: Dbt, house: Warehouse) -> None:
    for _ in range(2):
        assert "ERROR=0" in dbt("run", "--select", "old overwritten")

    found = rows(house, "SELECT tail, year FROM overwritten ORDER BY tail")
    assert found == [["a", "1980"], ["b", "2010"]]


def test_an_iceberg_table_is_made_and_made_again(dbt: Dbt, house: Warehouse) -> None:
    for _ in range(2):
        assert "ERROR=0" in dbt("run", "--select", "old iced")

    assert rows(house, "SELECT tail FROM iced ORDER BY tail") == [["a"], ["b"], ["c"]]


def test_a_seed_is_loaded(dbt: Dbt, house: Warehouse) -> None:
    assert "ERROR=0" in dbt("seed")

    assert rows(house, "SELECT maker FROM makers ORDER BY tail") == [["Ada"], ["B, Inc"]]
