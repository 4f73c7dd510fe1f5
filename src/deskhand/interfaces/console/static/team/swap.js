// Fetches panes of a page again and puts them in place, keeping what has not changed: the focus,
// an opened disclosure, the place one has scrolled to.

import { ask } from "./asking.js";

// The one place that makes markup of a text, which is always an answer of our own server to our own
// request; see the Content-Security-Policy.
const policy = window.trustedTypes?.createPolicy("deskhand", { createHTML: (html) => html });
const written = new WeakMap(); // Element → its markup as the server wrote it.

export class SignedOut extends Error {}

/** Note how the server wrote what the page came with, before times are put into words. */
export function remember(root) {
  for (const list of root.querySelectorAll("[data-keyed]")) {
    for (const child of list.children) written.set(child, child.outerHTML);
  }
}

/** The page at `url`, or the panes of it that are wanted, as a document. */
export async function fetchPanes(url, panes, signal) {
  const answer = await ask(url, {
    headers: { "x-panes": panes.join(","), accept: "application/xhtml+xml" },
    signal,
  });
  if (answer.status === 401) throw new SignedOut();
  if (!answer.ok) throw new Error(await problem(answer));
  const html = await answer.text();
  const parsed = new DOMParser().parseFromString(policy ? policy.createHTML(html) : html, "text/html");
  remember(parsed);
  return parsed;
}

/** What a problem document says. */
export async function problem(answer) {
  try {
    return (await answer.json()).detail ?? `The server answered ${answer.status}.`;
  } catch {
    return `The server answered ${answer.status}.`;
  }
}

/** Put the panes of `parsed` into the page. Those of `whole` are replaced, the others merged. */
export function putPanes(parsed, whole = []) {
  const focus = focused();
  for (const fresh of parsed.querySelectorAll("[data-pane]")) {
    const old = document.getElementById(fresh.id);
    if (!old || fresh.parentElement?.closest("[data-pane]")) continue;
    if (whole.includes(fresh.dataset.pane)) old.replaceWith(document.adoptNode(fresh));
    else merge(old, document.adoptNode(fresh));
  }
  if (parsed.title) document.title = parsed.title;
  restore(focus);
  document.dispatchEvent(new CustomEvent("desk:put"));
}

function merge(old, fresh) {
  const list = old.querySelector(":scope [data-keyed]");
  const next = fresh.querySelector(":scope [data-keyed]");
  if (!list || !next) {
    keepOpen(old, fresh);
    old.replaceWith(fresh);
    return;
  }
  mergeList(list, next);
  Object.assign(old.dataset, fresh.dataset);
  for (const part of [".list-foot", ".list-title"]) {
    const [before, after] = [old.querySelector(part), fresh.querySelector(part)];
    if (before && after) before.replaceWith(after);
    else if (after) old.append(after);
    else before?.remove();
  }
}

function mergeList(list, next) {
  const known = new Map([...list.children].map((child) => [child.id, child]));
  let place = list.firstElementChild;
  for (const fresh of [...next.children]) {
    const old = known.get(fresh.id);
    const same = old && written.get(old) === written.get(fresh);
    if (old && !same) keepOpen(old, fresh);
    const node = same ? old : fresh;
    if (place === old && old && !same) place = old.nextElementSibling;
    if (old && !same) old.remove();
    known.delete(fresh.id);
    if (node === place) place = place.nextElementSibling;
    else list.insertBefore(node, place);
  }
  for (const gone of known.values()) gone.remove();
}

/** Disclosures stay as the person left them. */
function keepOpen(old, fresh) {
  for (const details of old.querySelectorAll("details[id]")) {
    const twin = fresh.querySelector(`#${CSS.escape(details.id)}`);
    if (twin) twin.open = details.open;
  }
}

function focused() {
  const at = document.activeElement;
  const near = at?.closest?.("[id]");
  if (!near || at === document.body) return null;
  return { at, id: near.id, tag: near === at ? null : at.tagName.toLowerCase() };
}

function restore(focus) {
  if (!focus || focus.at.isConnected) return;
  const near = document.getElementById(focus.id);
  (focus.tag ? near?.querySelector(focus.tag) : near)?.focus({ preventScroll: true });
}
