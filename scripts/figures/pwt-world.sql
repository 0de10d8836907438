SELECT year(year) AS year, weighting, panel, labour_share, countries
FROM pwt_world
ORDER BY year, weighting, panel
