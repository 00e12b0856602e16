DROP TRIGGER location_tree ON warehouses_location;
DROP FUNCTION warehouses_location_tree();
