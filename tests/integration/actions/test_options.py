"""What can be done with a record is told for each action, by the rules that will be asked."""

from __future__ import annotations

import pytest

from deskhand.domain.actions.outcomes import Allowed, Refused, Wish
from deskhand.domain.commerce.kinds import RecordNotFound
from tests.integration.actions.scene import Scene
from tests.support.desk import Tenant


async def test_every_option_says_what_asking_for_it_would_say(scene: Scene) -> None:
    async with scene.session() as session:
        found = await scene.firewall.options(session, scene.staff(), "order", "#12345")
        assert found.number == "12345"
        assert {"refund", "cancel", "change_address"} <= {one.action for one in found.options}
        for option in found.options:
            said = await scene.firewall.may(session, scene.staff(), Wish(option.action, "12345"))
            if option.verdict in ("allowed", "approval"):
                assert isinstance(said, Allowed)
                assert option.approval == list(said.approval)
            elif option.verdict == "refused":
                assert isinstance(said, Refused)
                assert (option.rule, option.reason) == (said.rule, said.reason)
                assert option.rule in {one.rule for one in option.rules}


async def test_an_option_that_needs_a_value_asks_for_it_and_others_know_theirs(
    scene: Scene,
) -> None:
    async with scene.session() as session:
        found = await scene.firewall.options(session, scene.staff(), "order", "12345")
    by_name = {one.action: one for one in found.options}
    assert by_name["change_address"].verdict == "asks"
    [amount] = by_name["refund"].arguments
    assert (amount.kind, amount.value["currency"], amount.currency) == ("money", "USD", "USD")
    [items] = by_name["return_items"].arguments
    assert items.choices
    assert items.choices == items.value


@pytest.mark.parametrize(("noun", "number"), [("order", "NONE"), ("order", "\x00"), ("x", "1")])
async def test_what_there_is_not_has_no_options(scene: Scene, noun: str, number: str) -> None:
    async with scene.session() as session:
        with pytest.raises(RecordNotFound):
            await scene.firewall.options(session, scene.staff(), noun, number)


async def test_the_doors_tell_them_to_the_team(tenant: Tenant) -> None:
    about = {"noun": "order", "number": "12345"}
    path = "/api/v1/actions/options"
    agent, customer = await tenant.as_("agent"), await tenant.as_("customer")
    told = await tenant.client.get(path, params=about, headers=agent)
    assert [one["action"] for one in told.json()["options"]]
    assert (await tenant.client.get(path, params=about, headers=customer)).status_code == 403
