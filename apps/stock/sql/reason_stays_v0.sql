ALTER TABLE stock_stockdocument DROP CONSTRAINT IF EXISTS stock_document_reason_of_kind;
ALTER TABLE stock_reason DROP CONSTRAINT IF EXISTS stock_reason_kind_once;
DROP TRIGGER IF EXISTS reason_stays ON stock_reason;
DROP FUNCTION IF EXISTS stock_reason_stays();
