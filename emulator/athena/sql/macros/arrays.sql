-- Arrays: order, NULL and out-of-range as Trino has them.
CREATE MACRO ath_index(x, k) AS CASE WHEN k < 1 THEN x[ath_fail('INVALID_FUNCTION_ARGUMENT: SQL array indices start at 1')]
  WHEN k > len(x) THEN x[ath_fail('INVALID_FUNCTION_ARGUMENT: Array subscript must be less than or equal to array length: ' || CAST(k AS VARCHAR) || ' > ' || CAST(len(x) AS VARCHAR))]
  ELSE x[CAST(k AS BIGINT)] END;
CREATE MACRO ath_key(x, k) AS CASE WHEN x IS NULL OR list_contains(map_keys(x), k) THEN x[k]
  ELSE map_values(x)[ath_fail('INVALID_FUNCTION_ARGUMENT: Key not present in map: ' || CAST(k AS VARCHAR))] END;
CREATE MACRO ath_array_distinct(x) AS list_filter(x, lambda e, i: CASE WHEN e IS NULL THEN len(list_filter(x[1:i - 1], lambda y: y IS NULL)) = 0
  ELSE NOT list_contains(x[1:i - 1], e) END);
CREATE MACRO ath_in(x, e) AS CASE WHEN e IS NULL THEN len(list_filter(x, lambda y: y IS NULL)) > 0 ELSE list_contains(x, e) END;
CREATE MACRO ath_array_union(a, b) AS CASE WHEN a IS NULL OR b IS NULL THEN NULL ELSE ath_array_distinct(list_concat(a, b)) END;
CREATE MACRO ath_array_intersect(a, b) AS CASE WHEN a IS NULL OR b IS NULL THEN NULL ELSE list_filter(ath_array_distinct(a), lambda e: ath_in(b, e)) END;
CREATE MACRO ath_array_except(a, b) AS CASE WHEN a IS NULL OR b IS NULL THEN NULL ELSE list_filter(ath_array_distinct(a), lambda e: NOT ath_in(b, e)) END;
CREATE MACRO ath_has_null(x) AS len(list_filter(x, lambda y: y IS NULL)) > 0;
CREATE MACRO ath_arrays_overlap(a, b) AS CASE WHEN list_has_any(a, b) THEN true WHEN len(a) = 0 OR len(b) = 0 THEN false
  WHEN ath_has_null(a) OR ath_has_null(b) THEN NULL ELSE list_has_any(a, b) END;
CREATE MACRO ath_contains(x, e) AS CASE WHEN list_contains(x, e) THEN true WHEN e IS NULL OR x IS NULL OR ath_has_null(x) THEN NULL ELSE false END;
CREATE MACRO ath_array_position(x, e) AS CASE WHEN x IS NULL OR e IS NULL THEN NULL ELSE CAST(coalesce(list_position(x, e), 0) AS BIGINT) END;
CREATE MACRO ath_array_remove(x, e) AS CASE WHEN e IS NULL THEN NULL ELSE list_filter(x, lambda y: y IS DISTINCT FROM e) END;
CREATE MACRO ath_array_max(x) AS CASE WHEN ath_has_null(x) THEN NULL ELSE list_max(x) END;
CREATE MACRO ath_array_min(x) AS CASE WHEN ath_has_null(x) THEN NULL ELSE list_min(x) END;
CREATE MACRO ath_array_sort(x) AS list_sort(x, 'ASC', 'NULLS LAST');
CREATE MACRO ath_array_join(texts, sep) AS array_to_string(list_filter(texts, lambda y: y IS NOT NULL), sep);
CREATE MACRO ath_array_join_of(texts, sep, other) AS array_to_string(list_transform(texts, lambda y: coalesce(y, other)), sep);
CREATE MACRO ath_any(l) AS CASE WHEN l IS NULL THEN NULL WHEN list_contains(l, true) THEN true WHEN ath_has_null(l) THEN NULL ELSE false END;
CREATE MACRO ath_all(l) AS CASE WHEN l IS NULL THEN NULL WHEN list_contains(l, false) THEN false WHEN ath_has_null(l) THEN NULL ELSE true END;
CREATE MACRO ath_slice(x, start, size) AS CASE WHEN start = 0 THEN x[ath_fail('INVALID_FUNCTION_ARGUMENT: SQL array indices start at 1'):]
  WHEN size < 0 THEN x[ath_fail('INVALID_FUNCTION_ARGUMENT: length must be greater than or equal to 0'):]
  WHEN start < 0 THEN CASE WHEN -start > len(x) THEN x[1:0] ELSE x[len(x) + start + 1:len(x) + start + size] END
  ELSE x[start:start + size - 1] END;
