DROP FUNCTION stock_consume(uuid);
