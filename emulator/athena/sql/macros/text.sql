-- Strings: Trino counts, trims and splits by its own rules, and answers NULL where DuckDB answers ''.
CREATE MACRO ath_reverse(x VARCHAR) AS reverse(x), (x) AS list_reverse(x);
CREATE MACRO ath_trim(x) AS regexp_replace(regexp_replace(x, '^\s+', ''), '\s+$', '');
CREATE MACRO ath_ltrim(x) AS regexp_replace(x, '^\s+', '');
CREATE MACRO ath_rtrim(x) AS regexp_replace(x, '\s+$', '');
CREATE MACRO ath_substr(x, start) AS CASE WHEN start = 0 OR -start > length(x) THEN '' ELSE substr(x, start) END;
CREATE MACRO ath_substr_of(x, start, size) AS CASE WHEN start = 0 OR size <= 0 OR -start > length(x) THEN '' ELSE substr(x, start, size) END;
CREATE MACRO ath_split_part(x, d, i) AS CASE WHEN i <= 0 THEN CAST(ath_fail('INVALID_FUNCTION_ARGUMENT: Index must be greater than zero') AS VARCHAR)
  WHEN i > len(string_split(x, d)) THEN NULL ELSE string_split(x, d)[CAST(i AS BIGINT)] END;
CREATE MACRO ath_split(x, d, n) AS CASE WHEN len(string_split(x, d)) <= n THEN string_split(x, d)
  ELSE list_append(string_split(x, d)[1:n - 1], array_to_string(string_split(x, d)[n:], d)) END;
CREATE MACRO ath_pairs(items, pair) AS list_transform(items, lambda e: CASE WHEN len(string_split(e, pair)) = 2 THEN string_split(e, pair)
  ELSE string_split(e, pair)[ath_fail('INVALID_FUNCTION_ARGUMENT: Key-value delimiter must appear exactly once in each entry. Bad input: ' || e):] END);
CREATE MACRO ath_upper(x) AS CASE WHEN contains(x, 'ß') THEN array_to_string(list_transform(string_split(x, 'ß'), lambda e: upper(e)), 'ß') ELSE upper(x) END;
CREATE MACRO ath_replace(x, part, t) AS CASE WHEN part = '' THEN t || array_to_string(list_transform(string_split(x, ''), lambda c: c || t), '') ELSE replace(x, part, t) END;
CREATE MACRO ath_split_to_map(x, entries, pair) AS map_from_entries(list_transform(ath_pairs(string_split(x, entries), pair), lambda p: row(p[1], p[2])));
CREATE MACRO ath_split_to_multimap(x, entries, pair) AS ath_multimap(list_transform(ath_pairs(string_split(x, entries), pair), lambda p: p[1]),
  list_transform(ath_pairs(string_split(x, entries), pair), lambda p: p[2]));
CREATE MACRO ath_strpos(x, part, n) AS CASE WHEN n > 0 THEN CASE WHEN len(string_split(x, part)) <= n THEN 0
    ELSE length(array_to_string(string_split(x, part)[1:n], part)) + 1 END
  WHEN len(string_split(x, part)) <= -n THEN 0 ELSE length(array_to_string(string_split(x, part)[1:len(string_split(x, part)) + n], part)) + 1 END;
CREATE MACRO ath_hamming(a, b) AS CASE WHEN length(a) <> length(b)
  THEN ath_fail('INVALID_FUNCTION_ARGUMENT: The input strings to hamming_distance function must have the same length') ELSE hamming(a, b) END;
CREATE MACRO ath_codepoint(x) AS CASE WHEN length(x) <> 1 THEN ath_fail('INVALID_FUNCTION_ARGUMENT: Input string must be a single character string') ELSE unicode(x) END;
CREATE MACRO ath_concat_ws(sep VARCHAR, x VARCHAR) AS CASE WHEN sep IS NULL THEN NULL ELSE coalesce(x, '') END, (sep, x) AS CASE WHEN sep IS NULL OR x IS NULL THEN NULL ELSE coalesce(array_to_string(x, sep), '') END;
CREATE MACRO ath_regexp_extract(x, p, g) AS CASE WHEN regexp_matches(x, p) THEN regexp_extract(x, p, g) END;
CREATE MACRO ath_regexp_count(x, p) AS CAST(len(regexp_extract_all(x, p)) AS BIGINT);
CREATE MACRO ath_regexp_position(x, p) AS CASE WHEN regexp_matches(x, p) THEN CAST(length(regexp_extract(x, '(?s)^(.*?)(?:' || p || ')', 1)) + 1 AS INTEGER)
  WHEN x IS NULL OR p IS NULL THEN NULL ELSE -1 END;
CREATE MACRO ath_from_utf8(x) AS decode(x);
