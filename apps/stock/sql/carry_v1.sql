-- The promises to order lines follow their goods, each as far as it goes: to the place the goods come to, off the one they leave.
-- First they are taken off, then written where the goods come to: a quota never counts one of them twice.
-- Called by move_applied alone, which holds the levels; no promise is ever without goods, or goods without their promise.
CREATE FUNCTION stock_carry(promises jsonb) RETURNS void LANGUAGE plpgsql
    SET search_path = public, pg_temp SET enable_seqscan = off SET jit = off AS $$
DECLARE
    carried jsonb;
BEGIN
    SELECT jsonb_agg(jsonb_build_object('id', x.id, 't', x.t, 'q', x.taken, 'row', to_jsonb(x.r))) INTO carried
    FROM (SELECT r.id, m.t, r, greatest(0, least(m.q, r.quantity - m.upto + m.q)) AS taken
          FROM (SELECT y.*, sum(y.q) OVER (PARTITION BY y.o, y.p, y.f, y.l ORDER BY y.t) AS upto
                FROM (SELECT p.o, p.p, p.f, p.t, p.l, sum(p.q) AS q
                      FROM jsonb_to_recordset(promises) AS p(o uuid, p uuid, f uuid, t uuid, l uuid, q numeric)
                      GROUP BY p.o, p.p, p.f, p.t, p.l) y) m
          JOIN stock_reservation r ON r.origin_line_id = m.o AND r.product_id = m.p AND r.location_id = m.f
           AND r.lot_id IS NOT DISTINCT FROM m.l) x
    WHERE x.taken > 0;
    IF carried IS NULL THEN
        RETURN;
    END IF;
    DELETE FROM stock_reservation r
    USING (SELECT c.id, sum(c.q) AS q FROM jsonb_to_recordset(carried) AS c(id uuid, q numeric) GROUP BY c.id) g
    WHERE r.id = g.id AND r.quantity <= g.q;
    UPDATE stock_reservation r SET quantity = r.quantity - g.q
    FROM (SELECT c.id, sum(c.q) AS q FROM jsonb_to_recordset(carried) AS c(id uuid, q numeric) GROUP BY c.id) g
    WHERE r.id = g.id;
    INSERT INTO stock_reservation AS r (id, company_id, product_id, location_id, lot_id, quantity, origin_type, origin_id,
                                        origin_line_id, channel_id, actor_id, created_at)
    SELECT gen_random_uuid(), s.company_id, s.product_id, c.t, s.lot_id, c.q, s.origin_type, s.origin_id, s.origin_line_id,
           s.channel_id, s.actor_id, s.created_at
    FROM jsonb_to_recordset(carried) AS c(t uuid, q numeric, "row" jsonb),
         jsonb_populate_record(NULL::stock_reservation, c."row") s
    ORDER BY s.product_id, c.t, s.lot_id, s.origin_line_id
    ON CONFLICT (company_id, origin_line_id, product_id, location_id, lot_id)
    DO UPDATE SET quantity = r.quantity + excluded.quantity;
END $$;
