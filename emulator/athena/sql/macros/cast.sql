-- Casts and operators whose meaning depends on the type: the binder picks the overload.
-- A failing cast of a text that starts with this sign is how a macro raises: unlike error() it can stand in TRY.
CREATE MACRO ath_fail(message) AS CAST('§' || message AS INTEGER);
CREATE MACRO ath_div(a INTEGER, b INTEGER) AS a // b, (a BIGINT, b BIGINT) AS a // b, (a DOUBLE, b DOUBLE) AS a / b,
  (a FLOAT, b FLOAT) AS a / b, (a INTERVAL, b DOUBLE) AS a / b, (a INTERVAL, b BIGINT) AS a / b,
  (a DOUBLE, b DECIMAL) AS a / CAST(b AS DOUBLE), (a DECIMAL, b DOUBLE) AS CAST(a AS DOUBLE) / b,
  (a DECIMAL, b DECIMAL) AS ath_fail('NOT_SUPPORTED: division of decimals of a computed type is not supported by the local engine; it runs on Athena. Cast both sides to DECIMAL(p,s) or DOUBLE'),
  (a DECIMAL, b BIGINT) AS ath_fail('NOT_SUPPORTED: division of decimals of a computed type is not supported by the local engine; it runs on Athena. Cast both sides to DECIMAL(p,s) or DOUBLE'),
  (a BIGINT, b DECIMAL) AS ath_fail('NOT_SUPPORTED: division of decimals of a computed type is not supported by the local engine; it runs on Athena. Cast both sides to DECIMAL(p,s) or DOUBLE');
