// The chat page: wires the parts together. Each part has a file of its own beside this one.

import { Composer } from "./composer.js";
import { Conversation } from "./conversation.js";
import { byId } from "./elements.js";
import { LiveReply } from "./live.js";
import { Panel } from "./panel.js";
import { Follower } from "./scroll.js";
import { SignIn } from "./signin.js";
import { lasting } from "./storage.js";
import { Surroundings } from "./surroundings.js";
import { Transcript } from "./transcript.js";

const page = document.body.dataset;
const coarse = window.matchMedia("(pointer: coarse)");

const follower = new Follower(byId("scroller"), byId("jump"));
const panel = new Panel();
const surroundings = new Surroundings({ onNew: begin, onReconnect: () => conversation.retryNow() });
const live = new LiveReply(byId("live"), {
  announce: (text) => surroundings.announce(text),
  onGrow: () => follower.grew(),
});
const transcript = new Transcript(byId("log"), {
  onFeedback: (turnId, rating) => conversation.rate(turnId, rating),
  onRetry: (clientId) => conversation.sendAgain(clientId),
  onChoose: (label) => choose(label),
  rated: {},
});
const signIn = new SignIn({ base: page.base, onSignedIn: () => conversation.connect() });
const conversation = new Conversation({ base: page.base, person: page.person, transcript, live, follower, surroundings, signIn });
const composer = new Composer(
  {
    form: byId("composer"),
    box: byId("message-text"),
    button: byId("send"),
    count: byId("composer-count"),
    limit: Number(page.messageLimit),
  },
  { onSend: (text) => conversation.say(text), onTyping: () => conversation.typing() },
);

/** A new conversation, of the same customer unless another is given. */
function begin(customer = conversation.customer) {
  conversation.begin(customer);
  greet(customer);
  surroundings.announce("New conversation started.");
  if (!coarse.matches) composer.focus();
}

/** Send words that were offered on a button, as if the visitor had written them. */
function choose(words) {
  conversation.say(words);
  if (!coarse.matches) composer.focus();
}

/** Mark the customer in the picker, greet them, and offer what they can ask. */
function greet(email) {
  let name = "";
  for (const button of document.querySelectorAll(".customer")) {
    const chosen = button.dataset.email === email;
    button.setAttribute("aria-pressed", String(chosen));
    if (chosen && email) name = button.dataset.name.split(" ")[0];
  }
  if (page.person) name = page.name.split(" ")[0];
  byId("welcome-name").textContent = name ? `, ${name}` : "";
  const visitor = email || !byId("customers") ? "customer" : "guest";
  for (const part of document.querySelectorAll("#welcome [data-for]")) part.hidden = part.dataset.for !== visitor;
}

function firstCustomer() {
  const known = [...document.querySelectorAll(".customer")].map((button) => button.dataset.email);
  const last = lasting.read("session")?.customer;
  return known.includes(last) ? last : (known[0] ?? "");
}

for (const button of document.querySelectorAll(".customer")) {
  button.addEventListener("click", () => {
    panel.show(false);
    if (button.dataset.email !== conversation.customer) begin(button.dataset.email);
  });
}
for (const button of document.querySelectorAll(".suggestion")) {
  button.addEventListener("click", () => choose(button.textContent.trim()));
}
byId("new-conversation").addEventListener("click", () => begin());

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented || byId("signin").open) return;
  const card = document.activeElement?.closest?.("details[open]");
  if (panel.open) panel.toggle(false);
  else if (card) {
    card.open = false;
    card.querySelector("summary").focus();
  } else composer.focus();
});

// Printed pages show the passages too.
window.addEventListener("beforeprint", () => {
  for (const card of document.querySelectorAll(".source:not([open])")) {
    card.open = true;
    card.dataset.forPrint = "yes";
  }
});
window.addEventListener("afterprint", () => {
  for (const card of document.querySelectorAll("[data-for-print]")) {
    card.open = false;
    delete card.dataset.forPrint;
  }
});

const customer = page.person || firstCustomer();
const wanted = new URLSearchParams(window.location.search).get("talk");
if (page.person && wanted) conversation.open(customer, wanted);
else conversation.resume(customer);
greet(customer);
if (page.needsLogin === "yes" && !signIn.token) {
  surroundings.connected("refused");
  signIn.ask();
} else conversation.connect();
if (!coarse.matches && !byId("signin").open) composer.focus();
