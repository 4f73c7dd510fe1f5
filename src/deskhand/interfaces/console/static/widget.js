// The chat for any page: one file, one element, no dependency. What a page's styles, scripts and
// policies do outside of the shadow root changes nothing inside.

(() => {
  const tag = document.currentScript;
  const KEY = tag?.dataset.key;
  if (!KEY || customElements.get("deskhand-chat")) return;
  const BASE = new URL(".", tag.src).href.replace(/\/$/, "");
  const API = `${BASE}/api/v1/widget/${encodeURIComponent(KEY)}`;
  const STORE = `deskhand.widget.${KEY}`;
  const LONGEST_WAIT = 15000; // ms between two tries to connect
  const PING_EVERY = 20000; // ms
  const SILENCE = 12000; // ms without an answer, then the line counts as dead

  const STYLE = `
    :host { all: initial; color-scheme: light dark; --accent: light-dark(#0d5a52, #7fd3c5); --on: light-dark(#fff, #0c2321);
      --bg: light-dark(#fffefb, #1a2326); --bg2: light-dark(#f1eee6, #253135); --ink: light-dark(#1d2729, #e7ecea);
      --ink2: light-dark(#566063, #a8b4b4); --line: light-dark(#dfdacd, #3a484c); }
    :host([data-theme="light"]) { color-scheme: light; } :host([data-theme="dark"]) { color-scheme: dark; }
    :host { position: fixed; z-index: 2147483000; right: 20px; bottom: 20px; font: 16px/1.5 ui-sans-serif, system-ui, sans-serif; }
    * { box-sizing: border-box; } [hidden] { display: none !important; }
    button, textarea { font: inherit; color: inherit; } button { cursor: pointer; }
    :focus-visible { outline: 3px solid light-dark(#0b63c4, #8cc3ff); outline-offset: 2px; }
    svg { width: 24px; height: 24px; fill: none; stroke: currentcolor; stroke-width: 1.8; stroke-linecap: round; stroke-linejoin: round; }
    .opener { position: relative; display: grid; place-items: center; width: 58px; height: 58px; border: 0; border-radius: 50%;
      background: var(--accent); color: var(--on); box-shadow: 0 8px 28px rgb(0 0 0 / 25%); }
    .badge { position: absolute; top: -4px; right: -4px; min-width: 22px; padding: 0 6px; border-radius: 11px; background: #a3271d;
      color: #fff; font-size: 13px; font-weight: 700; line-height: 22px; text-align: center; }
    .box { position: absolute; right: 0; bottom: 74px; display: flex; flex-direction: column; width: 380px; height: min(600px, calc(100vh - 120px));
      overflow: hidden; border: 1px solid var(--line); border-radius: 18px; background: var(--bg); color: var(--ink); box-shadow: 0 18px 60px rgb(0 0 0 / 25%); }
    header { display: flex; align-items: center; gap: 8px; padding: 12px 8px 12px 18px; border-bottom: 1px solid var(--line); background: var(--bg2); }
    h2 { flex: 1; min-width: 0; margin: 0; overflow: hidden; font-size: 17px; text-overflow: ellipsis; white-space: nowrap; }
    header button { display: grid; place-items: center; width: 44px; height: 44px; border: 0; border-radius: 50%; background: none; }
    .state { margin: 0; padding: 8px 18px; background: var(--bg2); color: var(--ink2); font-size: 14px; }
    .log { flex: 1; overflow-y: auto; padding: 16px 18px; overscroll-behavior: contain; }
    .said { max-width: 88%; margin: 0 0 14px; overflow-wrap: anywhere; }
    .said b { display: block; color: var(--ink2); font-size: 13px; font-weight: 600; }
    .said p { margin: 0; white-space: pre-wrap; }
    .mine { margin-left: auto; width: fit-content; padding: 9px 14px; border-radius: 16px 16px 4px 16px; background: light-dark(#0f5f57, #1f5a55); color: #fff; }
    .mine.unsent { opacity: .65; }
    .choices { display: flex; flex-wrap: wrap; gap: 8px; margin-top: 10px; }
    .choices button { min-height: 44px; padding: 6px 16px; border: 1px solid var(--accent); border-radius: 22px; background: none; font-weight: 600; }
    .card { margin-top: 10px; padding: 12px 14px; border: 1px solid var(--accent); border-radius: 12px; }
    .card dl { margin: 6px 0 0; } .card div { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 12px; }
    .card dt { color: var(--ink2); } .card dd { margin: 0; font-weight: 600; }
    .typing { min-height: 1.5em; color: var(--ink2); font-size: 14px; }
    form { display: flex; align-items: flex-end; gap: 8px; padding: 10px; border-top: 1px solid var(--line); }
    textarea { flex: 1; min-width: 0; max-height: 120px; padding: 9px 12px; border: 1px solid light-dark(#8b877b, #7d8b8e); border-radius: 20px; background: var(--bg); resize: none; }
    form button { display: grid; flex: none; place-items: center; width: 44px; height: 44px; border: 0; border-radius: 50%; background: var(--accent); color: var(--on); }
    .quiet { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
    @media (max-width: 520px) { .box { position: fixed; inset: 0; width: auto; height: 100dvh; border: 0; border-radius: 0; } :host([open]) .opener { display: none; } }
    @media (prefers-reduced-motion: no-preference) { .opener { transition: transform .15s; } .opener:hover { transform: scale(1.05); } }
    @media print { :host { display: none; } }`;

  const SHAPES = {
    chat: "M5 5.5h14a1.5 1.5 0 0 1 1.5 1.5v8a1.5 1.5 0 0 1-1.5 1.5h-6.5L8 20v-3.5H5A1.5 1.5 0 0 1 3.5 15V7A1.5 1.5 0 0 1 5 5.5z",
    close: "M6 6l12 12M18 6L6 18",
    send: "M12 19V5M5.5 11.5L12 5l6.5 6.5",
  };

  /** An element; strings become text, so that nothing that is said is ever markup. */
  const make = (name, attributes = {}, ...children) => {
    const node = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) if (value != null && value !== false) node.setAttribute(key, value === true ? "" : value);
    node.append(...children.filter((child) => child != null));
    return node;
  };
  const icon = (name) => {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("viewBox", "0 0 24 24");
    svg.setAttribute("aria-hidden", "true");
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    path.setAttribute("d", SHAPES[name]);
    svg.append(path);
    return svg;
  };
  const newId = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
  const memory = {};
  const read = () => {
    try {
      return JSON.parse(localStorage.getItem(STORE)) ?? memory;
    } catch {
      return memory; // Storage is switched off; the page remembers as long as it is open.
    }
  };
  const write = (values) => {
    const kept = Object.assign(memory, read(), values);
    try {
      localStorage.setItem(STORE, JSON.stringify(kept));
    } catch {
      // See above.
    }
  };

  class Chat extends HTMLElement {
    async connectedCallback() {
      if (this.root) return;
      this.root = this.attachShadow({ mode: "open" });
      const sheet = new CSSStyleSheet(); // Not subject to the page's style-src.
      sheet.replaceSync(STYLE);
      this.root.adoptedStyleSheets = [sheet];
      this.waiting = new Map(); // client_id → what was written and is not stored yet
      this.shown = new Set();
      this.last = 0;
      const answer = await fetch(API).catch(() => null);
      if (!answer?.ok) return; // A page that the key does not name shows nothing.
      this.look = await answer.json();
      this.draw();
      if (read().token) this.begin(); // Somebody who wrote before hears what was answered.
    }

    get words() {
      return this.look.texts;
    }

    draw() {
      const { words } = this;
      this.setAttribute("lang", this.look.language);
      this.badge = make("span", { class: "badge", hidden: true });
      this.opener = make("button", { class: "opener", "aria-label": words.open, "aria-expanded": "false", "aria-controls": "box" }, icon("chat"), this.badge);
      this.opener.onclick = () => this.show(this.box.hidden);
      const closer = make("button", { type: "button", "aria-label": words.close }, icon("close"));
      closer.onclick = () => this.show(false);
      this.state = make("p", { class: "state", role: "status" });
      this.log = make("div", { class: "log", role: "log", "aria-live": "polite", tabindex: "0", "aria-label": words.title });
      this.log.append(make("div", { class: "said" }, make("p", {}, words.greeting)));
      this.typing = make("p", { class: "typing", "aria-hidden": "true" });
      this.field = make("textarea", { rows: "1", "aria-label": words.placeholder, placeholder: words.placeholder, maxlength: "8000" });
      this.field.onkeydown = (event) => {
        if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
        event.preventDefault();
        this.write();
      };
      const form = make("form", {}, this.field, make("button", { "aria-label": words.send }, icon("send")));
      form.onsubmit = (event) => {
        event.preventDefault();
        this.write();
      };
      this.box = make("section", { class: "box", id: "box", role: "dialog", "aria-label": words.title, hidden: true },
        make("header", {}, make("h2", {}, this.look.shop_name), closer), this.state, this.log, form);
      this.box.onkeydown = (event) => event.key === "Escape" && this.show(false);
      this.root.append(this.box, this.opener);
      this.tell("");
    }

    show(open) {
      this.box.hidden = !open;
      this.toggleAttribute("open", open);
      this.opener.setAttribute("aria-expanded", String(open));
      this.opener.setAttribute("aria-label", open ? this.words.close : this.words.open);
      if (!open) return this.opener.focus();
      this.count(0);
      write({ seen: this.newest ?? read().seen ?? 0 });
      this.begin();
      this.log.scrollTop = this.log.scrollHeight;
      this.field.focus();
    }

    count(unread) {
      this.unread = unread;
      this.badge.hidden = !unread;
      this.badge.textContent = unread > 99 ? "99+" : String(unread || "");
      if (unread) this.opener.setAttribute("aria-label", `${this.words.open} (${this.words.unread}: ${unread})`);
    }

    tell(text) {
      this.state.textContent = text;
      this.state.hidden = !text;
    }

    /** Get a token, once, and connect; the page may say who its user is, signed by its server. */
    async begin() {
      if (this.started) return;
      this.started = true;
      this.tell(this.words.connecting);
      const { email, expires, signature } = { ...tag.dataset, ...this.dataset };
      const identity = email && signature ? { email, expires: Number(expires), signature } : null;
      const body = JSON.stringify({ token: read().token ?? null, identity });
      const answer = await fetch(`${API}/sessions`, { method: "POST", headers: { "content-type": "application/json" }, body }).catch(() => null);
      if (!answer?.ok) {
        this.started = false;
        this.tell(this.words.offline);
        return;
      }
      this.session = await answer.json();
      if (this.session.conversation_id !== read().conversation) write({ seen: 0 });
      write({ token: this.session.token, conversation: this.session.conversation_id });
      this.connect();
    }

    connect() {
      clearTimeout(this.retry);
      const url = new URL(`${BASE}/ws/${this.session.conversation_id}`);
      url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
      url.searchParams.set("after", this.last);
      const socket = new WebSocket(url);
      this.socket = socket;
      socket.onopen = () => socket.send(JSON.stringify({ type: "auth", token: this.session.token }));
      socket.onmessage = ({ data }) => this.socket === socket && this.hear(JSON.parse(data));
      socket.onclose = ({ code }) => this.socket === socket && this.lost(code);
    }

    lost(code) {
      clearTimeout(this.pulse);
      this.ready = false;
      this.typing.textContent = "";
      this.tell(this.words.offline);
      if (code === 4401) { // The key was ended, or the token is too old.
        write({ token: null });
        this.started = false;
        return;
      }
      this.failures = (this.failures ?? 0) + 1;
      const wait = Math.min(LONGEST_WAIT, 400 * 2 ** this.failures) * (0.5 + Math.random() / 2);
      this.retry = setTimeout(() => this.connect(), wait);
    }

    /** The line is asked now and then whether it holds; one that does not answer is given up. */
    alive() {
      clearTimeout(this.pulse);
      this.pulse = setTimeout(() => {
        this.send({ type: "ping" });
        this.pulse = setTimeout(() => this.socket.close(), SILENCE);
      }, PING_EVERY);
    }

    send(frame) {
      if (this.ready) this.socket.send(JSON.stringify(frame));
    }

    hear(frame) {
      this.alive();
      if (Number.isSafeInteger(frame.seq)) this.last = Math.max(this.last, frame.seq);
      if (frame.type === "ready") {
        this.ready = true;
        this.failures = 0;
        for (const message of frame.messages) this.add(message);
        this.standing(frame);
        for (const [client_id, { text }] of this.waiting) this.send({ type: "message", text, client_id });
      } else if (frame.type === "message.accepted") {
        const mine = this.waiting.get(frame.client_id);
        this.waiting.delete(frame.client_id);
        mine?.node.remove();
        this.add(frame.message);
        this.typing.textContent = this.person ? "" : "…";
      } else if (frame.type === "reply" || frame.type === "message") {
        this.typing.textContent = "";
        this.add(frame.message);
      } else if (frame.type === "conversation") this.standing(frame);
      else if (frame.type === "error") {
        this.waiting.delete(frame.client_id);
        this.tell(frame.detail || this.words.failed);
      }
    }

    standing({ owner, status, waiting }) {
      this.person = owner === "person";
      this.tell(status === "closed" ? this.words.closed : waiting ? this.words.person : "");
    }

    write(text = this.field.value.trim()) {
      if (!text) return;
      const client_id = newId();
      const node = this.bubble(text);
      node.classList.add("unsent");
      this.waiting.set(client_id, { text, node });
      this.field.value = "";
      this.place(node);
      this.begin();
      this.send({ type: "message", text, client_id });
    }

    bubble(text) {
      return make("div", { class: "said mine" }, make("span", { class: "quiet" }, this.words.you), make("p", {}, text));
    }

    place(node) {
      this.typing.remove();
      this.log.append(node, this.typing);
      this.log.scrollTop = this.log.scrollHeight;
    }

    add(message) {
      if (this.shown.has(message.id)) return;
      this.shown.add(message.id);
      for (const old of this.log.querySelectorAll(".choices")) old.remove();
      const { role, text, author } = message;
      if (role === "customer") this.place(this.bubble(text));
      else {
        const who = author?.name ?? (role === "assistant" ? this.words.assistant : this.words.team);
        const said = make("p", {}, text.replace(/^\s*[-*] /gm, "• ").replace(/\*\*(.+?)\*\*/g, "$1"));
        this.place(make("div", { class: "said" }, make("b", {}, who), said, this.proposal(message), this.choices(message)));
      }
      this.seen(message);
    }

    proposal({ actions = [] }) {
      const open = actions.findLast(({ state }) => state === "proposed");
      if (!open) return null;
      const rows = (open.facts ?? []).map(({ label, value }) => make("div", {}, make("dt", {}, label), make("dd", {}, value)));
      return make("div", { class: "card" }, make("strong", {}, open.target), make("dl", {}, ...rows));
    }

    choices({ choices }) {
      if (!choices?.length) return null;
      const buttons = choices.map(({ label }) => {
        const button = make("button", { type: "button" }, label);
        button.onclick = () => this.write(label);
        return button;
      });
      return make("div", { class: "choices", role: "group" }, ...buttons);
    }

    /** What came while the box was closed is counted until it is opened. */
    seen({ seq, role }) {
      this.newest = Math.max(this.newest ?? 0, seq);
      const before = read().seen ?? 0;
      if (seq <= before) return;
      if (this.box.hidden && role !== "customer") this.count((this.unread ?? 0) + 1);
      else write({ seen: seq });
    }
  }

  customElements.define("deskhand-chat", Chat);
  const place = () => document.querySelector("deskhand-chat") ?? document.body.append(document.createElement("deskhand-chat"));
  if (document.body) place();
  else document.addEventListener("DOMContentLoaded", place);
})();
