// The command palette: every page, everything that can be done here, and a search, by typing.

import { openId } from "./inbox.js";

const PLACES = [
  ["New macro, macros", "/console/macros"],
  ["Service levels and assignment", "/console/settings/service"],
  ["Webhooks", "/console/settings/webhooks"],
  ["Audit trail", "/console/settings/audit"],
  ["First day", "/console/first-day"],
  ["Gaps in what is known", "/console/knowledge/writing/gaps"],
  ["Write an article", "/console/knowledge/writing"],
];
let dialog = null;
let shown = [];
let at = 0;

/** Open it, with everything that can be done now. */
export function show() {
  dialog ??= build();
  dialog.querySelector("input").value = "";
  list("");
  if (!dialog.open) dialog.showModal();
}

/** What there is: pages of the rail, forms of the open conversation, records to act on. */
function commands() {
  const { base } = document.body.dataset;
  const pages = [...document.querySelectorAll(".rail a")].map((link) => ({ label: link.querySelector(".rail-label").textContent, kind: "Go to", run: () => link.click() }));
  const places = PLACES.map(([label, path]) => ({ label, kind: "Go to", run: () => window.location.assign(base + path) }));
  const acts = openId() ? [...document.querySelectorAll(".talk-tools form button")].map((button) => ({ label: button.textContent.trim(), kind: "Do", run: () => button.click() })) : [];
  const sheets = [...document.querySelectorAll("#pane-side a[data-sheet]")].map((link) => ({ label: link.getAttribute("aria-label") ?? link.textContent.trim(), kind: "Do", run: () => link.click() }));
  const others = [...document.querySelectorAll(".row a[data-open]")].map((link) => ({ label: `${link.querySelector("strong").textContent}: ${link.querySelector(".row-text").textContent.trim()}`, kind: "Open", run: () => link.click() }));
  return [...acts, ...sheets, ...pages, ...places, ...others];
}

function list(typed) {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  shown = commands().filter(({ label, kind }) => words.every((word) => `${kind} ${label}`.toLowerCase().includes(word))).slice(0, 12);
  if (typed.trim()) shown.push({ label: `“${typed.trim()}” in all conversations`, kind: "Search", run: () => search(typed.trim()) });
  choose(0);
}

function search(typed) {
  window.location.assign(`${document.body.dataset.base}/console?${new URLSearchParams({ view: "all", q: typed })}`);
}

function choose(next) {
  at = Math.max(0, Math.min(next, shown.length - 1));
  const rows = shown.map(({ label, kind }, index) => {
    const row = document.createElement("li");
    const what = document.createElement("span");
    row.id = `command-${index}`;
    row.role = "option";
    row.ariaSelected = String(index === at);
    what.textContent = kind;
    row.append(what, label);
    row.addEventListener("click", () => run(index));
    return row;
  });
  dialog.querySelector("ul").replaceChildren(...rows);
  dialog.querySelector("input").setAttribute("aria-activedescendant", rows.length ? `command-${at}` : "");
  rows[at]?.scrollIntoView({ block: "nearest" });
}

function run(index) {
  const chosen = shown[index];
  dialog.close();
  chosen?.run();
}

function build() {
  const made = document.createElement("dialog");
  const input = document.createElement("input");
  const rows = document.createElement("ul");
  made.className = "palette";
  made.ariaLabel = "Commands";
  rows.id = "commands";
  rows.role = "listbox";
  rows.ariaLabel = "Commands";
  for (const [name, value] of Object.entries({ type: "text", role: "combobox", "aria-controls": "commands", "aria-expanded": "true", "aria-label": "Command", autocomplete: "off", placeholder: "Go anywhere, do anything" })) input.setAttribute(name, value);
  input.addEventListener("input", () => list(input.value));
  input.addEventListener("keydown", (event) => {
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps) choose(at + steps[event.key]);
    else if (event.key === "Enter") run(at);
    else return;
    event.preventDefault();
  });
  made.append(input, rows);
  document.body.append(made);
  return made;
}
