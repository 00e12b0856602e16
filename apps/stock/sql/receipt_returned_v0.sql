DROP TRIGGER IF EXISTS receipt_returned ON stock_stockdocument;
DROP FUNCTION IF EXISTS stock_receipt_returned();
