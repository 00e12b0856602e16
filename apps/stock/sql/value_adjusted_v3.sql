-- Value that changes without a move is what its entry books on its account, or stays in sum as it was; a change of method takes out
-- as much as it puts back, where it lies; goods on consignment have none.
CREATE FUNCTION stock_value_adjusted() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp SET enable_seqscan = off SET jit = off AS $$
BEGIN
    IF NEW.kind = 'method' AND (SELECT sum(v.quantity) FROM stock_valueline v
            WHERE v.company_id = NEW.company_id AND v.product_id = NEW.product_id AND v.kind = 'method') <> 0 THEN
        RAISE EXCEPTION 'A change of costing method of product % must put back as much as it takes out.', NEW.product_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'method_moves_nothing';
    END IF;
    IF NEW.kind = 'method' AND EXISTS (
            SELECT FROM (SELECT coalesce(t.lot_id, t.warehouse_id, t.product_id) AS part, t.quantity FROM stock_costpart t
                         WHERE t.company_id = NEW.company_id AND t.product_id = NEW.product_id) t
            FULL JOIN (SELECT coalesce(CASE c.scope WHEN 'lot' THEN v.lot_id ELSE l.warehouse_id END, v.product_id) AS part,
                              sum(v.on_hand) AS on_hand
                       FROM stock_level v JOIN warehouses_location l ON l.id = v.location_id AND l.kind <> 'consignment'
                       JOIN stock_costpool c ON c.product_id = v.product_id AND c.scope <> 'company'
                       WHERE v.company_id = NEW.company_id AND v.product_id = NEW.product_id GROUP BY 1) v ON v.part = t.part
            WHERE coalesce(t.quantity, 0) <> coalesce(v.on_hand, 0)) THEN
        RAISE EXCEPTION 'A change of costing method of product % must put its value where the goods lie.', NEW.product_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'method_values_what_is_there';
    END IF;
    IF NEW.entry_id IS NULL AND (SELECT sum(v.value) FROM stock_valueline v
            WHERE v.company_id = NEW.company_id AND v.product_id = NEW.product_id AND v.account_id = NEW.account_id
              AND v.kind = 'method' AND v.entry_id IS NULL) <> 0
       OR NEW.entry_id IS NOT NULL AND (SELECT sum(v.value) FROM stock_valueline v
            WHERE v.company_id = NEW.company_id AND v.entry_id = NEW.entry_id AND v.account_id = NEW.account_id)
          <> (SELECT coalesce(sum(l.debit - l.credit), 0) FROM ledger_entryline l
              WHERE l.company_id = NEW.company_id AND l.entry_id = NEW.entry_id AND l.account_id = NEW.account_id) THEN
        RAISE EXCEPTION 'Value of product % changes by what its entry books; post the entry with it.', NEW.product_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'value_adjusted_is_booked';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER value_adjusted AFTER INSERT ON stock_valueline DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (NEW.move_id IS NULL) EXECUTE FUNCTION stock_value_adjusted();
