DROP TRIGGER IF EXISTS month_summed ON stock_valueline;
DROP FUNCTION IF EXISTS valuation_month_summed();