-- Half up on the unscaled numbers, as Trino divides decimals.
CREATE MACRO ath_div_half_up(n HUGEINT, d HUGEINT) AS
  (CASE WHEN (n < 0) <> (d < 0) THEN -1 ELSE 1 END) * ((2 * abs(n) + abs(d)) // (2 * abs(d)));
CREATE MACRO ath_minus(a DATE, b DATE) AS to_days(CAST(a - b AS INTEGER)), (a, b) AS a - b;
CREATE MACRO ath_plus_interval(x DATE, i INTERVAL) AS CAST(x + i AS DATE), (x TIMESTAMP, i INTERVAL) AS x + i,
  (x TIMESTAMPTZ, i INTERVAL) AS x + i, (x INTERVAL, i INTERVAL) AS x + i, (x TIME, i INTERVAL) AS x + i;
CREATE MACRO ath_minus_interval(x DATE, i INTERVAL) AS CAST(x - i AS DATE), (x TIMESTAMP, i INTERVAL) AS x - i,
  (x TIMESTAMPTZ, i INTERVAL) AS x - i, (x INTERVAL, i INTERVAL) AS x - i, (x TIME, i INTERVAL) AS x - i;
CREATE MACRO ath_integer_text(x, kind) AS CASE WHEN x IS NULL OR regexp_full_match(x, '[+-]?[0-9]+') THEN x
  ELSE CAST(ath_fail('INVALID_CAST_ARGUMENT: Cannot cast ''' || x || ''' to ' || kind) AS VARCHAR) END;
CREATE MACRO ath_half_up(x) AS CASE WHEN isfinite(x) THEN sign(x) * floor(abs(x) + 0.5)
  ELSE CAST(ath_fail('INVALID_CAST_ARGUMENT: Cannot cast DOUBLE ''' || CAST(x AS VARCHAR) || ''' to an integer') AS DOUBLE) END;
-- A cast takes its operand twice: the first, typed, picks the overload; the second keeps its own type.
CREATE MACRO ath_cast_bigint(k BIGINT, x) AS CAST(x AS BIGINT), (k HUGEINT, x) AS CAST(x AS BIGINT), (k UBIGINT, x) AS CAST(x AS BIGINT),
  (k DOUBLE, x) AS CAST(ath_half_up(CAST(x AS DOUBLE)) AS BIGINT), (k FLOAT, x) AS CAST(ath_half_up(CAST(x AS DOUBLE)) AS BIGINT),
  (k DECIMAL, x) AS CAST(x AS BIGINT), (k BOOLEAN, x) AS CAST(x AS BIGINT),
  (k VARCHAR, x) AS CASE WHEN typeof(x) = 'JSON' THEN CAST(x AS BIGINT) ELSE CAST(ath_integer_text(CAST(x AS VARCHAR), 'BIGINT') AS BIGINT) END;
CREATE MACRO ath_cast_integer(k INTEGER, x) AS CAST(x AS INTEGER), (k BIGINT, x) AS CAST(x AS INTEGER), (k HUGEINT, x) AS CAST(x AS INTEGER), (k UBIGINT, x) AS CAST(x AS INTEGER),
  (k DOUBLE, x) AS CAST(ath_half_up(CAST(x AS DOUBLE)) AS INTEGER), (k FLOAT, x) AS CAST(ath_half_up(CAST(x AS DOUBLE)) AS INTEGER),
  (k DECIMAL, x) AS CAST(x AS INTEGER), (k BOOLEAN, x) AS CAST(x AS INTEGER),
  (k VARCHAR, x) AS CASE WHEN typeof(x) = 'JSON' THEN CAST(x AS INTEGER) ELSE CAST(ath_integer_text(CAST(x AS VARCHAR), 'INT') AS INTEGER) END;
-- Java's notation of a double: 1.0, 1.0E7, 1.0E-4.
CREATE MACRO ath_exponent(mantissa, digits) AS
  CASE WHEN contains(mantissa, '.') THEN mantissa ELSE mantissa || '.0' END || 'E' || CAST(digits AS VARCHAR);
CREATE MACRO ath_point(digits) AS CASE WHEN length(digits) = 1 THEN digits || '.0' ELSE left(digits, 1) || '.' || substr(digits, 2) END;
CREATE MACRO ath_plain_large(s) AS ath_exponent(ath_point(left(s, 1) || rtrim(substr(replace(s, '.', ''), 2), '0')), strpos(s, '.') - 2);
CREATE MACRO ath_plain_small(s) AS ath_exponent(ath_point(regexp_replace(s, '^0\.0*', '')), 1 - length(regexp_extract(s, '^0\.0*', 0)));
CREATE MACRO ath_magnitude(a, s) AS CASE WHEN a = 0 THEN '0.0' WHEN a >= 1e-3 AND a < 1e7 THEN s
  WHEN contains(s, 'e') THEN ath_exponent(split_part(s, 'e', 1), CAST(split_part(s, 'e', 2) AS INTEGER))
  WHEN a >= 1e7 THEN ath_plain_large(s) ELSE ath_plain_small(s) END;
CREATE MACRO ath_double_text(x) AS CASE WHEN isnan(x) THEN 'NaN' WHEN isinf(x) THEN CASE WHEN x > 0 THEN 'Infinity' ELSE '-Infinity' END
  ELSE CASE WHEN x < 0 OR CAST(x AS VARCHAR) = '-0.0' THEN '-' ELSE '' END || ath_magnitude(abs(x), CAST(abs(x) AS VARCHAR)) END;
CREATE MACRO ath_time_text(x) AS strftime(DATE '1970-01-01' + x, '%H:%M:%S.%g');
CREATE MACRO ath_interval_text(x) AS CASE WHEN datepart('year', x) <> 0 OR datepart('month', x) <> 0
  THEN CAST(datepart('year', x) AS VARCHAR) || '-' || CAST(datepart('month', x) AS VARCHAR)
  ELSE CASE WHEN epoch_ms(x) < 0 THEN '-' ELSE '' END || CAST(abs(epoch_ms(x)) // 86400000 AS VARCHAR) || ' '
    || ath_time_text(TIME '00:00:00' + to_milliseconds(abs(epoch_ms(x)) % 86400000)) END;
CREATE MACRO ath_json_text(x) AS CASE json_type(x) WHEN 'NULL' THEN NULL
  WHEN 'OBJECT' THEN CAST(ath_fail('INVALID_CAST_ARGUMENT: Cannot cast a JSON object to VARCHAR') AS VARCHAR)
  WHEN 'ARRAY' THEN CAST(ath_fail('INVALID_CAST_ARGUMENT: Cannot cast a JSON array to VARCHAR') AS VARCHAR) ELSE json_extract_string(x, '$') END;
CREATE MACRO ath_decimal_text(t) AS CASE WHEN t LIKE '.%' THEN '0' || t WHEN t LIKE '-.%' THEN '-0' || substr(t, 2) ELSE t END;
CREATE MACRO ath_cast_varchar(k VARCHAR, x) AS CASE WHEN typeof(x) = 'JSON' THEN ath_json_text(CAST(x AS VARCHAR)) ELSE CAST(x AS VARCHAR) END,
  (k DOUBLE, x) AS ath_double_text(x), (k FLOAT, x) AS ath_double_text(x), (k DECIMAL, x) AS ath_decimal_text(CAST(x AS VARCHAR)), (k HUGEINT, x) AS CAST(x AS VARCHAR),
  (k BIGINT, x) AS CAST(x AS VARCHAR), (k DATE, x) AS CAST(x AS VARCHAR), (k BOOLEAN, x) AS CAST(x AS VARCHAR),
  (k TIMESTAMP, x) AS strftime(x, '%Y-%m-%d %H:%M:%S.%g'), (k TIMESTAMPTZ, x) AS strftime(timezone('UTC', x), '%Y-%m-%d %H:%M:%S.%g UTC'),
  (k TIME, x) AS ath_time_text(x), (k UUID, x) AS CAST(x AS VARCHAR), (k INTERVAL, x) AS ath_interval_text(x),
  (k BLOB, x) AS CAST(ath_fail('TYPE_MISMATCH: Cannot cast varbinary to varchar') AS VARCHAR);
-- A text is cut to a length, anything else must fit into it.
CREATE MACRO ath_fit(k VARCHAR, x, t, n) AS substr(t, 1, n), (k, x, t, n) AS CASE WHEN length(t) <= n OR t IS NULL THEN t
  ELSE CAST(ath_fail('INVALID_CAST_ARGUMENT: Value ' || t || ' cannot be represented as varchar(' || CAST(n AS VARCHAR) || ')') AS VARCHAR) END;
CREATE MACRO ath_json_whole(x) AS CASE json_type(x) WHEN 'DOUBLE' THEN CAST(ath_half_up(CAST(x AS DOUBLE)) AS BIGINT)
  WHEN 'VARCHAR' THEN CAST(ath_integer_text(json_extract_string(x, '$'), 'BIGINT') AS BIGINT) ELSE CAST(x AS BIGINT) END;
CREATE MACRO ath_cast_boolean(k VARCHAR, x) AS CASE WHEN lower(CAST(x AS VARCHAR)) IN ('true', 't', '1') THEN true WHEN lower(CAST(x AS VARCHAR)) IN ('false', 'f', '0') THEN false
  WHEN x IS NULL THEN NULL ELSE CAST(ath_fail('INVALID_CAST_ARGUMENT: Cannot cast ''' || CAST(x AS VARCHAR) || ''' to BOOLEAN') AS BOOLEAN) END,
  (k BIGINT, x) AS x <> 0, (k HUGEINT, x) AS x <> 0, (k DOUBLE, x) AS x <> 0, (k FLOAT, x) AS x <> 0, (k DECIMAL, x) AS x <> 0, (k BOOLEAN, x) AS x;
CREATE MACRO ath_cast_date(k VARCHAR, x) AS CASE WHEN x IS NULL OR regexp_full_match(trim(CAST(x AS VARCHAR)), '[+-]?\d{4,}-\d{1,2}-\d{1,2}') THEN CAST(trim(CAST(x AS VARCHAR)) AS DATE)
  ELSE CAST(CAST(ath_fail('INVALID_CAST_ARGUMENT: Value cannot be cast to date: ' || CAST(x AS VARCHAR)) AS VARCHAR) AS DATE) END,
  (k DATE, x) AS x, (k TIMESTAMP, x) AS CAST(x AS DATE), (k TIMESTAMPTZ, x) AS CAST(timezone('UTC', k) AS DATE);
CREATE MACRO ath_cast_timestamp(k VARCHAR, x) AS CAST(x AS TIMESTAMP), (k DATE, x) AS CAST(x AS TIMESTAMP), (k TIMESTAMP, x) AS CAST(x AS TIMESTAMP),
  (k TIMESTAMPTZ, x) AS timezone('UTC', k);
CREATE MACRO ath_cast_timestamptz(k VARCHAR, x) AS CAST(regexp_replace(CAST(x AS VARCHAR), '\s+([+-]\d\d)', '\1') AS TIMESTAMPTZ), (k DATE, x) AS timezone('UTC', CAST(x AS TIMESTAMP)),
  (k TIMESTAMP, x) AS timezone('UTC', k), (k TIMESTAMPTZ, x) AS x;
CREATE MACRO ath_cast_time(k VARCHAR, x) AS CAST(x AS TIME), (k TIME, x) AS x, (k TIMESTAMP, x) AS CAST(x AS TIME), (k TIMESTAMPTZ, x) AS CAST(timezone('UTC', k) AS TIME);
CREATE MACRO ath_cast_varbinary(k VARCHAR, x) AS encode(x), (k BLOB, x) AS x;
CREATE MACRO ath_cast_json(k DATE, x) AS to_json(CAST(k AS VARCHAR)), (k TIMESTAMP, x) AS to_json(strftime(k, '%Y-%m-%d %H:%M:%S.%g')), (k DECIMAL, x) AS CAST(ath_decimal_text(CAST(x AS VARCHAR)) AS JSON), (k, x) AS to_json(x);
