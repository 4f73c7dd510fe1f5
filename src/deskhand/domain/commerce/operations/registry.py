"""Every operation on the built-in records; a new one is a file, a line here, one in the data.

`packs/operations.yaml` says what each takes, so that packs are checked against it.
"""

from __future__ import annotations

from deskhand.domain.commerce.operations import (
    cancel_order,
    change_address,
    change_record,
    dispute_payment,
    end_subscription,
    pause_subscription,
    refund_order,
    replace_items,
    return_items,
    switch_plan,
)
from deskhand.domain.commerce.operations.port import Operation

OPERATIONS: dict[str, Operation] = {
    operation.name: operation
    for operation in (
        cancel_order.OPERATION,
        change_address.OPERATION,
        change_record.OPERATION,
        dispute_payment.OPERATION,
        end_subscription.OPERATION,
        pause_subscription.OPERATION,
        refund_order.OPERATION,
        replace_items.OPERATION,
        return_items.OPERATION,
        switch_plan.OPERATION,
    )
}
