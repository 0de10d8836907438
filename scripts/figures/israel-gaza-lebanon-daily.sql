-- Sundays, the first day of each place and the last: running totals, so nothing is lost between.
SELECT date, country, killed_cumulative,
  killed_cumulative - coalesce(
    lag(killed_cumulative) OVER (PARTITION BY country ORDER BY date), 0) AS new_killed
FROM (
  SELECT *, min(date) OVER (PARTITION BY country) AS first_day,
    max(date) OVER (PARTITION BY country) AS last_day
  FROM israel_gaza_lebanon_daily
)
WHERE dayofweek(date) = 0 OR date IN (first_day, last_day)
ORDER BY country, date
