// The cards below a reply that show which passages it rests on.

import { element, icon } from "./elements.js";
import { formatted } from "./richtext.js";

/** A list of expandable cards, or null when the reply names no source. */
export function sourceCards(sources) {
  if (!sources?.length) return null;
  const label = sources.length === 1 ? "1 source" : `${sources.length} sources`;
  return element(
    "section",
    { class: "sources", "aria-label": label },
    element("p", { class: "sources-title", "aria-hidden": "true" }, label),
    ...sources.map(card),
  );
}

function card(source) {
  const headings = (source.heading_path ?? []).filter((heading) => heading && heading !== source.document);
  const path = element("span", { class: "source-path" });
  headings.forEach((heading, at) => {
    if (at > 0) path.append(" › ");
    path.append(element("span", {}, heading));
  });
  const passage = element("div", { class: "passage" });
  passage.append(formatted(source.passage ?? ""));
  return element(
    "details",
    { class: "source" },
    element(
      "summary",
      {},
      icon("document"),
      element(
        "span",
        { class: "source-name" },
        element("span", { class: "source-document" }, source.document || "Document"),
        headings.length ? path : null,
      ),
      icon("chevron"),
    ),
    passage,
  );
}
