DROP TRIGGER document_complete ON stock_stockdocument;
DROP FUNCTION stock_document_complete();
