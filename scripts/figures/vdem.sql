-- Single scores with citation: two indices, the countries the examples speak of, the last years.
SELECT country, year(year) AS year, index, value_low, value, value_high
FROM vdem
WHERE index IN ('electoral', 'liberal') AND year >= DATE '2015-01-01'
  AND country IN ('DEU', 'EGY', 'ISR', 'ITA', 'JOR', 'QAT', 'SAU', 'TUR', 'USA')
ORDER BY country, year, index
