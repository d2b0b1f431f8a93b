"""Compiled templates outlive the process; what another release compiled does not count."""

import pytest
from jinja2 import Environment

from portal import create_app
from portal.kernel import drawn

NAME = "accounts/sign_in.html"


@pytest.fixture
def started(tmp_path):
    """`started()`: the portal's templates, as a process has them that starts over this data folder."""
    place = {"PORTAL_DATA": tmp_path, "SECRET_KEY": "a key for tests only", "SQLALCHEMY_DATABASE_URI": "sqlite://"}
    return lambda: create_app({"TESTING": True, **place}).jinja_env


@pytest.fixture
def compiled(monkeypatch):
    """The names of what Jinja compiled."""
    names, compiling = [], Environment.compile

    def noting(self, source, name=None, *rest, **options):
        names.append(name)
        return compiling(self, source, name, *rest, **options)

    monkeypatch.setattr(Environment, "compile", noting)
    return names


def test_a_portal_that_starts_again_compiles_nothing_anew(started, compiled):
    started().get_template(NAME)
    started().get_template(NAME)
    assert compiled == [NAME]


def test_another_release_compiles_for_itself(started, compiled, monkeypatch):
    started().get_template(NAME)
    monkeypatch.setattr(drawn, "release", lambda: "another")
    started().get_template(NAME)
    assert compiled == [NAME, NAME]


def test_a_folder_that_cannot_be_written_costs_no_page(started, tmp_path):
    templates = started()
    (tmp_path / "templates").rmdir()
    assert templates.get_template(NAME).name == NAME
