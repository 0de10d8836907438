-- Agreements a year by country; names and days are left out.
SELECT make_date(year(date), 1, 1) AS date, conflict, country, kind, third_party, ended,
  independence, count(*) AS agreements
FROM ucdp_peace_agreements
GROUP BY ALL
ORDER BY ALL NULLS FIRST
