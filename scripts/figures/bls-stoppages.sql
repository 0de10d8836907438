SELECT year(year) AS year, country, stoppages, workers, stoppages_in_effect, workers_in_effect,
  days_idle, basis
FROM bls_stoppages
ORDER BY year
