DROP FUNCTION stock_reserve(uuid, text, uuid, uuid[], uuid[], numeric[], boolean);
