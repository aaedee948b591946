-- One attempt at what lies outside of a query on each line; none may run.
SELECT * FROM read_csv('/etc/passwd')
SELECT * FROM read_csv_auto('/etc/passwd')
SELECT * FROM read_parquet('/tmp/*.parquet')
SELECT * FROM read_json('/etc/hostname')
SELECT * FROM read_text('/etc/passwd')
SELECT * FROM read_blob('/proc/self/environ')
SELECT * FROM glob('/*')
SELECT * FROM sniff_csv('/etc/passwd')
SELECT * FROM parquet_metadata('/x.parquet')
SELECT * FROM parquet_schema('/x.parquet')
SELECT * FROM "/etc/passwd"
SELECT * FROM '/etc/passwd'
SELECT * FROM "s3://bucket/x.parquet"
SELECT * FROM "https://example.com/x.csv"
SELECT * FROM 'http://169.254.169.254/latest/meta-data'
COPY (SELECT 1) TO '/tmp/x.csv'
COPY tbl FROM '/etc/passwd'
EXPORT DATABASE '/tmp/x'
IMPORT DATABASE '/tmp/x'
ATTACH '/tmp/x.db' AS x
DETACH memory
USE memory
INSTALL httpfs
LOAD httpfs
FORCE INSTALL httpfs FROM 'http://x'
SET enable_external_access=true
SET GLOBAL memory_limit='100GB'
RESET lock_configuration
PRAGMA enable_profiling
PRAGMA database_list
PRAGMA show_tables
CALL enable_logging()
CALL duckdb_settings()
SET VARIABLE x = 1
SELECT getvariable('x')
SELECT getenv('HOME')
SELECT current_setting('temp_directory')
SELECT * FROM duckdb_settings()
SELECT * FROM duckdb_functions()
SELECT * FROM duckdb_views()
SELECT * FROM duckdb_tables()
SELECT * FROM duckdb_columns
SELECT * FROM duckdb_secrets()
SELECT * FROM duckdb_extensions()
SELECT * FROM pragma_database_list
SELECT * FROM sqlite_master
SELECT * FROM pg_catalog.pg_tables
SELECT * FROM "pg_catalog"."pg_class"
SELECT * FROM "system"."main"."duckdb_tables"
SELECT * FROM system.information_schema.tables
SELECT * FROM memory.main.t0
SELECT * FROM temp.main.t0
SELECT * FROM main.t0
SELECT * FROM t0
SELECT t0.a FROM tbl
SELECT * FROM query('select 1')
SELECT * FROM query_table('t0')
SELECT * FROM json_execute_serialized_sql('x')
SELECT json_serialize_sql('select 1')
CREATE MACRO f(x) AS x
CREATE FUNCTION f(x) AS x
CREATE TEMP TABLE x AS SELECT 1
CREATE SECRET s (TYPE S3)
CREATE TYPE m AS ENUM ('a')
SELECT ath_fail('NOT: x')
SELECT ath_json_items('[1]')
SELECT py_crc32(X'00')
SELECT "py_crc32"(X'00')
SELECT "ath_fail"('x')
SELECT main.ath_fail('x')
SELECT system.main.getenv('x')
SELECT "read_text"('/etc/passwd')
SELECT pg_read_file('/etc/passwd')
SELECT nextval('x')
SELECT txid_current()
SELECT version()
SELECT current_database()
SELECT current_schemas(true)
SELECT error('x')
SELECT 1; SELECT 2
SELECT 1; DROP TABLE t0
SELECT 1 /* */ ; ATTACH 'x'
EXPLAIN ANALYZE SELECT * FROM read_text('/etc/passwd')
EXPLAIN SELECT * FROM tbl
DESCRIBE SELECT 1
SUMMARIZE tbl
SHOW ALL TABLES
VALUES (read_text('/etc/passwd'))
TABLE t0
FROM tbl
SELECT * FROM (FROM read_text('/etc/passwd'))
SELECT * FROM (DESCRIBE tbl)
SELECT * FROM (SHOW TABLES)
SELECT * FROM (SUMMARIZE tbl)
WITH x AS (INSERT INTO tbl VALUES (2) RETURNING a) SELECT * FROM x
WITH x AS (COPY tbl TO '/tmp/x') SELECT 1
SELECT * FROM tbl, LATERAL (SELECT * FROM read_text('/etc/passwd'))
SELECT (SELECT content FROM read_text('/etc/passwd'))
SELECT * FROM UNNEST(glob('/*'))
SELECT a FROM tbl WHERE EXISTS (SELECT 1 FROM read_text('/etc/passwd'))
SELECT * FROM range(10)
SELECT * FROM generate_series(1,10)
SELECT columns(*) FROM tbl
SELECT COLUMNS('a') FROM tbl
SELECT * REPLACE (getenv('HOME') AS a) FROM tbl
SELECT a.getenv() FROM tbl
SELECT 'HOME'.getenv()
SELECT tbl.a.read_text() FROM tbl
SELECT list_transform([1], x -> x)
SELECT [getenv('HOME') for x in [1]]
SELECT {'a': getenv('HOME')}
SELECT CAST('/etc/passwd' AS regclass)
SELECT a FROM tbl ORDER BY getenv('HOME')
SELECT a FROM tbl GROUP BY getenv('HOME')
SELECT sum(a) OVER (ORDER BY getenv('HOME')) FROM tbl
SELECT a FROM tbl LIMIT (SELECT 1 FROM read_text('/etc/passwd'))
SELECT a FROM tbl LIMIT getenv('HOME')
SELECT count(*) FILTER (WHERE getenv('x') = '') FROM tbl
SELECT format('{}', getenv('HOME'))
SELECT regexp_extract('a', '(?<x>a)', ['y'])
SELECT transform(array[1], x -> getenv('HOME'))
SELECT reduce(array[1], 0, (s, x) -> getenv('HOME'), s -> s)
SELECT a FROM tbl TABLESAMPLE reservoir(10)
SELECT a FROM tbl AT (VERSION => 1)
SELECT interval (getenv('HOME')) day
SELECT "a"" FROM t0; --" FROM tbl
SELECT $$x$$
SELECT E'\x41'
SELECT a FROM tbl WHERE a IN (FROM read_text('/etc/passwd'))
PIVOT tbl ON a
UNPIVOT tbl ON a INTO NAME x VALUE y
SELECT * FROM tbl PIVOT (count(*) FOR a IN (1))
MERGE INTO tbl USING tbl b ON true WHEN MATCHED THEN DELETE
VACUUM
CHECKPOINT
BEGIN TRANSACTION
PREPARE x AS SELECT 1
EXECUTE x
