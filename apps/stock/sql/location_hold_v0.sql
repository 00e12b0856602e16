DROP TRIGGER IF EXISTS location_hold ON warehouses_location;
DROP FUNCTION IF EXISTS stock_location_hold();
