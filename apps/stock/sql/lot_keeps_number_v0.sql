DROP TRIGGER IF EXISTS lot_keeps_number ON stock_lot;
DROP FUNCTION IF EXISTS stock_lot_keeps_number();
