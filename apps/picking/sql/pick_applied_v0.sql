DROP TRIGGER IF EXISTS pick_applied ON picking_pick;
DROP TRIGGER IF EXISTS picked_begins ON picking_pickline;
DROP TRIGGER IF EXISTS picked_by_picks ON picking_pickline;
DROP FUNCTION IF EXISTS picking_pick_applied;
DROP FUNCTION IF EXISTS picking_picked_by_picks;
