"""The people of the demonstration companies and how they log in."""

from dataclasses import dataclass

PASSWORD = "plumb-demo"


@dataclass(frozen=True, slots=True)
class Login:
    """A demonstration user."""

    email: str
    name: str
    title: str
    roles: tuple[str, ...]
    companies: tuple[str, ...] = ("DEMO",)
    warehouses: tuple[str, ...] = ()
    language: str = ""
    employee_id: str = ""
    is_superuser: bool = False


BUYER = "buyer@demo.example"
KEEPER = "warehouse@demo.example"
ACCOUNTANT = "accountant@demo.example"
OWNER_OF_ATLAS = "yasmine@atlas.example"
LOGINS = (
    Login(
        "admin@demo.example", "Ada Admin", "Administrator", (), ("DEMO", "ATLAS"), is_superuser=True
    ),
    Login(
        "andrew.fuller@demo.example",
        "Andrew Fuller",
        "Vice President, Sales",
        ("owner",),
        ("DEMO", "ATLAS"),
        employee_id="2",
    ),
    Login(ACCOUNTANT, "Amina Alaoui", "Accountant", ("accountant",), ("DEMO", "ATLAS")),
    Login(
        KEEPER,
        "Walter Webb",
        "Warehouse manager, Seattle",
        ("warehouse_manager",),
        warehouses=("SEA",),
    ),
    Login(
        "tacoma@demo.example",
        "Tara Tran",
        "Warehouse manager, Tacoma",
        ("warehouse_manager",),
        warehouses=("TAC",),
    ),
    Login(BUYER, "Bruno Bellini", "Buyer", ("buyer",)),
    Login("hr@demo.example", "Hanna Holm", "Human resources", ("hr",)),
    Login("auditor@demo.example", "Otto Olsen", "Auditor", ("auditor",), ("DEMO", "ATLAS")),
    Login(
        "nancy.davolio@demo.example",
        "Nancy Davolio",
        "Sales Representative",
        ("salesperson",),
        employee_id="1",
    ),
    Login(
        "janet.leverling@demo.example",
        "Janet Leverling",
        "Sales Representative",
        ("salesperson",),
        employee_id="3",
    ),
    Login(
        "margaret.peacock@demo.example",
        "Margaret Peacock",
        "Sales Representative",
        ("salesperson",),
        employee_id="4",
    ),
    Login(
        "steven.buchanan@demo.example",
        "Steven Buchanan",
        "Sales Manager",
        ("salesperson",),
        employee_id="5",
    ),
    Login(
        "michael.suyama@demo.example",
        "Michael Suyama",
        "Sales Representative",
        ("salesperson",),
        employee_id="6",
    ),
    Login(
        "robert.king@demo.example",
        "Robert King",
        "Sales Representative",
        ("salesperson",),
        employee_id="7",
    ),
    Login(
        "laura.callahan@demo.example",
        "Laura Callahan",
        "Inside Sales Coordinator",
        ("salesperson",),
        employee_id="8",
    ),
    Login(
        "anne.dodsworth@demo.example",
        "Anne Dodsworth",
        "Sales Representative",
        ("salesperson",),
        employee_id="9",
    ),
    Login(
        OWNER_OF_ATLAS,
        "Yasmine Idrissi",
        "Directrice",
        ("owner",),
        ("ATLAS",),
        language="fr",
    ),
    Login("karim@atlas.example", "كريم بناني", "محاسب", ("accountant",), ("ATLAS",), language="ar"),
)
