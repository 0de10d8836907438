-- Ratios only: each reporter's figure over its own for 2022.
SELECT year(year) AS year, country, partner, ratio_israel_reports, ratio_partner_reports,
  ratio_low, ratio_high
FROM israel_trade
ORDER BY year, country
