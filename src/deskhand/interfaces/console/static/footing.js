// What stands below a reply before its feedback: doubts, the ticket, sources, what it rests on.

import { element, icon } from "./elements.js";
import { proofs } from "./proofs.js";
import { unquoted } from "./quotes.js";
import { sourceCards } from "./sources.js";

/** The parts that this reply has. */
export function footing(message) {
  return [doubt(message), ticket(message), sourceCards(unquoted(message)), proofs(message)].filter(Boolean);
}

/** A warning, unless the reply's own words say the same. */
function doubt(message) {
  const saysSo = (message.evidence ?? []).some(({ kind }) => kind === "unknown" || kind === "offer");
  if (message.checked !== "not_checked" && (!message.disclaimer || saysSo)) return null;
  return note("alert", "doubt", "I am not certain about this. Please check it, or ask for a person.");
}

/** That a person was asked, unless the reply's own words name the ticket. */
function ticket({ escalated, ticket: reference, text }) {
  if (!escalated || (reference && text.includes(reference))) return null;
  const line = note("ticket", "handed", "A person of our team has been asked to join.");
  if (reference) line.lastChild.append(" Your ticket is ", element("strong", {}, reference), ".");
  return line;
}

function note(name, kind, text) {
  return element("p", { class: `note ${kind}` }, icon(name), element("span", {}, text));
}
