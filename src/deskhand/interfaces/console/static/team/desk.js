// The console's page: joins the live line, the inbox, forms and keys.

import { send } from "./acts.js";
import { attach } from "./attaching.js";
import { ask } from "./asking.js";
import * as inbox from "./inbox.js";
import { listen, openPalette } from "./keys.js";
import { Line } from "./live.js";
import { hold, sendHeld, takeBack } from "./sending.js";
import { showSheet } from "./sheet.js";
import { fetchPanes, problem, putPanes, remember, SignedOut } from "./swap.js";
import { tellTimes } from "./times.js";
import { toast } from "./toast.js";
import { takeFiles } from "./uploads.js";

const { base, liveAfter, section } = document.body.dataset;
const REST = 150; // Events of one burst are read together.
const WORDS = { live: "Live", away: "No connection; trying again", opening: "Connecting" };
const INSIDE = ["head", "messages", "side"];
let wanted = null;
let state = "opening";

/** Do something that may fail; what failed is said. */
async function go(act) {
  try {
    await act();
  } catch (error) {
    if (error instanceof SignedOut) window.location.assign(`${base}/console/sign-in`);
    else if (error.name !== "AbortError") toast(error instanceof TypeError ? "The server does not answer." : error.message, true);
  }
}

/** Read panes again: at once when nothing is pending, else together with what is. */
function refresh(panes) {
  if (wanted) {
    for (const pane of panes) wanted.add(pane);
    return;
  }
  wanted = new Set(panes);
  setTimeout(() => go(async () => {
    const now = [...wanted].filter((pane) => inbox.openId() || !INSIDE.includes(pane));
    wanted = null;
    const opened = inbox.openId();
    const end = inbox.atEnd();
    const parsed = await fetchPanes(window.location.href, now);
    if (opened !== inbox.openId()) return; // Another one was opened meanwhile.
    putPanes(parsed);
    inbox.mark();
    inbox.showOthers();
    if (now.includes("messages")) inbox.markRead();
    if (end && now.includes("messages")) inbox.settle();
  }), REST);
}

/** What was written is on its way: an empty field, and the page as it is now. */
function afterwards() {
  const form = document.getElementById("pane-composer");
  if (form && !form.elements.text.value) {
    form.elements.macro_id.disabled = true;
    inbox.write("reply");
    inbox.keepDraft();
  }
  refresh(["rail", "list", ...INSIDE]);
}

const everything = () => refresh(section === "inbox" ? ["rail", "list", ...INSIDE] : ["rail"]);

function happened(detail) {
  const { type, conversation_id } = detail;
  if (type === "gap") return everything();
  const here = conversation_id === inbox.openId();
  if (type === "presence") return here && inbox.hearPresence(detail);
  if (type === "typing") return here && inbox.showTyping();
  if (here && type === "message.accepted") inbox.hideTyping();
  if (section !== "inbox") return refresh(["rail"]);
  refresh(here ? ["rail", "list", ...INSIDE] : ["rail", "list"]);
}

function showState() {
  const line = document.getElementById("line");
  if (!line) return;
  line.dataset.state = state;
  line.querySelector(".line-label").textContent = WORDS[state] ?? "";
}

/** Put the macro's text into the reply; its actions follow when it is sent. */
async function useMacro(select) {
  const answer = await ask(`${select.dataset.macro}${select.value}`);
  if (!answer.ok) throw new Error(await problem(answer));
  const form = select.form;
  inbox.write("reply");
  form.elements.text.value = (await answer.json()).text;
  form.elements.macro_id.value = select.value;
  form.elements.macro_id.disabled = false;
  form.elements.text.focus();
}

document.addEventListener("click", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const link = event.target.closest("a[data-open]");
  if (link) {
    event.preventDefault();
    go(() => inbox.open(link.href));
  }
  const sheet = event.target.closest("a[data-sheet]");
  if (sheet && (section === "inbox" || sheet.closest("dialog"))) {
    event.preventDefault();
    go(() => showSheet(sheet.href));
  }
  if (event.target.closest("[data-take-back]")) takeBack();
  if (event.target.closest("[data-send-now]")) go(sendHeld);
  const shown = event.target.closest("[data-show]");
  if (shown) document.getElementById(shown.dataset.show).showModal();
  if (event.target.closest("[data-palette]")) go(openPalette);
  if (event.target.closest("[data-side]:not(.thread)")) document.getElementById("pane-thread").toggleAttribute("data-side");
});

document.addEventListener("change", (event) => {
  const { target } = event;
  if (target.matches("[data-submit]")) target.form.requestSubmit();
  else if (target.name === "mode") inbox.write(target.value);
  else if (target.matches("[data-macro]") && target.value) go(() => useMacro(target));
  else if (target.matches("[data-attach]")) go(async () => (await attach(target)) && refresh(INSIDE));
});

document.addEventListener("input", (event) => {
  if (event.target.id !== "reply") return;
  inbox.keepDraft();
  inbox.tellWriting();
});

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (form.matches("[data-search]")) {
    event.preventDefault();
    const url = new URL(form.action);
    url.search = new URLSearchParams(new FormData(form));
    go(() => inbox.open(url.href, { panes: ["list", "thread"] }));
  } else if (form.matches("[data-reply], [data-act]")) {
    event.preventDefault();
    if (form.matches("[data-reply]") && form.elements.mode.value === "reply") return hold(form, afterwards);
    if (form.dataset.sure && !window.confirm(form.dataset.sure)) return;
    await sendHeld(); // What was said before comes before.
    if (!(await send(form, event.submitter))) return;
    if (form.matches("[data-reply]")) form.reset();
    if (section === "inbox") afterwards();
    else if (form.hasAttribute("data-follow")) return;
    else window.location.assign(form.dataset.next ?? window.location.href);
  }
});

window.addEventListener("popstate", () => go(() => inbox.open(window.location.href, { push: false, panes: ["list", "thread"] })));
window.addEventListener("pagehide", () => {
  sendHeld();
  inbox.keepDraft();
});
document.addEventListener("desk:put", () => {
  tellTimes();
  showState();
});

remember(document);
for (const form of document.querySelectorAll("[data-drop]")) takeFiles(form, go);
tellTimes();
inbox.settle();
setInterval(tellTimes, 30_000);
listen(go);
const line = new Line(`${base}/console/live`, Number(liveAfter));
line.addEventListener("event", ({ detail }) => happened(detail));
line.addEventListener("state", ({ detail }) => {
  state = detail;
  showState();
  if (detail === "signed-out") window.location.assign(`${base}/console/sign-in`);
});
