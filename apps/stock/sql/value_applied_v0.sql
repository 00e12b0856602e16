DROP TRIGGER value_applied ON stock_valueline;
DROP FUNCTION stock_value_applied();
