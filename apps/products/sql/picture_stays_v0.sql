DROP TRIGGER IF EXISTS picture_stays ON products_picture;
DROP FUNCTION IF EXISTS products_picture_stays();
