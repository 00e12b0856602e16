DROP TRIGGER IF EXISTS sheet_decided ON counts_countsheet;
DROP TRIGGER IF EXISTS sheet_ends ON counts_countsheet;
DROP FUNCTION IF EXISTS counts_sheet_decided();
DROP FUNCTION IF EXISTS counts_sheet_ends();
