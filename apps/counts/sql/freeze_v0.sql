DROP TRIGGER IF EXISTS place_frozen ON stock_move;
DROP TRIGGER IF EXISTS line_place_frozen ON counts_countline;
DROP TRIGGER IF EXISTS sheet_freezes ON counts_countsheet;
DROP FUNCTION IF EXISTS counts_place_frozen();
DROP FUNCTION IF EXISTS counts_line_place_frozen();
DROP FUNCTION IF EXISTS counts_sheet_freezes();
