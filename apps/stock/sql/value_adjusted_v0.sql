DROP TRIGGER IF EXISTS value_adjusted ON stock_valueline;
DROP FUNCTION IF EXISTS stock_value_adjusted();
