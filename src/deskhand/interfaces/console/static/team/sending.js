// A reply waits ten seconds before it is sent, so that it can be taken back. Leaving the
// conversation or the page sends it at once.

import { ask } from "./asking.js";
import * as drafts from "./drafts.js";
import { problem } from "./swap.js";
import { toast } from "./toast.js";

const WAIT = 10; // seconds
let waiting = null;

/** Whether a reply is about to be sent. */
export const held = () => waiting !== null;

/** Hold what the form says; `done` is called once it was sent. What was held before goes first. */
export async function hold(form, done) {
  const body = new URLSearchParams(new FormData(form));
  const text = form.elements.text.value;
  if (!text.trim()) return;
  form.elements.text.value = "";
  form.elements.macro_id.disabled = true;
  if (waiting) await sendHeld();
  waiting = { form, url: form.action, body, text, done, left: WAIT };
  tell();
  waiting.timer = setInterval(() => {
    waiting.left -= 1;
    if (waiting.left <= 0) sendHeld();
    else tell();
  }, 1000);
}

/** Put what is held back into its field. */
export function takeBack() {
  const one = release();
  if (one) restore(one);
}

/** Send what is held, once. */
export async function sendHeld() {
  const one = release();
  if (!one) return;
  try {
    const answer = await ask(one.url, { method: "POST", body: one.body, keepalive: true });
    if (!answer.ok) throw new Error(await problem(answer));
    one.done();
  } catch (error) {
    toast(error instanceof TypeError ? "The server does not answer. Nothing was sent." : error.message, true);
    restore(one);
  }
}

function release() {
  const one = waiting;
  if (!one) return null;
  clearInterval(one.timer);
  waiting = null;
  tell();
  return one;
}

/** The text again where it was written, before what was written since; also kept as a draft. */
function restore(one) {
  const id = conversation(one.url);
  const form = document.getElementById("pane-composer");
  const open = form && conversation(form.action) === id;
  const since = open ? form.elements.text.value : drafts.get(id);
  const text = since ? `${one.text}\n${since}` : one.text;
  drafts.set(id, text); // Another conversation may be on its way into this place.
  if (!open) return;
  form.elements.text.value = text;
  const macro = one.body.get("macro_id");
  if (macro) {
    form.elements.macro_id.value = macro;
    form.elements.macro_id.disabled = false;
  }
  form.elements.text.focus();
}

const conversation = (address) => new URL(address).pathname.split("/").at(-2);

function tell() {
  const note = document.getElementById("held");
  if (!note) return;
  note.hidden = !waiting;
  if (waiting) note.querySelector(".held-text").textContent = `Sending in ${waiting.left} s`;
}
