DROP FUNCTION IF EXISTS stock_lock(uuid[], uuid[]);
DROP FUNCTION IF EXISTS stock_lock(uuid[], uuid[], uuid[], uuid[]);
