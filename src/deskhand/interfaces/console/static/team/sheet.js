// A page shown over the page: what is done beside the thread is done without leaving it.

import { fetchPanes } from "./swap.js";

const sheet = () => document.getElementById("sheet");

/** Show the page at `url` in the sheet, opened where it is not. */
export async function showSheet(url) {
  const parsed = await fetchPanes(url, ["act"]);
  const pane = document.adoptNode(parsed.querySelector("[data-pane]"));
  const place = sheet().querySelector(".sheet-body");
  place.replaceChildren(pane);
  if (!sheet().open) sheet().showModal();
  pane.querySelector("h1")?.scrollIntoView({ block: "nearest" });
  document.dispatchEvent(new CustomEvent("desk:put"));
}

/** Go on to `url`: in the sheet for what stands in it, else as a page of its own. */
export async function follow(form, url) {
  if (sheet().contains(form)) await showSheet(url);
  else window.location.assign(url);
}
