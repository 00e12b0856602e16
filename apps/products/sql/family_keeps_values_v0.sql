DROP TRIGGER IF EXISTS family_keeps_values_changed ON products_familyvalue;
DROP TRIGGER IF EXISTS family_keeps_values ON products_familyvalue;
DROP TRIGGER IF EXISTS family_keeps_values ON products_attributevalue;
DROP FUNCTION IF EXISTS products_family_keeps_values();
