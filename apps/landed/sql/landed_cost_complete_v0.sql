DROP TRIGGER IF EXISTS landed_cost_complete ON landed_landedcost;
DROP FUNCTION IF EXISTS landed_cost_complete();
