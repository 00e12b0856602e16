DROP TRIGGER IF EXISTS transit_applied ON stock_stockdocument;
DROP FUNCTION IF EXISTS stock_transit_applied();
