// Forms that do something: sent in the background, then the page reads itself again.

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
    const answer = await fetch(submitter?.hasAttribute("formaction") ? submitter.formAction : form.action, { method: "POST", body, credentials: "same-origin" });
    if (answer.status === 401) window.location.reload();
    if (!answer.ok) throw new Error(await problem(answer));
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

/** Show what is told this once, and stay on the page until it was copied. */
function reveal(form, secret) {
  const place = form.querySelector("output");
  place.textContent = `Copy it now, it is not shown again: ${secret}`;
  place.hidden = false;
  form.reset();
  return false;
}
