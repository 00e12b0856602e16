"""Core's invariants: the guards stand as the code says, the server keeps what it confirms, the outbox moves."""

from collections.abc import Callable, Iterable
from itertools import product

from django.utils.functional import lazy

from apps.core import guards
from apps.core.prove import Check, register

COMPANY_TABLES = """
    SELECT c.oid, c.relname, c.relrowsecurity, c.relforcerowsecurity
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p')
      AND EXISTS (SELECT FROM pg_attribute a
                  WHERE a.attrelid = c.oid AND a.attname = 'company_id' AND NOT a.attisdropped)
"""
OTHER_POLICIES = {("core_delivery", "relay_rows"), ("core_auditrow", "audit_rows")}


def _later(build: Callable[[], str]) -> str:
    """Return text that is made when it is first read: the migrations are not read at every start."""
    return lazy(build, str)()


def _values(rows: Iterable[tuple[str, ...]], columns: str) -> str:
    listed = ", ".join("(" + ", ".join(f"'{value}'" for value in row) + ")" for row in sorted(rows))
    return f"(VALUES {listed}) AS e({columns})"


def _triggers() -> str:
    return f"""
        SELECT e.table_name, e.trigger_name, coalesce(t.tgenabled::text, 'missing') AS state
        FROM {_values(guards.expected_triggers(), "table_name, trigger_name")}
        LEFT JOIN pg_trigger t ON t.tgrelid = to_regclass(e.table_name) AND t.tgname = e.trigger_name
        WHERE t.tgenabled IS DISTINCT FROM 'O' AND t.tgenabled IS DISTINCT FROM 'A'
    """


def _functions() -> str:
    """Return the functions that no file says, or that lack; one name may stand for several, by their arguments."""
    return f"""
        WITH expected AS (SELECT * FROM {_values(guards.expected_functions(), "function_name, body")}),
             found AS (SELECT p.proname AS function_name, md5(p.prosrc) AS body FROM pg_proc p
                       WHERE p.pronamespace = 'public'::regnamespace)
        SELECT e.function_name, 'missing' AS state FROM expected e
        WHERE NOT EXISTS (SELECT FROM found f WHERE f.function_name = e.function_name AND f.body = e.body)
        UNION ALL
        SELECT f.function_name, 'changed' FROM found f
        WHERE f.function_name IN (SELECT function_name FROM expected)
          AND NOT EXISTS (SELECT FROM expected e WHERE e.function_name = f.function_name AND e.body = f.body)
    """


def _composite_keys() -> str:
    return f"""
        SELECT e.table_name, e.column_name, e.target
        FROM {_values(guards.expected_keys(), "table_name, column_name, target")}
        WHERE NOT EXISTS (
            SELECT FROM pg_constraint k
            WHERE k.contype = 'f' AND k.conrelid = to_regclass(e.table_name) AND k.confrelid = to_regclass(e.target)
              AND (SELECT array_agg(a.attname::text ORDER BY o.n) FROM unnest(k.conkey) WITH ORDINALITY o(attnum, n)
                   JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = o.attnum)
                  = ARRAY['company_id', e.column_name])
    """


def _rights() -> str:
    forbidden = [
        *product(guards.append_only_tables(), ("UPDATE", "DELETE", "TRUNCATE")),
        *product(guards.read_only_tables(), ("INSERT", "UPDATE", "DELETE", "TRUNCATE")),
        *product(guards.kept_tables(), ("DELETE", "TRUNCATE")),
    ]
    return f"""
        SELECT e.table_name, e.privilege
        FROM {_values(forbidden, "table_name, privilege")}
        WHERE to_regclass(e.table_name) IS NULL
           OR has_table_privilege('erp_app', to_regclass(e.table_name), e.privilege)
           OR (e.privilege = 'UPDATE' AND has_any_column_privilege('erp_app', to_regclass(e.table_name), e.privilege))
    """


