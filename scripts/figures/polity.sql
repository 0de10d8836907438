-- Single scores with citation: the countries the examples speak of, the last years of the source.
SELECT country, year(year) AS year, polity2, democracy, autocracy, state
FROM polity
WHERE year >= DATE '2010-01-01'
  AND country IN ('DEU', 'EGY', 'ISR', 'ITA', 'JOR', 'QAT', 'SAU', 'TUR', 'USA')
ORDER BY country, year
