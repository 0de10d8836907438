-- Endings a year by type and outcome.
SELECT make_date(year("end"), 1, 1) AS "end", type, outcome, negotiated, recurred,
  count(*) AS endings
FROM ucdp_terminations
GROUP BY ALL
ORDER BY ALL
