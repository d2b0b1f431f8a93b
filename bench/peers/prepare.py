"""Make Django's own tables beside the portal's, and the one person who signs in there."""

import django
from django.core.management import call_command

NAME, PASSWORD = "bench", "bench-2026"


def main() -> None:
    django.setup()
    from django.contrib.auth.models import User

    call_command("migrate", run_syncdb=True, verbosity=0)
    if not User.objects.filter(username=NAME).exists():
        User.objects.create_superuser(NAME, "", PASSWORD)


if __name__ == "__main__":
    main()
