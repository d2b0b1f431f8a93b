"""Two portals with databases of their own: one that is busy, and an empty one to restore into."""

import pytest

from tests.conftest import leave, make_app


@pytest.fixture
def empty_app(tmp_path, worker_name):
    """A portal of the newest schema without anybody in it."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    app = make_app(folder, f"empty_{worker_name}", with_cast=False)
    yield app
    leave(app)


@pytest.fixture
def run():
    """`run(app, "backup", folder)`: a command's result, with what it said on both ways."""

    def run_command(app, *args, status=0):
        result = app.test_cli_runner().invoke(args=[str(arg) for arg in args])
        assert result.exit_code == status, (result.output, result.exception)
        return result.output

    return run_command


@pytest.fixture
def other_app(tmp_path, worker_name):
    """A portal of the same places and people that has sold nothing yet."""
    folder = tmp_path / "other"
    folder.mkdir()
    app = make_app(folder, f"other_{worker_name}")
    yield app
    leave(app)
