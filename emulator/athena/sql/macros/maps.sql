-- Maps and the aggregates that make them: a repeated key keeps its first value, as in Trino.
CREATE MACRO ath_first_at(k) AS list_filter(range(1, len(k) + 1), lambda i: k[i] IS NOT NULL AND NOT list_contains(k[1:i - 1], k[i]));
CREATE MACRO ath_map_agg(k, v) AS CASE WHEN k IS NULL THEN NULL ELSE map(list_transform(ath_first_at(k), lambda i: k[i]), list_transform(ath_first_at(k), lambda i: v[i])) END;
CREATE MACRO ath_multimap(k, v) AS CASE WHEN k IS NULL THEN NULL ELSE map(list_transform(ath_first_at(k), lambda i: k[i]),
  list_transform(ath_first_at(k), lambda i: list_transform(list_filter(range(1, len(k) + 1), lambda j: k[j] = k[i]), lambda j: v[j]))) END;
CREATE MACRO ath_map_of_entries(e) AS ath_map_agg(list_transform(e, lambda x: x.key), list_transform(e, lambda x: x.value));
CREATE MACRO ath_histogram(h) AS map(map_keys(h), list_transform(map_values(h), lambda n: CAST(n AS BIGINT)));
CREATE MACRO ath_map_union(maps) AS ath_map_of_entries(flatten(list_transform(list_filter(maps, lambda m: m IS NOT NULL), lambda m: map_entries(m))));
CREATE MACRO ath_most_frequent(h, n) AS ath_histogram(map_from_entries(list_transform(
  list_sort(list_transform(map_entries(h), lambda e: {'n': -CAST(e.value AS BIGINT), 'k': e.key}))[1:n], lambda s: {'key': s.k, 'value': -s.n})));
CREATE MACRO ath_map_entries(m) AS list_transform(map_entries(m), lambda e: row(e.key, e.value));
CREATE MACRO ath_element_at(x, k) AS x[k];
