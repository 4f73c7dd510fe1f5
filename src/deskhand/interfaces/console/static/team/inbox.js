// The inbox: opening conversations without leaving the page, drafts, and what one is writing to.

import { fetchPanes, putPanes } from "./swap.js";

const TYPED = 3000;
let opening = null;
let typing = 0;

export const openId = () => document.getElementById("pane-thread")?.dataset.conversation ?? null;
export const rows = () => [...document.querySelectorAll(".row a[data-open]")];

/** Open the conversation or view at `url` in the thread's place. */
export async function open(url, { push = true, panes = ["thread"] } = {}) {
  keepDraft();
  opening?.abort();
  opening = new AbortController();
  const parsed = await fetchPanes(url, panes, opening.signal);
  if (push) history.pushState({}, "", url);
  putPanes(parsed, ["thread"]);
  mark();
  settle();
}

/** Show in the list which conversation is open. */
export function mark() {
  const id = openId();
  for (const link of rows()) {
    if (id && link.pathname.endsWith(id)) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}

/** The newest message in sight, and the draft of before. */
export function settle() {
  const scroller = document.querySelector("[data-scroll]");
  if (scroller) scroller.scrollTop = scroller.scrollHeight;
  const box = document.getElementById("reply");
  if (box && openId()) box.value = drafts.get(openId()) ?? box.value;
}

/** Whether the end of the messages is in sight. */
export function atEnd() {
  const scroller = document.querySelector("[data-scroll]");
  return !scroller || scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 80;
}

const drafts = {
  get(id) {
    try {
      return sessionStorage.getItem(`deskhand.draft.${id}`);
    } catch {
      return null; // Storage is switched off: drafts last as long as the field.
    }
  },
  set(id, text) {
    try {
      if (text) sessionStorage.setItem(`deskhand.draft.${id}`, text);
      else sessionStorage.removeItem(`deskhand.draft.${id}`);
    } catch {
      // As above.
    }
  },
};

/** Remember what is written and not sent. */
export function keepDraft() {
  const box = document.getElementById("reply");
  if (box && openId()) drafts.set(openId(), box.value);
}

/** Show that the customer writes, until a moment after the last sign of it. */
export function showTyping() {
  const note = document.getElementById("typing");
  if (!note) return;
  note.hidden = false;
  clearTimeout(typing);
  typing = setTimeout(hideTyping, TYPED);
}

export function hideTyping() {
  const note = document.getElementById("typing");
  if (note) note.hidden = true;
}

/** The row after (1) or before (-1) the open one, or the first. */
export function neighbour(step) {
  const links = rows();
  const at = links.findIndex((link) => link.getAttribute("aria-current") === "true");
  return at < 0 ? links[0] : links[Math.min(Math.max(at + step, 0), links.length - 1)];
}
