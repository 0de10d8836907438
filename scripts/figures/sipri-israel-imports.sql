SELECT year(year) AS year, supplier, recipient, tiv
FROM sipri_israel_imports
ORDER BY year, supplier
