DROP TRIGGER IF EXISTS wave_takes_drafts ON picking_pickline;
DROP FUNCTION IF EXISTS picking_wave_takes_drafts;
