// The log of finished messages, in order and each one once. Streaming happens in live.js, outside
// of the log, so that a screen reader hears whole replies only.

import { choiceButtons, settleChoices } from "./choices.js";
import { element, icon } from "./elements.js";
import { footing } from "./footing.js";
import { replyBlocks } from "./quotes.js";
import { proposalCard } from "./proposals.js";
import { formatted } from "./richtext.js";
import { spoken } from "./times.js";

const AUTHORS = { customer: "You", assistant: "Assistant", agent: "Our team", system: "Notice" };
const TICKS = {
  queued: ["clock", "Waiting for the connection"],
  sent: ["tick", "Sent"],
  accepted: ["ticks", "Received"],
  failed: ["alert", "Not sent"],
};

export class Transcript {
  /**
   * `onFeedback(turnId, rating)` answers whether it was sent; `onRetry(clientId)` sends again;
   * `onChoose(label)` is told which answer to an open question was chosen.
   */
  constructor(log, { onFeedback, onRetry, onChoose, rated }) {
    Object.assign(this, { log, onFeedback, onRetry, onChoose, rated });
    this.nodes = new Map(); // message id → article
    this.pending = new Map(); // client_id → article
  }

  get empty() {
    return !this.nodes.size && !this.pending.size;
  }

  has(message) {
    return this.nodes.has(message.id);
  }

  /** Show a message that the server has stored; false when it was there already. */
  add(message) {
    if (this.has(message)) return false;
    const article = this.article(message);
    this.nodes.set(message.id, article);
    this.place(article);
    this.settleChoices();
    return true;
  }

  /** Show a message of the visitor that is not stored yet. */
  addPending(entry, state) {
    let article = this.pending.get(entry.client_id);
    if (!article) {
      article = this.article({ ...entry, role: "customer" });
      article.dataset.clientId = entry.client_id;
      this.pending.set(entry.client_id, article);
      this.place(article);
    }
    this.mark(article, state);
    this.settleChoices();
  }

  /** The server stored the message: the bubble that waited becomes the stored one. */
  accept(clientId, message) {
    const waiting = this.pending.get(clientId);
    this.pending.delete(clientId);
    if (this.has(message) || !waiting) {
      waiting?.remove();
      return this.add(message);
    }
    this.nodes.set(message.id, waiting);
    waiting.dataset.seq = message.seq ?? "";
    waiting.querySelector(".retry")?.remove();
    this.mark(waiting, "accepted");
    if (this.misplaced(waiting)) this.place(waiting);
    this.settleChoices();
    return true;
  }

  /** The server refused the message, or the visitor has to send it again. */
  fail(clientId, detail) {
    const article = this.pending.get(clientId);
    if (!article) return;
    this.mark(article, "failed");
    article.querySelector(".retry")?.remove();
    const again = element("button", { type: "button", class: "text-button" }, "Send again");
    again.addEventListener("click", () => {
      article.querySelector(".retry")?.remove();
      this.onRetry(clientId);
    });
    article.append(element("p", { class: "retry" }, `${detail} `, again));
    this.settleChoices();
  }

  /** Choices belong to the newest stored message, and rest while a message is on its way. */
  settleChoices() {
    const pending = [...this.pending.values()];
    const stored = [...this.log.querySelectorAll(".message")].filter((article) => !pending.includes(article));
    const underWay = pending.some((article) => article.querySelector(".tick").dataset.state !== "failed");
    settleChoices(this.log, stored.at(-1), underWay);
  }

  clear() {
    this.nodes.clear();
    this.pending.clear();
    this.log.replaceChildren();
  }

  article(message) {
    const at = spoken(message.created_at);
    const role = AUTHORS[message.role] ? message.role : "system";
    const body = element("div", { class: "text" });
    if (role === "customer") body.textContent = message.text;
    else body.append(role === "assistant" ? replyBlocks(message) : formatted(message.text));
    const name = message.author?.name ?? AUTHORS[role];
    const author = element("span", { class: role === "customer" ? "hidden" : "author" }, name);
    const head = element("p", { class: "head" }, author, element("time", { datetime: at.iso, title: at.full }, at.time));
    if (role === "customer") head.append(tick());
    const article = element("article", { class: `message from-${role}`, "data-day": at.day }, head, body);
    if (message.seq != null) article.dataset.seq = message.seq;
    if (role === "customer") this.mark(article, "accepted");
    if (role === "assistant") article.append(...this.below(message));
    return article;
  }

  below(message) {
    const asked = proposalCard(message, this.onChoose) ?? choiceButtons(message.choices, this.onChoose);
    return [asked, ...footing(message), this.feedback(message)].filter(Boolean);
  }

  feedback(message) {
    if (!message.turn_id || message.escalated) return null;
    const row = element("div", { class: "feedback", role: "group", "aria-label": "Did this answer help?" });
    const thank = (rating) => {
      const words = { satisfied: "Thank you for telling us.", escalate: "You asked for a person." };
      row.replaceChildren(element("p", {}, words[rating]));
      row.classList.add("rated");
    };
    if (this.rated[message.turn_id]) {
      thank(this.rated[message.turn_id]);
      return row;
    }
    const choice = (rating, name, text) => {
      const button = element("button", { type: "button", class: `chip ${rating}` }, icon(name), text);
      button.addEventListener("click", () => {
        if (!this.onFeedback(message.turn_id, rating)) return;
        this.rated[message.turn_id] = rating;
        thank(rating);
      });
      return button;
    };
    // A question with choices is no answer yet that could have helped.
    if (!message.choices?.length) row.append(choice("satisfied", "tick", "This helped"));
    row.append(choice("escalate", "person", "Talk to a person"));
    return row;
  }

  mark(article, state) {
    const place = article.querySelector(".tick");
    if (!place || place.dataset.state === state) return;
    const [name, label] = TICKS[state];
    article.classList.toggle("unsent", state === "queued" || state === "failed");
    place.dataset.state = state;
    place.setAttribute("aria-label", label);
    place.setAttribute("title", label);
    place.replaceChildren(icon(name));
  }

  /** Put the article where its number belongs; messages without a number stand at the end. */
  place(article) {
    const seq = Number(article.dataset.seq || Infinity);
    let before = null;
    for (let node = this.log.lastElementChild; node; node = node.previousElementSibling) {
      if (node === article || !node.matches(".message")) continue;
      if (Number(node.dataset.seq || Infinity) <= seq) break;
      before = node;
    }
    this.log.insertBefore(article, before);
    this.separateDays();
  }

  misplaced(article) {
    const seq = Number(article.dataset.seq || Infinity);
    const previous = article.previousElementSibling;
    const next = article.nextElementSibling;
    return Number(previous?.dataset.seq ?? 0) > seq || Number(next?.dataset.seq || Infinity) < seq;
  }

  separateDays() {
    let last = "Today"; // A conversation of today needs no heading for it.
    for (const node of [...this.log.children]) {
      if (node.matches(".day")) {
        if (node.nextElementSibling?.dataset.day !== node.dataset.day) node.remove();
        continue;
      }
      const heading = node.previousElementSibling?.matches(".day");
      if (node.dataset.day === last) {
        if (heading) node.previousElementSibling.remove();
      } else if (!heading) {
        node.before(element("p", { class: "day", "data-day": node.dataset.day }, node.dataset.day));
      }
      last = node.dataset.day;
    }
  }
}

function tick() {
  return element("span", { class: "tick", role: "img" });
}
