-- Western Europe since 1985; the three smallest families are left out for size.
SELECT country, year(year) AS year, region, family, round(share, 2) AS share
FROM parlgov_standing
WHERE region = 'western-europe' AND year >= DATE '1985-01-01'
  AND family IN ('chr', 'com', 'con', 'eco', 'lib', 'none', 'right', 'soc')
ORDER BY country, year, family
