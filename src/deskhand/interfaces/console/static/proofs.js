// "Why?" below a reply: what each of its sentences rests on, in words that a customer knows.

import { element } from "./elements.js";
import { sourceTitle } from "./sources.js";

const SHOWN = 110; // Characters of a sentence that are enough to know it again.
const PEOPLE = new Set(["customer", "guest"]); // Records of the customer; their numbers are ours alone.
const together = new Intl.ListFormat("en", { type: "conjunction" });

/** A closed disclosure, or null when nothing in the reply rests on anything, as in a greeting. */
export function proofs(message) {
  const rows = (message.evidence ?? []).filter(proves).map((sentence) => row(sentence, message));
  if (!rows.length) return null;
  return element(
    "details",
    { class: "why" },
    element("summary", {}, "Why?", element("span", { class: "hidden" }, " What this answer rests on")),
    element("dl", {}, ...rows),
  );
}

/** A line that ends in a colon only announces those below it, which have proofs of their own. */
function proves({ text, evidence }) {
  return evidence?.length > 0 && !text.trimEnd().endsWith(":");
}

function row({ text, evidence, kind }, message) {
  const grounds = together.format(new Set(evidence.map((id) => ground(id, message))));
  const from = kind === "compute" ? "Worked out from" : "From";
  return element("div", {}, element("dt", {}, `“${shortened(text)}”`), element("dd", {}, `${from} ${grounds}`));
}

/** What an id such as `order:ORD123` names. */
function ground(id, { sources = [], ticket }) {
  const [kind, ...rest] = id.split(":");
  const name = rest.join(":");
  if (kind === "passage") {
    const source = sources.find((one) => one.id === id);
    return source ? sourceTitle(source) : "our help pages";
  }
  if (kind === "ledger") return ticket ? `your ticket ${ticket}` : "what we have just done for you";
  if (PEOPLE.has(kind)) return "your details with us";
  return `your ${kind.replaceAll("_", " ")} ${name}`;
}

function shortened(text) {
  const line = text.replace(/^\s*[-*•]\s+/, "").replace(/\s+/g, " ").trim();
  if (line.length <= SHOWN) return line;
  const cut = line.slice(0, SHOWN);
  return `${cut.slice(0, cut.lastIndexOf(" ")).replace(/[.,;:]$/, "")}…`;
}
