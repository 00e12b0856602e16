DROP TRIGGER unit_ratio_fixed ON products_unit;
DROP FUNCTION products_unit_ratio_fixed();
