-- Arithmetic where DuckDB raises, rounds or types otherwise than Trino.
CREATE MACRO ath_sqrt(x) AS CASE WHEN x < 0 THEN CAST('nan' AS DOUBLE) ELSE sqrt(CASE WHEN x < 0 THEN 0 ELSE x END) END;
CREATE MACRO ath_ln(x) AS CASE WHEN x = 0 THEN CAST('-inf' AS DOUBLE) WHEN x < 0 THEN CAST('nan' AS DOUBLE) ELSE ln(CASE WHEN x <= 0 THEN 1 ELSE x END) END;
CREATE MACRO ath_log(b, x) AS ath_ln(CAST(x AS DOUBLE)) / ath_ln(CAST(b AS DOUBLE));
CREATE MACRO ath_log2(x) AS CASE WHEN x > 0 THEN log2(CASE WHEN x > 0 THEN x ELSE 1 END) ELSE ath_ln(x) END;
CREATE MACRO ath_log10(x) AS CASE WHEN x > 0 THEN log10(CASE WHEN x > 0 THEN x ELSE 1 END) ELSE ath_ln(x) END;
CREATE MACRO ath_cbrt(x) AS CASE WHEN round(cbrt(x)) * round(cbrt(x)) * round(cbrt(x)) = x THEN round(cbrt(x)) ELSE cbrt(x) END;
CREATE MACRO ath_ceiling(k INTEGER, x) AS x, (k BIGINT, x) AS x, (k DOUBLE, x) AS ceil(x), (k FLOAT, x) AS ceil(x), (k DECIMAL, x) AS ceil(x);
CREATE MACRO ath_floor(k INTEGER, x) AS x, (k BIGINT, x) AS x, (k DOUBLE, x) AS floor(x), (k FLOAT, x) AS floor(x), (k DECIMAL, x) AS floor(x);
-- A decimal keeps its scale when it is rounded to fewer digits: the branch that is never taken gives the type.
CREATE MACRO ath_round(k DECIMAL, x, n) AS CASE WHEN false THEN x ELSE round(x, n) END, (k BIGINT, x, n) AS CASE WHEN false THEN x ELSE round(x, n) END,
  (k HUGEINT, x, n) AS round(x, n), (k DOUBLE, x, n) AS round(x, n), (k FLOAT, x, n) AS round(x, n);
CREATE MACRO ath_truncate(k DECIMAL, x, n) AS CASE WHEN false THEN x ELSE trunc(x, n) END, (k BIGINT, x, n) AS CASE WHEN false THEN x ELSE trunc(x, n) END,
  (k DOUBLE, x, n) AS trunc(x, n), (k FLOAT, x, n) AS trunc(x, n);
CREATE MACRO ath_sign(k INTEGER, x) AS CAST(sign(x) AS INTEGER), (k BIGINT, x) AS CAST(sign(x) AS BIGINT), (k DOUBLE, x) AS CAST(sign(x) AS DOUBLE),
  (k FLOAT, x) AS CAST(sign(x) AS DOUBLE), (k DECIMAL, x) AS CAST(sign(x) AS DECIMAL(1, 0));
CREATE MACRO ath_width_bucket(x, low, high, n) AS CAST(CASE WHEN low = high OR n <= 0 THEN ath_fail('INVALID_FUNCTION_ARGUMENT: bounds of width_bucket cannot equal each other')
  WHEN low < high THEN CASE WHEN x < low THEN 0 WHEN x >= high THEN n + 1 ELSE floor((CAST(x AS DOUBLE) - low) * n / (CAST(high AS DOUBLE) - low)) + 1 END
  ELSE CASE WHEN x > low THEN 0 WHEN x <= high THEN n + 1 ELSE floor((CAST(low AS DOUBLE) - x) * n / (CAST(low AS DOUBLE) - high)) + 1 END END AS BIGINT);
CREATE MACRO ath_width_bucket_of(x, bins) AS CAST(len(list_filter(bins, lambda b: b <= x)) AS BIGINT);
CREATE MACRO ath_to_base(x, radix) AS CASE WHEN x < 0 THEN '-' ELSE '' END || lower(to_base(abs(CAST(x AS BIGINT)), radix));
CREATE MACRO ath_wrap(x) AS CAST(CASE WHEN x >= 9223372036854775808::HUGEINT THEN x - 18446744073709551616::HUGEINT ELSE x END AS BIGINT);
CREATE MACRO ath_bitwise_left_shift(x, n) AS CASE WHEN n >= 64 THEN 0 ELSE ath_wrap(((CAST(x AS HUGEINT) & (18446744073709551615::HUGEINT >> CAST(n AS HUGEINT))) << CAST(n AS HUGEINT))) END;
CREATE MACRO ath_bitwise_right_shift_arithmetic(x, n) AS CASE WHEN n >= 64 THEN CASE WHEN x < 0 THEN -1 ELSE 0 END ELSE CAST(x AS BIGINT) >> CAST(n AS BIGINT) END;
CREATE MACRO ath_bitwise_right_shift(x, n) AS CASE WHEN n >= 64 THEN 0 WHEN n = 0 THEN CAST(x AS BIGINT)
  WHEN x >= 0 THEN CAST(x AS BIGINT) >> CAST(n AS BIGINT) ELSE CAST((CAST(x AS HUGEINT) + 18446744073709551616::HUGEINT) // (1::HUGEINT << CAST(n AS HUGEINT)) AS BIGINT) END;
CREATE MACRO ath_random(n) AS CAST(floor(random() * n) AS INTEGER);
