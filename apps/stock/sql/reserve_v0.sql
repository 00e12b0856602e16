DROP FUNCTION IF EXISTS stock_reserve(uuid, text, uuid, uuid[], uuid[], numeric[], boolean);
DROP FUNCTION IF EXISTS stock_reserve(uuid, text, uuid, uuid[], uuid[], numeric[], boolean, uuid[]);
DROP FUNCTION IF EXISTS stock_reserve(uuid, text, uuid, uuid[], uuid[], numeric[], boolean, uuid[], uuid);
