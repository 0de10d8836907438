-- The world by region, with the countries of most deaths since 2010 and those of the examples in
-- rows of their own; the rest of a region has no country. The rows add up to the world.
WITH named AS (
  SELECT country AS code FROM ucdp_country_year
  WHERE year_number >= 2010
  GROUP BY country
  HAVING sum(deaths) >= 10000 OR country IN ('ISR', 'LBN', 'ITA', 'USA', 'RUS')
), placed AS (
  SELECT * EXCLUDE (country), code
  FROM ucdp_country_year LEFT JOIN named ON code = country
)
SELECT year, year_number, code AS country, region, type, form,
  sum(deaths_low)::BIGINT AS deaths_low,
  sum(deaths)::BIGINT AS deaths,
  sum(deaths_high)::BIGINT AS deaths_high
FROM placed
GROUP BY year, year_number, code, region, type, form
HAVING sum(deaths_high) > 0
ORDER BY year, code NULLS FIRST, region, form
