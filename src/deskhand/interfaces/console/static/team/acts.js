// Forms that do something: sent in the background, then the page reads itself again.

import { ask } from "./asking.js";
import { follow } from "./sheet.js";
import { problem } from "./swap.js";
import { toast } from "./toast.js";

const busy = new WeakSet();

/** Send the form; true when it was done. What failed is said, and nothing typed is lost. */
export async function send(form, submitter = null) {
  if (busy.has(form)) return false;
  busy.add(form);
  const button = form.querySelector("button[type=submit], button:not([type])");
  if (button) button.disabled = true;
  try {
    const body = form.enctype === "multipart/form-data" ? new FormData(form) : new URLSearchParams(new FormData(form));
    const answer = await ask(submitter?.hasAttribute("formaction") ? submitter.formAction : form.action, { method: "POST", body });
    if (answer.status === 401) window.location.reload();
    if (!answer.ok) return refused(form, await problem(answer));
    if (form.hasAttribute("data-follow")) await follow(form, document.body.dataset.base + (await answer.json()).next);
    if (form.dataset.shows) return reveal(form, (await answer.json())[form.dataset.shows]);
    if (form.dataset.said) toast(form.dataset.said);
    return true;
  } catch (error) {
    toast(error instanceof TypeError ? "The server does not answer. Nothing was sent." : error.message, true);
    return false;
  } finally {
    busy.delete(form);
    if (button) button.disabled = false;
  }
}

/** Say why it was not done: beside the form where it has a place for that. */
function refused(form, why) {
  const place = form.querySelector("output.refused");
  if (place) {
    place.textContent = why;
    place.hidden = false;
  } else toast(why, true);
  return false;
}

/** Show what is told this once, and stay on the page until it was copied. */
function reveal(form, secret) {
  const place = form.querySelector("output");
  place.textContent = `Copy it now, it is not shown again: ${secret}`;
  place.hidden = false;
  form.reset();
  return false;
}
