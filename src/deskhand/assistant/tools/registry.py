"""All tools, by name; agents, the model and the MCP server share them."""

from __future__ import annotations

from typing import Any

from deskhand.assistant.tools import (
    create_support_ticket,
    find_orders,
    get_customer_info,
    get_invoices,
    get_subscription_details,
    get_tickets,
    search_knowledge_base,
)
from deskhand.assistant.tools.port import Tool

TOOLS: dict[str, Tool[Any]] = {
    tool.name: tool
    for tool in (
        create_support_ticket.TOOL,
        find_orders.TOOL,
        get_customer_info.TOOL,
        get_invoices.TOOL,
        get_subscription_details.TOOL,
        get_tickets.TOOL,
        search_knowledge_base.TOOL,
    )
}
