DROP FUNCTION stock_release(uuid[]);
