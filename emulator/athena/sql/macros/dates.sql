-- Dates stay dates, differences count complete units, weeks are ISO's.
CREATE MACRO ath_midnight(unit, x) AS CASE WHEN unit IN ('hour', 'minute', 'second', 'millisecond')
  THEN CAST(ath_fail('INVALID_FUNCTION_ARGUMENT: ''' || unit || ''' is not a valid DATE field') AS VARCHAR)::DATE ELSE x END;
CREATE MACRO ath_date_trunc(unit, x DATE) AS CAST(date_trunc(unit, ath_midnight(unit, x)) AS DATE), (unit, x TIMESTAMP) AS date_trunc(unit, x),
  (unit, x TIME) AS CAST(date_trunc(unit, DATE '1970-01-01' + x) AS TIME),
  (unit, x TIMESTAMPTZ) AS timezone('UTC', date_trunc(unit, timezone('UTC', x)));
CREATE MACRO ath_units(unit, n) AS CASE unit WHEN 'millisecond' THEN to_milliseconds(n) WHEN 'second' THEN to_seconds(n) WHEN 'minute' THEN to_minutes(n)
  WHEN 'hour' THEN to_hours(n) WHEN 'day' THEN to_days(CAST(n AS INTEGER)) WHEN 'week' THEN to_weeks(CAST(n AS INTEGER))
  WHEN 'month' THEN to_months(CAST(n AS INTEGER)) WHEN 'quarter' THEN to_months(CAST(n * 3 AS INTEGER)) WHEN 'year' THEN to_years(CAST(n AS INTEGER))
  ELSE to_days(ath_fail('INVALID_FUNCTION_ARGUMENT: ''' || unit || ''' is not a valid TIMESTAMP field')) END;
CREATE MACRO ath_date_add(unit, n, x DATE) AS CAST(ath_midnight(unit, x) + ath_units(unit, n) AS DATE), (unit, n, x TIMESTAMP) AS x + ath_units(unit, n),
  (unit, n, x TIMESTAMPTZ) AS timezone('UTC', timezone('UTC', x) + ath_units(unit, n)), (unit, n, x TIME) AS x + ath_units(unit, n);
CREATE MACRO ath_date_diff(unit, a DATE, b DATE) AS date_sub(unit, ath_midnight(unit, a), b), (unit, a TIMESTAMP, b TIMESTAMP) AS date_sub(unit, a, b),
  (unit, a TIMESTAMPTZ, b TIMESTAMPTZ) AS date_sub(unit, timezone('UTC', a), timezone('UTC', b)), (unit, a TIME, b TIME) AS date_sub(unit, a, b);
CREATE MACRO ath_local(x DATE) AS CAST(x AS TIMESTAMP), (x TIMESTAMP) AS x, (x TIMESTAMPTZ) AS timezone('UTC', x);
CREATE MACRO ath_utc_only(x) AS CASE WHEN regexp_matches(CAST(x AS VARCHAR), '(T[^+-]*|:\d\d(\.\d+)?\s*)[+-]\d\d(:?\d\d)?$|\s[A-Za-z]') AND NOT regexp_matches(CAST(x AS VARCHAR), '([+-]00(:?00)?|UTC)$')
  THEN CAST(ath_fail('NOT_SUPPORTED: a text with another time zone than UTC is not supported by the local engine; it runs on Athena. Ask for its moment by at_timezone(..., ''UTC'')') AS VARCHAR) ELSE x END;
-- Two digits mean 1970 to 2069 to Trino, 1969 to 2068 to DuckDB.
CREATE MACRO ath_two_digits(x) AS CASE WHEN year(x) = 1969 THEN x + to_years(100) ELSE x END;
CREATE MACRO ath_interval_part(unit, x) AS CAST(CASE unit WHEN 'day' THEN epoch_ms(x) // 86400000 WHEN 'hour' THEN epoch_ms(x) // 3600000 % 24
  WHEN 'minute' THEN epoch_ms(x) // 60000 % 60 WHEN 'second' THEN epoch_ms(x) // 1000 % 60 WHEN 'millisecond' THEN epoch_ms(x) % 1000 ELSE date_part(unit, x) END AS BIGINT);
CREATE MACRO ath_part(unit, x TIMESTAMP) AS CAST(date_part(unit, x) AS BIGINT), (unit, x DATE) AS CAST(date_part(unit, x) AS BIGINT),
  (unit, x TIMESTAMPTZ) AS CAST(date_part(unit, timezone('UTC', x)) AS BIGINT), (unit, x TIME) AS CAST(date_part(unit, x) AS BIGINT), (unit, x INTERVAL) AS ath_interval_part(unit, x);
CREATE MACRO ath_from_unixtime(x) AS make_timestamptz(CAST(round(CAST(x AS DOUBLE) * 1000) AS BIGINT) * 1000);
CREATE MACRO ath_from_unixtime_nanos(x) AS make_timestamptz(CAST(x AS BIGINT) // 1000);
CREATE MACRO ath_to_unixtime(x TIMESTAMP) AS CAST(epoch_us(x) AS DOUBLE) / 1e6, (x TIMESTAMPTZ) AS CAST(epoch_us(x) AS DOUBLE) / 1e6, (x DATE) AS CAST(epoch_us(CAST(x AS TIMESTAMP)) AS DOUBLE) / 1e6;
CREATE MACRO ath_to_iso8601(x DATE) AS CAST(x AS VARCHAR), (x TIMESTAMP) AS strftime(x, '%Y-%m-%dT%H:%M:%S.%g'), (x TIMESTAMPTZ) AS strftime(timezone('UTC', x), '%Y-%m-%dT%H:%M:%S.%gZ');
CREATE MACRO ath_to_milliseconds(x) AS epoch_ms(x);
CREATE MACRO ath_now() AS date_trunc('millisecond', now());
CREATE MACRO ath_localtimestamp() AS date_trunc('millisecond', timezone('UTC', now()));
CREATE MACRO ath_current_date() AS CAST(timezone('UTC', now()) AS DATE);
CREATE MACRO ath_localtime() AS CAST(date_trunc('millisecond', timezone('UTC', now())) AS TIME);
