-- Single scores with citation: the countries the examples speak of, the last two editions.
SELECT country, year(year) AS year, round(democracy, 2) AS democracy,
  anti_corruption, office_abuse, class, edition
FROM bti
WHERE year >= DATE '2020-01-01' AND country IN ('EGY', 'JOR', 'QAT', 'SAU', 'TUR')
ORDER BY country, year
