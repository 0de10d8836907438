SELECT year(year) AS year, country, workers, employees,
  round(nominal_weekly, 2) AS nominal_weekly, round(real_weekly, 2) AS real_weekly,
  round(nominal_weekly_fte, 2) AS nominal_weekly_fte, round(real_weekly_fte, 2) AS real_weekly_fte,
  round(nominal_annual, 2) AS nominal_annual, round(real_annual, 2) AS real_annual
FROM italy_wages
ORDER BY year, workers
