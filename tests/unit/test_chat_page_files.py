"""The chat page's own rules: what it names exists, what it shows is escaped, nothing is inline."""

from __future__ import annotations

import posixpath
import re
from types import SimpleNamespace

import pytest
from fastapi import Request

from deskhand.infra.errors import NotFound
from deskhand.interfaces.console.assets import load_assets
from deskhand.interfaces.console.customer.chat import ChatPage, shown
from deskhand.interfaces.console.static_files import static_file


def request(page: ChatPage | None = None, **headers: str) -> Request:
    """A request to an application that shows `page`."""
    app = SimpleNamespace(state=SimpleNamespace(chat_page=page))
    raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return Request({"type": "http", "app": app, "headers": raw, "root_path": ""})


def rendered(page: ChatPage) -> str:
    """The page's HTML."""
    return bytes(shown(request(page), page, None).body).decode()


PAGE = ChatPage("Fernway", (("ada@example.com", "Ada", "ORD123"),), ("Where is ORD123?",), "hint")


def test_page_names_only_files_that_exist() -> None:
    assets = load_assets()
    named = re.findall(r'/static/console/(\w+)/([^"]+)"', rendered(PAGE))
    assert named
    assert {release for release, _ in named} == {assets.release}
    assert {name for _, name in named} <= set(assets.files)


def test_modules_import_only_files_that_exist_and_nothing_from_afar() -> None:
    files = load_assets().files
    for name, asset in files.items():
        text = asset.content.decode()
        for target in re.findall(r'from "([^"]+)"', text):
            assert target.startswith("./"), (name, target)
            assert posixpath.normpath(f"{posixpath.dirname(name)}/{target}").lstrip("/") in files
        addresses = re.findall(r"""["'(](https?://[\w.]+)""", text)
        assert set(addresses) <= {"http://www.w3.org"}, name


def test_page_has_no_inline_script_or_style() -> None:
    html = rendered(PAGE)
    assert not re.search(r"<style|\sstyle=|\son\w+=", html)
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", html))


def test_names_from_the_shop_are_escaped() -> None:
    html = rendered(ChatPage("<b>Shop</b>", (('"><i>', "<i>", "<i>"),), ("<i>",), "<i>"))
    assert "<b>Shop" not in html
    assert "<i>" not in html


def test_parts_that_were_not_given_are_left_out() -> None:
    html = rendered(ChatPage("Fernway"))
    assert "You are chatting as" not in html
    assert 'id="suggestions"' not in html
    assert 'data-needs-login="no"' in html
    assert 'data-needs-login="yes"' in rendered(ChatPage("Fernway", needs_login=True))


def test_questions_of_guests_wait_until_a_guest_is_there() -> None:
    html = rendered(ChatPage("Fernway", suggestions=("Mine?",), guest_suggestions=("Yours?",)))
    assert re.search(r'<li data-for="customer"><button[^>]*>Mine\?<', html)
    assert re.search(r'<li data-for="guest" hidden><button[^>]*>Yours\?<', html)


def test_files_of_this_release_are_kept_and_others_asked_for_again() -> None:
    release = load_assets().release
    kept = static_file(request(), "chat.js", release)
    old = static_file(request(), "chat.js", "0" * 16)
    assert "immutable" in kept.headers["cache-control"]
    assert old.headers["cache-control"] == "no-cache"
    unchanged = static_file(request(if_none_match=old.headers["etag"]), "chat.js")
    assert unchanged.status_code == 304
    assert not unchanged.body


@pytest.mark.parametrize("name", ["nothing.js", "../pages.py", "chat.html"])
def test_only_listed_files_are_served(name: str) -> None:
    with pytest.raises(NotFound):
        static_file(request(), name)
