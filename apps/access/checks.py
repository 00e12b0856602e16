"""Invariants of rights: what is given row by row is a right of that kind of row, and nothing wider."""

from apps.core.prove import Check, register

_GRANTS = """
    SELECT 'companies' AS app, 'company' AS model, permission_id, id FROM access_companyuserobjectpermission
    UNION ALL SELECT 'companies', 'company', permission_id, id FROM access_companygroupobjectpermission
    UNION ALL SELECT 'companies', 'branch', permission_id, id FROM access_branchuserobjectpermission
    UNION ALL SELECT 'companies', 'branch', permission_id, id FROM access_branchgroupobjectpermission
"""

register(
    Check(
        "access.grants_fit_their_rows",
        f"""
        SELECT g.app, g.model, g.id, p.codename
        FROM ({_GRANTS}) g
        JOIN auth_permission p ON p.id = g.permission_id
        JOIN django_content_type t ON t.id = p.content_type_id
        WHERE (t.app_label, t.model) <> (g.app, g.model)
        """,
        "A right given on a company or a branch is a right of companies or branches.",
        per_company=False,
    ),
    Check(
        "access.no_role_opens_every_company",
        """
        SELECT g.name AS holder FROM auth_group g
        JOIN auth_group_permissions gp ON gp.group_id = g.id
        JOIN auth_permission p ON p.id = gp.permission_id WHERE p.codename = 'access_company'
        UNION ALL
        SELECT u.email FROM access_user u
        JOIN access_user_user_permissions up ON up.user_id = u.id
        JOIN auth_permission p ON p.id = up.permission_id WHERE p.codename = 'access_company'
        """,
        "Which companies somebody works in is said one by one; no role and no user has them all.",
        per_company=False,
    ),
    Check(
        "access.branches_of_own_companies",
        """
        SELECT b.code AS branch, u.email
        FROM access_branchuserobjectpermission g
        JOIN companies_branch b ON b.id = g.content_object_id
        JOIN access_user u ON u.id = g.user_id
        WHERE NOT EXISTS (
            SELECT FROM access_companyuserobjectpermission c JOIN auth_permission p ON p.id = c.permission_id
            WHERE c.user_id = g.user_id AND c.content_object_id = b.company_id AND p.codename = 'access_company'
            UNION ALL
            SELECT FROM access_companygroupobjectpermission c JOIN access_user_groups m ON m.group_id = c.group_id
            JOIN auth_permission p ON p.id = c.permission_id
            WHERE m.user_id = g.user_id AND c.content_object_id = b.company_id AND p.codename = 'access_company')
        """,
        "Who may work in a branch may work in its company.",
    ),
)
