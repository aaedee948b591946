-- What an aggregate answers, brought to Trino's type; a mean of decimals is worked out elsewhere or refused.
CREATE MACRO ath_narrow(k HUGEINT, x) AS CAST(x AS BIGINT), (k DECIMAL, x) AS x, (k DOUBLE, x) AS x, (k FLOAT, x) AS x, (k INTERVAL, x) AS x;
CREATE MACRO ath_mean_of(k BIGINT, x) AS x, (k HUGEINT, x) AS x, (k DOUBLE, x) AS x, (k FLOAT, x) AS x, (k INTERVAL, x) AS x,
  (k DECIMAL, x) AS ath_fail('NOT_SUPPORTED: avg of decimals of a computed type is not supported by the local engine; it runs on Athena. Cast to DECIMAL(p,s) or DOUBLE');
