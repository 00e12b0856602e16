DROP FUNCTION stock_lock(uuid[], uuid[]);
