-- A lot is named only with the product it is a lot of.
ALTER TABLE stock_lot ADD CONSTRAINT stock_lot_of_product UNIQUE (company_id, product_id, id);
ALTER TABLE stock_level ADD CONSTRAINT level_lot_of_product
    FOREIGN KEY (company_id, product_id, lot_id) REFERENCES stock_lot (company_id, product_id, id);
ALTER TABLE stock_move ADD CONSTRAINT move_lot_of_product
    FOREIGN KEY (company_id, product_id, lot_id) REFERENCES stock_lot (company_id, product_id, id);
ALTER TABLE stock_reservation ADD CONSTRAINT reservation_lot_of_product
    FOREIGN KEY (company_id, product_id, lot_id) REFERENCES stock_lot (company_id, product_id, id);
ALTER TABLE stock_stockdocumentline ADD CONSTRAINT line_lot_of_product
    FOREIGN KEY (company_id, product_id, lot_id) REFERENCES stock_lot (company_id, product_id, id);
