-- What an area has locked takes no entry: a hard lock refuses everybody, a soft one everybody without the right, and what passes
-- it is written down. An area is a kind of journal, everything, or the lines with a tax. A lock is set after all who post have
-- finished, and those who come later see it.
CREATE FUNCTION ledger_area_lock_waits() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('ledger.locks:' || current_setting('erp.company_id', true), 0));
    RETURN NULL;
END $$;
CREATE TRIGGER area_lock_waits BEFORE INSERT OR UPDATE ON ledger_arealock
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_area_lock_waits();

CREATE FUNCTION ledger_area_lock_moves() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    today date;
BEGIN
    SELECT (now() AT TIME ZONE time_zone)::date INTO today FROM companies_company WHERE id = NEW.company_id;
    IF NEW.hard_until >= today THEN
        RAISE EXCEPTION 'To lock for good, choose a day that is over; % is not.', NEW.hard_until
            USING ERRCODE = 'check_violation', CONSTRAINT = 'hard_lock_in_the_past', TABLE = 'ledger_arealock';
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.hard_until IS NOT NULL AND (NEW.hard_until IS NULL OR NEW.hard_until < OLD.hard_until) THEN
        RAISE EXCEPTION 'A hard lock stays; it stands until %.', OLD.hard_until
            USING ERRCODE = 'check_violation', CONSTRAINT = 'hard_lock_stays', TABLE = 'ledger_arealock';
    END IF;
    IF TG_OP = 'UPDATE' AND (NEW.area, NEW.company_id) IS DISTINCT FROM (OLD.area, OLD.company_id) THEN
        RAISE EXCEPTION 'A lock stays with its area.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'lock_keeps_its_area', TABLE = 'ledger_arealock';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER area_lock_moves BEFORE INSERT OR UPDATE ON ledger_arealock
    FOR EACH ROW EXECUTE FUNCTION ledger_area_lock_moves();

-- Without an actor and a user the entry comes from a terminal: who may run commands there may close the books.
CREATE FUNCTION ledger_may_override(actor uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT who.id IS NULL OR EXISTS (
        SELECT FROM access_user u
        WHERE u.id = who.id AND u.is_active AND (u.is_superuser OR EXISTS (
            SELECT FROM auth_permission p JOIN django_content_type c ON c.id = p.content_type_id
            WHERE c.app_label = 'ledger' AND p.codename = 'override_arealock' AND (
                EXISTS (SELECT FROM access_user_user_permissions o WHERE o.user_id = u.id AND o.permission_id = p.id)
                OR EXISTS (SELECT FROM access_user_groups g JOIN auth_group_permissions r ON r.group_id = g.group_id
                           WHERE g.user_id = u.id AND r.permission_id = p.id)))))
    FROM (SELECT coalesce(actor, nullif(current_setting('erp.user_id', true), '')::uuid) AS id) who
$$;

-- Refuse, or write down that a soft lock was passed.
CREATE FUNCTION ledger_refuse_locked(company uuid, locked_area text, on_day date, actor uuid, source text, document uuid)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    lock ledger_arealock;
BEGIN
    FOR lock IN SELECT * FROM ledger_arealock a WHERE a.company_id = company AND a.area IN (locked_area, 'everything')
        AND on_day <= greatest(a.soft_until, a.hard_until) ORDER BY a.hard_until DESC NULLS LAST
    LOOP
        IF on_day <= lock.hard_until OR NOT ledger_may_override(actor) THEN
            RAISE EXCEPTION 'To post on %, use a date after %: % is locked until then.',
                on_day, greatest(lock.soft_until, lock.hard_until), lock.area
                USING ERRCODE = 'check_violation', CONSTRAINT = 'entry_not_locked', TABLE = 'ledger_entry',
                    DETAIL = concat_ws('|', lock.area, on_day, greatest(lock.soft_until, lock.hard_until));
        END IF;
        INSERT INTO ledger_lockoverride (id, company_id, area, locked_until, date, source_type, source_id, actor_id, at)
        VALUES (gen_random_uuid(), company, lock.area, lock.soft_until, on_day, source, document,
                coalesce(actor, nullif(current_setting('erp.user_id', true), '')::uuid), clock_timestamp())
        ON CONFLICT DO NOTHING;
    END LOOP;
END $$;
REVOKE EXECUTE ON FUNCTION ledger_refuse_locked(uuid, text, date, uuid, text, uuid) FROM PUBLIC;

CREATE FUNCTION ledger_entry_locked() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    hit record;
BEGIN
    IF NOT EXISTS (SELECT FROM ledger_arealock) THEN
        RETURN NULL;
    END IF;
    FOR hit IN
        SELECT DISTINCT n.company_id, j.type, n.date, n.actor_id, n.id
        FROM new_rows n JOIN ledger_journal j ON j.id = n.journal_id
        JOIN ledger_arealock a ON a.company_id = n.company_id AND a.area IN (j.type, 'everything')
            AND n.date <= greatest(a.soft_until, a.hard_until)
    LOOP
        PERFORM ledger_refuse_locked(hit.company_id, hit.type, hit.date, hit.actor_id, 'ledger.entry', hit.id);
    END LOOP;
    RETURN NULL;
END $$;
CREATE TRIGGER entry_not_locked AFTER INSERT ON ledger_entry REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_entry_locked();

CREATE FUNCTION ledger_tax_locked() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM ledger_arealock a WHERE a.company_id = NEW.company_id AND a.area = 'tax'
               AND NEW.date <= greatest(a.soft_until, a.hard_until)) THEN
        PERFORM ledger_refuse_locked(NEW.company_id, 'tax', NEW.date, e.actor_id, 'ledger.entry', e.id)
        FROM ledger_entry e WHERE e.id = NEW.entry_id;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER tax_not_locked AFTER INSERT ON ledger_entryline FOR EACH ROW WHEN (NEW.tax_id IS NOT NULL)
    EXECUTE FUNCTION ledger_tax_locked();
