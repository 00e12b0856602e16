DROP TRIGGER move_applied ON stock_move;
DROP FUNCTION stock_move_applied();
