DROP TRIGGER product_counted ON products_product;
DROP FUNCTION stock_product_counted();
