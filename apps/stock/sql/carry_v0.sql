DROP FUNCTION stock_carry(jsonb);