register(
    Check(
        "core.company_tables_isolated",
        f"""
        SELECT t.relname AS table_name, t.relrowsecurity AS enabled, t.relforcerowsecurity AS forced,
               p.polname AS policy
        FROM ({COMPANY_TABLES}) t LEFT JOIN pg_policy p ON p.polrelid = t.oid
        WHERE NOT t.relrowsecurity OR NOT t.relforcerowsecurity
           OR NOT EXISTS (SELECT FROM pg_policy own
                          WHERE own.polrelid = t.oid AND own.polname = 'company_rows')
           OR ((t.relname::text, p.polname::text) NOT IN ({", ".join(str(pair) for pair in sorted(OTHER_POLICIES))})
               AND (p.polcmd <> '*' OR pg_get_expr(p.polqual, p.polrelid) NOT LIKE '%company_id = %erp.company_id%'
                    OR pg_get_expr(p.polwithcheck, p.polrelid) NOT LIKE '%company_id = %erp.company_id%'))
        """,
        "Every table with a company_id shows and takes rows of the current company only.",
        per_company=False,
    ),
    Check(
        "core.views_keep_row_policies",
        """
        SELECT c.relname AS view_name FROM pg_class c
        WHERE c.relkind = 'v' AND c.relnamespace = 'public'::regnamespace
          AND NOT coalesce(c.reloptions, '{}')
                  && ARRAY['security_invoker=true', 'security_invoker=on', 'security_invoker=1']
          AND NOT EXISTS (SELECT FROM pg_depend d
                          WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
        """,
        "A view reads with the rights of who asks, else it leaks other companies' rows.",
        per_company=False,
    ),
    Check(
        "core.no_key_leaves_the_company",
        f"""
        WITH company_tables AS ({COMPANY_TABLES})
        SELECT k.conname AS constraint_name, k.conrelid::regclass AS table_name, k.confrelid::regclass AS target
        FROM pg_constraint k
        WHERE k.contype = 'f' AND k.conrelid IN (SELECT oid FROM company_tables)
          AND k.confrelid IN (SELECT oid FROM company_tables)
          AND NOT EXISTS (SELECT FROM pg_attribute a
                          WHERE a.attrelid = k.conrelid AND a.attnum = ANY (k.conkey) AND a.attname = 'company_id')
        """,
        "A foreign key between two company tables includes the company.",
        per_company=False,
    ),
    Check(
        "core.composite_keys_stand",
        _later(_composite_keys),
        "Every reference inside a company has its composite foreign key.",
        per_company=False,
    ),
    Check(
        "core.triggers_stand",
        _later(_triggers),
        "Every trigger the migrations and SQL files make exists and is enabled.",
        per_company=False,
    ),
    Check(
        "core.functions_as_written",
        _later(_functions),
        "Every function is the one of its SQL file of the highest version.",
        per_company=False,
    ),
    Check(
        "core.facts_cannot_be_changed",
        _later(_rights),
        "The application role may not change facts, write what triggers keep, nor delete what is kept.",
        per_company=False,
    ),
    Check(
        "core.application_role_is_bound",
        """
        SELECT 'superuser or bypasses row security' AS wrong, rolname::text AS what FROM pg_roles
        WHERE rolname = 'erp_app' AND (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication)
        UNION ALL
        SELECT 'owns', c.oid::regclass::text FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner
        WHERE r.rolname = 'erp_app' AND c.relpersistence <> 't'
        UNION ALL
        SELECT 'owns', p.oid::regprocedure::text
        FROM pg_proc p JOIN pg_roles r ON r.oid = p.proowner WHERE r.rolname = 'erp_app'
        UNION ALL
        SELECT 'is a member of', r.rolname FROM pg_roles r
        WHERE r.rolname <> 'erp_app' AND EXISTS (SELECT FROM pg_roles WHERE rolname = 'erp_app')
          AND pg_has_role('erp_app', r.oid, 'MEMBER')
        UNION ALL
        SELECT 'may create in', n.nspname FROM pg_namespace n
        WHERE n.nspname = 'public' AND has_schema_privilege('erp_app', n.oid, 'CREATE')
        UNION ALL
        SELECT 'may truncate', c.relname FROM pg_class c
        WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace
          AND has_table_privilege('erp_app', c.oid, 'TRUNCATE, TRIGGER, REFERENCES')
        """,
        "The application's role owns nothing, is nobody's member, and no rule is his to switch off.",
        per_company=False,
    ),
    Check(
        "core.definers_fix_their_search_path",
        """
        SELECT p.oid::regprocedure::text AS function_name FROM pg_proc p
        WHERE p.prosecdef AND p.pronamespace = 'public'::regnamespace
          AND NOT EXISTS (SELECT FROM unnest(p.proconfig) AS setting WHERE setting LIKE 'search_path=%')
          AND NOT EXISTS (SELECT FROM pg_depend d
                          WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')
        """,
        "A function that runs with its owner's rights fixes its search path.",
        per_company=False,
    ),
    Check(
        "core.nothing_half_made",
        """
        SELECT 'constraint not validated' AS wrong, k.conrelid::regclass::text AS table_name, k.conname::text AS what
        FROM pg_constraint k WHERE k.connamespace = 'public'::regnamespace
          AND (NOT k.convalidated OR to_jsonb(k)->>'conenforced' = 'false')
        UNION ALL
        SELECT 'invalid index', i.indrelid::regclass::text, i.indexrelid::regclass::text
        FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
        WHERE c.relnamespace = 'public'::regnamespace AND NOT (i.indisvalid AND i.indisready)
        UNION ALL
        SELECT 'trigger disabled', t.tgrelid::regclass::text, t.tgname
        FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
        WHERE c.relnamespace = 'public'::regnamespace AND t.tgenabled NOT IN ('O', 'A')
        """,
        "No constraint is unvalidated, no index invalid, no trigger disabled.",
        per_company=False,
    ),
    Check(
        "core.server_keeps_what_it_confirms",
        """
        SELECT name, setting FROM pg_settings
        WHERE (name IN ('fsync', 'full_page_writes') AND setting <> 'on')
           OR (name = 'synchronous_commit' AND setting IN ('off', 'local'))
           OR (name = 'session_replication_role' AND setting <> 'origin')
        """,
        "A confirmed commit survives a crash, and no session runs without triggers.",
        per_company=False,
    ),
    Check(
        "core.outbox_delivered",
        """
        SELECT id, subscriber, status, attempts, due_at, error FROM core_delivery
        WHERE status IN ('pending', 'sent') AND due_at < now() - interval '1 day'
        """,
        "No delivery is more than a day overdue: relay and workers run.",
    ),
    Check(
        "core.delivery_has_event",
        """
        SELECT d.id, d.event_id, d.subscriber FROM core_delivery d
        WHERE NOT EXISTS (SELECT FROM core_event e WHERE e.id = d.event_id AND e.company_id = d.company_id)
        """,
        "A delivery belongs to an event of its company.",
    ),
    Check(
        "core.attachments_as_archived",
        """
        SELECT id, filename, size, octet_length(content) AS bytes, sha256 FROM core_attachment
        WHERE size <> octet_length(content) OR sha256 <> encode(sha256(content), 'hex')
        """,
        "The bytes of every archived file are those of its SHA-256.",
    ),
    Check(
        "core.answers_are_kept",
        """
        SELECT id, actor_id, key FROM core_idempotencykey
        WHERE length(request_hash) <> 64 OR response IS NULL OR jsonb_typeof(response) <> 'object'
        """,
        "Every used key remembers its request and its answer.",
    ),
)
