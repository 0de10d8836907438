-- National elections since 1945, by party family; the three smallest families are left out for size.
SELECT country, date, type, region, family, round(share, 2) AS share
FROM parlgov
WHERE type = 'parliament' AND date >= DATE '1945-01-01'
  AND family IN ('chr', 'com', 'con', 'eco', 'lib', 'none', 'right', 'soc')
ORDER BY country, date, family
