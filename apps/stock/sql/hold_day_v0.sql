DROP FUNCTION stock_hold_day(uuid, date);
