DROP TRIGGER IF EXISTS kit_holds_goods ON products_product;
DROP TRIGGER IF EXISTS kit_holds_goods ON products_kitpart;
DROP FUNCTION IF EXISTS products_kit_holds_goods();
