-- JSON as Trino answers: NULL for what is no document. Paths into scalars are Python's work.
CREATE MACRO ath_json_extract(x, p) AS CASE WHEN NOT json_valid(x) THEN NULL ELSE json_extract(x, p) END;
CREATE MACRO ath_json_format(x) AS CAST(x AS VARCHAR);
CREATE MACRO ath_json_array_length(x) AS CASE WHEN json_valid(x) AND json_type(x) = 'ARRAY' THEN CAST(json_array_length(x) AS BIGINT) END;
CREATE MACRO ath_json_items(x) AS json_extract(x, '$[*]');
CREATE MACRO ath_json_array_contains(x, v BOOLEAN) AS ath_json_member(x, CAST(v AS VARCHAR), ['BOOLEAN']),
  (x, v BIGINT) AS ath_json_member(x, CAST(v AS VARCHAR), ['BIGINT', 'UBIGINT']), (x, v VARCHAR) AS ath_json_member(x, v, ['VARCHAR']),
  (x, v DOUBLE) AS CASE WHEN json_valid(x) AND json_type(x) = 'ARRAY' THEN len(list_filter(ath_json_items(x), lambda i: json_type(i) = 'DOUBLE' AND CAST(i AS DOUBLE) = v)) > 0 END;
CREATE MACRO ath_json_member(x, t, kinds) AS CASE WHEN json_valid(x) AND json_type(x) = 'ARRAY'
  THEN len(list_filter(ath_json_items(x), lambda i: list_contains(kinds, json_type(i)) AND json_extract_string(i, '$') = t)) > 0 END;
CREATE MACRO ath_json_array_get(x, i) AS CASE WHEN json_valid(x) AND json_type(x) = 'ARRAY' THEN ath_json_items(x)[CASE WHEN i < 0 THEN i ELSE i + 1 END] END;
CREATE MACRO ath_json_count(x) AS CASE json_type(x) WHEN 'ARRAY' THEN CAST(json_array_length(x) AS BIGINT) WHEN 'OBJECT' THEN CAST(len(json_keys(x)) AS BIGINT) WHEN NULL THEN NULL ELSE 0 END;
CREATE MACRO ath_json_size(x, p) AS CASE WHEN json_valid(x) AND json_extract(x, p) IS NOT NULL THEN ath_json_count(json_extract(x, p)) END;
CREATE MACRO ath_is_json_scalar(x) AS CASE WHEN x IS NULL THEN NULL WHEN NOT json_valid(x)
  THEN CAST(ath_fail('INVALID_FUNCTION_ARGUMENT: Invalid JSON value: ' || x) AS BOOLEAN) ELSE json_type(x) NOT IN ('OBJECT', 'ARRAY') END;
