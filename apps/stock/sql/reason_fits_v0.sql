DROP TRIGGER IF EXISTS reason_fits ON stock_stockdocument;
DROP FUNCTION IF EXISTS stock_reason_fits();
