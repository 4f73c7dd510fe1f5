// What the assistant proposes, as a card: to what, with which exact values, and its two buttons.

import { choiceButtons } from "./choices.js";
import { element, icon } from "./elements.js";

/** The card of what this reply proposes, or null when it proposes nothing. */
export function proposalCard(message, onChoose) {
  const proposed = (message.actions ?? []).findLast(({ state }) => state === "proposed");
  if (!proposed) return null;
  const { target, facts = [] } = proposed;
  const rows = facts.map(({ label, value }) => element("div", {}, element("dt", {}, label), element("dd", {}, value)));
  return element(
    "section",
    { class: "proposal", "aria-label": target },
    element("p", { class: "proposal-target" }, icon("document"), element("strong", {}, target)),
    rows.length ? element("dl", {}, ...rows) : null,
    choiceButtons(message.choices, onChoose),
  );
}
