// The words of a reply: what a document says stands as a quote, with its source below it.

import { element } from "./elements.js";
import { formatted } from "./richtext.js";
import { sourceCard, sourceLine } from "./sources.js";

/** The reply's text as a fragment of blocks. A quote that is not found in the text stays text. */
export function replyBlocks(message) {
  const blocks = document.createDocumentFragment();
  const { text, sources = [] } = message;
  let shown = 0;
  for (const { from, to, ids } of quotesIn(message)) {
    blocks.append(formatted(text.slice(shown, from)), quote(text.slice(from, to), sourceOf(ids, sources)));
    shown = to;
  }
  blocks.append(formatted(text.slice(shown)));
  return blocks;
}

/** The sources of a reply that none of its quotes shows already. */
export function unquoted(message) {
  const quoted = new Set(quotesIn(message).flatMap(({ ids }) => ids));
  return (message.sources ?? []).filter(({ id }) => !quoted.has(id));
}

/** Where quotes stand in the text: the sentences are met in their order. */
function quotesIn({ text, evidence = [] }) {
  const found = [];
  let at = 0;
  for (const sentence of evidence) {
    const from = text.indexOf(sentence.text, at);
    if (from < 0) continue;
    at = from + sentence.text.length;
    if (sentence.kind === "quote") found.push({ from, to: at, ids: sentence.evidence ?? [] });
  }
  return found;
}

function sourceOf(ids, sources) {
  return sources.find(({ id }) => ids.includes(id));
}

function quote(text, source) {
  const words = element("blockquote", {});
  words.append(formatted(text));
  return element("figure", { class: "quote" }, words, source ? element("figcaption", {}, below(text, source)) : null);
}

/** A card that opens to the whole passage, where there is more to read than the quote. */
function below(text, source) {
  const letters = (words) => (words ?? "").replace(/\s+/g, "");
  return letters(text).includes(letters(source.passage)) ? sourceLine(source) : sourceCard(source);
}
