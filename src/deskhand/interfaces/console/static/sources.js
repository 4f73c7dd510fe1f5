// Sources: the document and section that a reply rests on, and the passage itself behind a click.

import { element, icon } from "./elements.js";
import { formatted } from "./richtext.js";

/** A list of expandable cards, or null when there is no source. */
export function sourceCards(sources) {
  if (!sources.length) return null;
  const label = sources.length === 1 ? "1 source" : `${sources.length} sources`;
  return element(
    "section",
    { class: "sources", "aria-label": label },
    element("p", { class: "sources-title", "aria-hidden": "true" }, label),
    ...sources.map(sourceCard),
  );
}

/** The document and the section in one line. */
export function sourceTitle(source) {
  return [nameOf(source), ...headingsOf(source)].join(" › ");
}

/** A line that names the source. */
export function sourceLine(source) {
  return element("p", { class: "source-line" }, icon("document"), sourceName(source));
}

/** A card that names the source and opens to its passage. */
export function sourceCard(source) {
  const passage = element("div", { class: "passage" });
  passage.append(formatted(source.passage ?? ""));
  return element(
    "details",
    { class: "source" },
    element("summary", {}, icon("document"), sourceName(source), icon("chevron")),
    passage,
  );
}

function sourceName(source) {
  const path = headingsOf(source).join(" › ");
  return element(
    "span",
    { class: "source-name" },
    element("span", { class: "source-document" }, nameOf(source)),
    path ? element("span", { class: "source-path" }, path) : null,
  );
}

function nameOf(source) {
  return source.document || "Document";
}

function headingsOf(source) {
  return (source.heading_path ?? []).filter((heading) => heading && heading !== source.document);
}
