DROP TRIGGER IF EXISTS variant_fits_family ON products_variant;
DROP FUNCTION IF EXISTS products_variant_fits_family();
