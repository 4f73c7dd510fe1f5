// The reply that is on its way: what is being done, then the text as it comes.

import { element } from "./elements.js";
import { formattedSoFar } from "./richtext.js";

const STILL = 12000; // ms without news until the visitor is told that work goes on
const GIVEN_UP = 180000; // ms without news until the place is cleared; the reply comes as a message

export class LiveReply {
  /** `announce(text)` speaks to screen readers; `onGrow()` is told when the text grew. */
  constructor(place, { announce, onGrow }) {
    Object.assign(this, { place, announce, onGrow });
    this.waiting = []; // turns without a reply, oldest first
    this.answered = new Set();
    this.reset();
  }

  /** A message was accepted, and a reply is due. */
  expect(turnId) {
    if (!turnId || this.answered.has(turnId) || this.waiting.includes(turnId)) return;
    this.waiting.push(turnId);
    if (!this.node) this.open();
    this.watch();
  }

  step(turnId, label) {
    if (this.answered.has(turnId)) return;
    this.expect(turnId);
    this.label(label);
    this.watch();
  }

  delta(turnId, text) {
    if (this.answered.has(turnId)) return;
    this.expect(turnId);
    if (this.turn !== turnId) this.text = "";
    this.turn = turnId;
    this.text += text;
    this.paintSoon();
    this.watch();
  }

  /** The draft did not hold; a better one follows. */
  discard(turnId) {
    if (this.turn !== turnId) return;
    this.text = "";
    this.body?.replaceChildren();
    this.node?.classList.remove("writing");
    this.watch();
  }

  /** The turn is answered: it and those accepted before it are done. */
  settle(turnId) {
    if (!turnId) return;
    this.answered.add(turnId);
    const at = this.waiting.indexOf(turnId);
    if (at >= 0) this.waiting.splice(0, at + 1).forEach((turn) => this.answered.add(turn));
    if (this.waiting.length) {
      this.text = "";
      this.open();
    } else this.close();
  }

  close() {
    this.waiting.forEach((turn) => this.answered.add(turn));
    this.reset();
  }

  reset() {
    clearTimeout(this.timer);
    clearTimeout(this.end);
    this.waiting = [];
    this.node = this.body = this.steps = null;
    this.turn = null;
    this.text = "";
    this.place.replaceChildren();
  }

  /** A place for the reply; what is being done there is said by steps, in the customer's language. */
  open() {
    this.body = element("div", { class: "text" });
    this.steps = element("span", { class: "step" });
    const dots = element("span", { class: "dots", "aria-hidden": "true" }, element("i"), element("i"), element("i"));
    this.node = element(
      "div",
      { class: "message from-assistant streaming" },
      element("p", { class: "head" }, element("span", { class: "author" }, "Assistant")),
      this.body,
      element("p", { class: "working" }, dots, this.steps),
    );
    this.place.replaceChildren(this.node);
    this.announce("The assistant is working on an answer…");
    this.onGrow();
  }

  label(text) {
    if (!text) return;
    const words = `${String(text).replace(/[.…\s]+$/, "")}…`;
    if (!this.steps || this.steps.textContent === words) return;
    this.steps.textContent = words;
    this.node.classList.toggle("writing", Boolean(this.text));
    this.announce(words);
    this.onGrow();
  }

  paintSoon() {
    if (this.painting) return;
    this.painting = requestAnimationFrame(() => {
      this.painting = null;
      if (!this.body) return;
      this.node.classList.toggle("writing", Boolean(this.text));
      this.body.replaceChildren(formattedSoFar(this.text));
      this.onGrow();
    });
  }

  watch() {
    clearTimeout(this.timer);
    clearTimeout(this.end);
    this.timer = setTimeout(() => {
      this.node?.classList.remove("writing");
      this.label("Still working on it");
    }, STILL);
    this.end = setTimeout(() => this.reset(), GIVEN_UP);
  }
}
