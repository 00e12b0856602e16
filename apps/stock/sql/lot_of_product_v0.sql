ALTER TABLE stock_stockdocumentline DROP CONSTRAINT IF EXISTS line_lot_of_product;
ALTER TABLE stock_reservation DROP CONSTRAINT IF EXISTS reservation_lot_of_product;
ALTER TABLE stock_move DROP CONSTRAINT IF EXISTS move_lot_of_product;
ALTER TABLE stock_level DROP CONSTRAINT IF EXISTS level_lot_of_product;
ALTER TABLE stock_lot DROP CONSTRAINT IF EXISTS stock_lot_of_product;
