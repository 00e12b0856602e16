ALTER TABLE stock_move DROP CONSTRAINT move_of_posted_document, DROP COLUMN document_is_posted;
ALTER TABLE stock_stockdocument DROP CONSTRAINT stock_document_posted_key, DROP COLUMN is_posted;
