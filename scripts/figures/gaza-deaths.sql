-- Days with the completed figures that sum to the running total; catch-ups keep their own rows.
SELECT date, country, killed, injured, killed_cumulative_filled, children_killed_cumulative,
  women_killed_cumulative, catch_up
FROM gaza_deaths
ORDER BY date, catch_up
