// The inbox: opening conversations without leaving the page, drafts, and what one is writing to.

import * as drafts from "./drafts.js";
import { sendHeld } from "./sending.js";
import { fetchPanes, putPanes } from "./swap.js";

const TYPED = 3000;
let opening = null;
let typing = 0;

export const openId = () => document.getElementById("pane-thread")?.dataset.conversation ?? null;
export const rows = () => [...document.querySelectorAll(".row a[data-open]")];

/** Open the conversation or view at `url` in the thread's place. */
export async function open(url, { push = true, panes = ["thread"] } = {}) {
  sendHeld();
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
  greet();
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

/** Whether a reply or a note for the team is written. */
export function write(mode) {
  const form = document.getElementById("pane-composer");
  if (!form) return;
  form.elements.mode.value = mode;
  form.action = mode === "note" ? form.dataset.noteAction : form.dataset.replyAction;
  form.classList.toggle("as-note", mode === "note");
  const box = form.elements.text;
  box.placeholder = mode === "note" ? box.dataset.notePlaceholder : box.dataset.replyPlaceholder;
}

let greeted = "";
let beat = 0;
let others = new Map(); // Who else is here: id → {name, doing}.

/** Say that one looks at the open conversation, and that it was read to its end. */
function greet() {
  const id = openId();
  clearInterval(beat);
  if (greeted && greeted !== id) tellPresence("gone", greeted);
  if (greeted !== id) others = new Map();
  greeted = id ?? "";
  if (!id || document.hidden) return;
  markRead(id);
  tellPresence("looking", id);
  beat = setInterval(() => document.hidden || tellPresence("looking", id), 20_000);
}

let told = 0;

/** Say that one writes a reply, at most every three seconds. */
export function tellWriting() {
  const now = Date.now();
  if (now - told < 3000 || document.getElementById("pane-composer")?.elements.mode.value === "note") return;
  told = now;
  tellPresence("writing", openId());
}

async function tellPresence(doing, id) {
  const answer = await post(id, "presence", { doing });
  if (!answer?.ok || id !== openId()) return;
  others = new Map((await answer.json()).map((one) => [one.id, one]));
  showOthers();
}

/** Somebody of the team began to look, write or left. */
export function hearPresence({ id, name, doing }) {
  if (doing === "gone") others.delete(id);
  else others.set(id, { name, doing });
  showOthers();
}

/** Name in the head who else is here; the head may have been put anew. */
export function showOthers() {
  const note = document.getElementById("present");
  if (!note) return;
  const here = [...others].filter(([id]) => id !== document.body.dataset.me).map(([, one]) => `${one.name} ${one.doing === "writing" ? "is writing" : "looks here too"}`);
  note.hidden = !here.length;
  note.textContent = here.join(", ");
}

/** Everything that is shown was seen. */
export async function markRead(id = openId()) {
  const seq = document.getElementById("pane-messages")?.dataset.seq;
  if (!id || !seq || document.hidden) return;
  if (!(await post(id, "read", { seq }))?.ok) return;
  const row = document.getElementById(`row-${id}`);
  row?.classList.remove("unread");
  row?.querySelector(".row-marks .count")?.remove();
}

async function post(id, what, fields) {
  try {
    const address = `${document.body.dataset.base}/console/conversations/${id}/${what}`;
    return await fetch(address, { method: "POST", body: new URLSearchParams(fields), keepalive: true });
  } catch {
    return null; // A lost sign of presence is told again soon.
  }
}
