DROP TRIGGER IF EXISTS move_capacity ON stock_move;
DROP TRIGGER IF EXISTS location_capacity ON warehouses_location;
DROP FUNCTION IF EXISTS picking_move_capacity;
DROP FUNCTION IF EXISTS picking_location_capacity;
