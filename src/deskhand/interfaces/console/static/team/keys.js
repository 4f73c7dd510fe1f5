// The keyboard: one letter for what is done most, as long as nobody is writing.

import { neighbour, open, openId, rows, write } from "./inbox.js";
import { held, sendHeld, takeBack } from "./sending.js";

/** The palette is fetched when it is asked for. */
export async function openPalette() {
  const { show } = await import("./palette.js");
  show();
}

const writing = (node) => node?.closest?.("input, textarea, select, [contenteditable]");

/** Listen to keys; `go` opens a link's address and says what fails. */
export function listen(go) {
  document.addEventListener("keydown", (event) => {
    const node = event.target;
    if (event.key === "k" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      go(openPalette);
    } else if (event.key === "z" && (event.ctrlKey || event.metaKey) && held() && !node.value) {
      event.preventDefault();
      takeBack();
    } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && held() && node.id === "reply" && !node.value) {
      event.preventDefault();
      go(sendHeld);
    } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && node.form) {
      event.preventDefault();
      node.form.requestSubmit();
    } else if (event.key === "Escape" && writing(node)) {
      node.blur();
      document.querySelector(".row a[aria-current]")?.focus();
    } else if (!event.ctrlKey && !event.metaKey && !event.altKey && !writing(node) && !document.querySelector("dialog[open]")) {
      const act = ACTS[event.key];
      if (!act) return;
      event.preventDefault();
      act(go);
    }
  });
}

const press = (act) => document.querySelector(`form[data-act="${act}"]`)?.requestSubmit();

function step(by) {
  return (go) => {
    const link = neighbour(by);
    if (!link) return;
    link.focus();
    link.scrollIntoView({ block: "nearest" });
    if (link.getAttribute("aria-current") !== "true") go(() => open(link.href));
  };
}

function compose(mode) {
  return () => {
    write(mode);
    document.getElementById("reply")?.focus();
  };
}

function nextWaiting(go) {
  const link = rows().find((one) => one.closest(".waits") && !one.pathname.endsWith(openId() ?? " "));
  if (link) go(() => open(link.href));
}

const ACTS = {
  j: step(1),
  k: step(-1),
  r: compose("reply"),
  n: compose("note"),
  t: () => press("take"),
  e: () => press("close"),
  w: nextWaiting,
  i: () => document.getElementById("pane-thread")?.toggleAttribute("data-side"),
  "/": () => document.getElementById("search")?.select() ?? document.getElementById("search")?.focus(),
  "?": () => document.getElementById("keys").showModal(),
};
