// A file for the open conversation: sent as soon as it is chosen.

import { problem } from "./swap.js";
import { toast } from "./toast.js";

/** Send the chosen file of the field; true when it was taken. */
export async function attach(field) {
  const [file] = field.files;
  if (!file) return false;
  const body = new FormData();
  body.append("file", file);
  field.disabled = true;
  try {
    const answer = await fetch(field.dataset.attach, { method: "POST", body, credentials: "same-origin" });
    if (!answer.ok) throw new Error(await problem(answer));
    toast(`${file.name} is attached.`);
    return true;
  } catch (error) {
    toast(error instanceof TypeError ? "The server does not answer. Nothing was sent." : error.message, true);
    return false;
  } finally {
    field.disabled = false;
    field.value = "";
  }
}
