-- Stoppages by the year they began and by state; workers are those of the stoppages with a number.
SELECT year(start) AS year, country, state, count(*) AS stoppages,
  CAST(sum(workers) AS BIGINT) AS workers, count(*) - count(workers) AS unsized
FROM fmcs_stoppages
GROUP BY ALL
ORDER BY year, state NULLS LAST