CREATE MACRO ath_trim_array(x, n) AS x[1:len(x) - n];
-- Equal arrays and maps: NULL as soon as a NULL decides, and the order of a map's entries does not count.
CREATE MACRO ath_array_equal(a, b) AS CASE WHEN a IS NULL OR b IS NULL THEN NULL WHEN len(a) <> len(b) THEN false
  WHEN ath_has_null(a) OR ath_has_null(b) THEN ath_all(list_transform(list_zip(a, b), lambda p: p[1] = p[2])) ELSE a = b END;
CREATE MACRO ath_map_equal(a, b) AS list_sort(map_entries(a)) = list_sort(map_entries(b));
CREATE MACRO ath_array_at(x, k) AS CASE WHEN k = 0 THEN x[ath_fail('INVALID_FUNCTION_ARGUMENT: SQL array indices start at 1')]
  ELSE list_extract(x, CAST(k AS BIGINT)) END;
CREATE MACRO ath_repeat(e, n) AS list_transform(range(CAST(n AS BIGINT)), lambda i: e);
CREATE MACRO ath_sequence(a BIGINT, b BIGINT) AS generate_series(a, b, CASE WHEN a <= b THEN 1 ELSE -1 END),
  (a DATE, b DATE) AS list_transform(generate_series(a, b, CASE WHEN a <= b THEN INTERVAL 1 DAY ELSE INTERVAL (-1) DAY END), lambda d: CAST(d AS DATE));
CREATE MACRO ath_backwards() AS ath_fail('INVALID_FUNCTION_ARGUMENT: sequence stop value should be greater than or equal to start value if step is greater than zero otherwise stop should be less than or equal to start');
CREATE MACRO ath_months(s) AS CAST(datepart('year', s) * 12 + datepart('month', s) AS INTEGER);
-- Months are counted from the start each time: a month after the 31st may end on the 29th, the next one on the 31st.
CREATE MACRO ath_month_count(a, b, s) AS CASE WHEN (ath_months(s) > 0) = (b >= a) OR a = b THEN date_sub('month', a, b) // ath_months(s) ELSE ath_backwards() END;
CREATE MACRO ath_span(a, b, s) AS CASE WHEN (s > INTERVAL 0 DAY) = (b >= a) OR a = b THEN s ELSE to_days(ath_backwards()) END;
CREATE MACRO ath_sequence_by(a BIGINT, b BIGINT, s BIGINT) AS generate_series(a, b, CASE WHEN s <> 0 AND (s > 0) = (b >= a) OR a = b THEN s ELSE ath_backwards() END),
  (a DATE, b DATE, s INTERVAL) AS CASE WHEN ath_months(s) <> 0 THEN list_transform(range(ath_month_count(a, b, s) + 1), lambda i: CAST(a + to_months(CAST(i * ath_months(s) AS INTEGER)) AS DATE))
    ELSE list_transform(generate_series(a, b, ath_span(a, b, s)), lambda d: CAST(d AS DATE)) END,
  (a TIMESTAMP, b TIMESTAMP, s INTERVAL) AS CASE WHEN ath_months(s) <> 0 THEN list_transform(range(ath_month_count(a, b, s) + 1), lambda i: a + to_months(CAST(i * ath_months(s) AS INTEGER)))
    ELSE generate_series(a, b, ath_span(a, b, s)) END;
CREATE MACRO ath_ngrams(x, n) AS CASE WHEN len(x) <= n THEN [x] ELSE list_transform(range(1, len(x) - n + 2), lambda i: x[i:i + n - 1]) END;
CREATE MACRO ath_contains_sequence(x, part) AS CASE WHEN x IS NULL OR part IS NULL THEN NULL WHEN len(part) = 0 THEN true
  ELSE list_contains(list_transform(range(1, len(x) - len(part) + 2), lambda i: x[i:i + len(part) - 1] = part), true) END;
