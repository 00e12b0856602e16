DROP FUNCTION IF EXISTS stock_release(uuid[]);
DROP FUNCTION IF EXISTS stock_release(uuid[], uuid[]);
