"""``manage.py demo_logins``: who can log into the demonstration companies."""

from typing import Any

from apps.core.management.base import HouseCommand
from apps.demo.people import LOGINS, PASSWORD


class Command(HouseCommand):
    """Print the demonstration logins."""

    help = "Print who can log into the demonstration companies, and with which password."

    def run(self, **options: Any) -> list[dict[str, str]]:
        """Return e-mail, roles and companies of every login."""
        for login in LOGINS:
            roles = ", ".join(login.roles) or "superuser"
            self.say(f"{login.email:32} {PASSWORD}   {roles:20} {', '.join(login.companies)}")
        return [
            {
                "email": login.email,
                "password": PASSWORD,
                "roles": ", ".join(login.roles) or "superuser",
            }
            for login in LOGINS
        ]
