// What stands around the conversation: presence, banners, the spoken status, the greeting.

import { byId } from "./elements.js";

const PATIENCE = 1200; // ms without a connection before the visitor is told
const SPOKEN_EVERY = 2500; // ms between two spoken lines, so that steps do not run over each other
const ASKED = "A person of our team has been asked to join";

export class Surroundings {
  constructor({ onNew, onReconnect }) {
    this.owner = "assistant";
    this.waiting = false;
    this.colleague = null;
    this.connection = "connecting";
    this.spokenAt = 0;
    byId("reconnect-now").addEventListener("click", onReconnect);
    byId("problem-close").addEventListener("click", () => this.problem(""));
    byId("closed-new").addEventListener("click", () => onNew());
    window.addEventListener("offline", () => this.tellOffline());
    this.fitKeyboard();
  }

  /** The state of the socket: "connecting", "ready", "waiting" or "refused". */
  connected(state) {
    this.connection = state;
    if (state === "ready" || state === "refused") {
      clearTimeout(this.patience);
      this.patience = null;
    }
    if (state === "ready") {
      this.problem("");
      if (!byId("offline-banner").hidden) this.announce("Connected again.");
      byId("offline-banner").hidden = true;
    } else if (state === "waiting") {
      // Attempts come and go; the time without a connection counts from the first failure.
      this.patience ??= setTimeout(() => this.tellOffline(), PATIENCE);
    }
    this.presence();
  }

  tellOffline() {
    if (this.connection === "ready" && navigator.onLine) return;
    const offline = !navigator.onLine;
    byId("offline-title").textContent = offline ? "You are offline." : "The connection is lost.";
    byId("offline-banner").hidden = false;
    this.announce(`${byId("offline-title").textContent} ${byId("offline-text").textContent}`);
    this.presence();
  }

  /**
   * Who answers, whether a person is awaited, and whether the conversation goes on. `colleague` is
   * the name of the person who has it; null until they have written.
   */
  conversation({
    owner = this.owner,
    status = this.status,
    ticket = this.ticket,
    waiting = this.waiting,
    colleague = this.colleague,
  }) {
    const before = { owner: this.owner, waiting: this.waiting };
    Object.assign(this, { owner, status, ticket, waiting, colleague });
    const person = owner === "person";
    if (person && before.owner !== "person") this.announce(`${this.who} has taken over this conversation.`);
    else if (!person && waiting && !before.waiting) this.announce(`${ASKED}.`);
    this.showOwner(person);
    byId("closed-banner").hidden = status !== "closed";
    this.presence();
  }

  showOwner(person) {
    byId("chat").dataset.owner = this.owner;
    byId("chat").dataset.waiting = this.waiting ? "yes" : "no";
    byId("person-banner").hidden = !person && !this.waiting;
    byId("person-title").textContent = person ? `${this.who} has taken over.` : "Our team has been told.";
    byId("person-text").textContent = person
      ? "Your messages go to our team. Their answer appears here."
      : "You can go on writing: the assistant answers meanwhile.";
    byId("person-ticket").hidden = !this.ticket;
    byId("person-ticket").textContent = this.ticket ? `Ticket ${this.ticket}` : "";
  }

  /** The person who has the conversation, by name once they have written. */
  get who() {
    return this.colleague ?? "A person of our team";
  }

  get answering() {
    return this.waiting && this.owner === "assistant" ? "waiting" : this.owner;
  }

  presence() {
    const place = byId("presence");
    const lost = this.connection !== "ready";
    place.dataset.state = lost ? (byId("offline-banner").hidden ? "connecting" : "offline") : this.answering;
    byId("presence-text").textContent = {
      connecting: this.connection === "refused" ? "Please sign in" : "Connecting…",
      offline: "Not connected",
      person: `${this.who} answers you`,
      waiting: ASKED,
      assistant: "Our assistant is here",
    }[place.dataset.state];
  }

  /** Say that something did not work; the notice goes with the next success. */
  problem(text) {
    byId("problem-text").textContent = text;
    byId("problem-banner").hidden = !text;
    if (text) this.announce(text);
  }

  welcome(show) {
    byId("welcome").hidden = !show;
  }

  /** Speak a line to screen readers; of many in a row the last is spoken. */
  announce(text) {
    clearTimeout(this.speaking);
    const wait = Math.max(0, this.spokenAt + SPOKEN_EVERY - Date.now());
    this.speaking = setTimeout(() => {
      this.spokenAt = Date.now();
      byId("status").textContent = text;
    }, wait);
  }

  /** Say nothing that a finished reply has made stale. */
  hush() {
    clearTimeout(this.speaking);
    byId("status").textContent = "";
  }

  /** Where the keyboard covers the page instead of resizing it, the page shrinks by itself. */
  fitKeyboard() {
    const view = window.visualViewport;
    if (!view) return;
    view.addEventListener("resize", () => {
      const covered = window.innerHeight - view.height > 60 && view.scale === 1;
      const root = document.documentElement;
      if (covered) root.style.setProperty("--app-height", `${view.height}px`);
      else root.style.removeProperty("--app-height");
      if (covered) window.scrollTo(0, 0);
    });
  }
}
