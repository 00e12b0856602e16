DROP TRIGGER IF EXISTS tally_taken ON counts_tally;
DROP TRIGGER IF EXISTS tally_kept ON counts_tally;
DROP TRIGGER IF EXISTS count_line_begins ON counts_countline;
DROP FUNCTION IF EXISTS counts_tally_taken();
DROP FUNCTION IF EXISTS counts_tally_kept();
DROP FUNCTION IF EXISTS counts_line_begins();
ALTER TABLE counts_countline DROP CONSTRAINT IF EXISTS count_line_lot_of_product;
GRANT UPDATE ON counts_countline TO erp_app;
