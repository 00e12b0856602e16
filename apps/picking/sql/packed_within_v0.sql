DROP TRIGGER packed_within ON picking_packageline;
DROP TRIGGER packed_stays ON stock_stockdocumentline;
DROP FUNCTION picking_packed_within();
DROP FUNCTION picking_packed_stays();
