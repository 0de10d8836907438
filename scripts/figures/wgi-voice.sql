-- Single scores with citation: the countries the examples speak of, the last years.
SELECT country, year(year) AS year, round(value_low, 3) AS value_low, round(value, 3) AS value,
  round(value_high, 3) AS value_high, round(rank, 1) AS rank
FROM wgi_voice
WHERE year >= DATE '2015-01-01'
  AND country IN ('DEU', 'EGY', 'ISR', 'ITA', 'JOR', 'QAT', 'SAU', 'TUR', 'USA')
ORDER BY country, year
