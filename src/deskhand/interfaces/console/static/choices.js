// The answers that an open question offers, as buttons below it.

import { element } from "./elements.js";

/** A group of buttons, or null without choices; `onChoose(label)` gets the words of the one chosen. */
export function choiceButtons(choices, onChoose) {
  if (!choices?.length) return null;
  const group = element("div", { class: "choices", role: "group", "aria-label": "Answers to choose from" });
  for (const { label } of choices) {
    const button = element("button", { type: "button", class: "choice" }, label);
    button.addEventListener("click", () => onChoose(label));
    group.append(button);
  }
  return group;
}

/** Let the choices of the `newest` message stand alone in the log, at rest while one is `underWay`. */
export function settleChoices(log, newest, underWay) {
  for (const group of log.querySelectorAll(".choices")) {
    if (newest?.contains(group)) for (const button of group.children) button.disabled = underWay;
    else group.remove();
  }
}
