-- Single scores with citation: the countries the examples speak of, the last years.
SELECT country, year(year) AS year, status, total, corruption_safeguards, edition
FROM freedom_house
WHERE year >= DATE '2015-01-01'
  AND country IN ('DEU', 'EGY', 'ISR', 'ITA', 'JOR', 'QAT', 'SAU', 'TUR', 'USA')
ORDER BY country, year
