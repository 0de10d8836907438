-- Strikes a month. Unions and days are left out: with them a row would be an entry.
SELECT
  date_trunc('month', start)::DATE AS start,
  'ITA' AS country,
  scope, area, region, branch, transport, freight, revoked,
  count(*) AS strikes
FROM italy_strikes
GROUP BY ALL
ORDER BY ALL
