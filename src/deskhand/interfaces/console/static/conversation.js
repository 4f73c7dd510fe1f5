// One conversation of the visitor: what comes from the socket goes to the page, and what the
// visitor writes goes to the socket, once, however often the connection breaks.

import { Connection } from "./connection.js";
import { Outbox } from "./outbox.js";
import { lasting, newId } from "./storage.js";

const ACCEPT_WITHIN = 12000; // ms until a message that nobody accepted is sent on a new socket

export class Conversation {
  /** `person` is the id of the customer who signed in, or empty. */
  constructor({ base, person, transcript, live, follower, surroundings, signIn }) {
    Object.assign(this, { base, person, transcript, live, follower, surroundings, signIn });
    this.customer = "";
  }

  /** Go on with the session this browser remembers, if it is this customer's. */
  resume(customer) {
    const known = lasting.read("session");
    if (known?.id && (known.customer ?? "") === customer) this.take(known);
    else this.take({ id: newId(), customer, rated: {} });
  }

  /** Go on with one of the customer's conversations. */
  open(customer, conversation) {
    this.take({ id: newId(), customer, conversation, rated: {} });
  }

  /** Leave this session and start another. */
  begin(customer) {
    this.connection?.stop();
    this.outbox.forget();
    this.take({ id: newId(), customer, rated: {} });
    this.connect();
  }

  take(session) {
    this.session = { rated: {}, ...session };
    this.customer = session.customer;
    lasting.write("session", this.session);
    this.outbox = new Outbox(session.id);
    this.transcript.clear();
    this.transcript.rated = this.session.rated;
    this.live.close();
    this.surroundings.conversation({ owner: "assistant", status: "open", ticket: null, waiting: false, colleague: null });
    this.surroundings.problem("");
    for (const entry of this.outbox.entries) this.transcript.addPending(entry, "queued");
    this.surroundings.welcome(this.transcript.empty);
  }

  connect() {
    this.connection?.stop();
    const connection = new Connection({
      address: (after) => this.address(after),
      credential: () => this.signIn.token,
      onFrame: (frame) => this.connection === connection && this.receive(frame),
      onState: (state) => this.connection === connection && this.stateChanged(state),
    });
    this.connection = connection;
    connection.start();
  }

  retryNow() {
    this.connection?.retryNow();
  }

  address(after) {
    const url = new URL(`${this.base}/ws/${this.session.id}`, window.location.href);
    url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
    url.searchParams.set("after", after);
    if (this.session.conversation) url.searchParams.set("conversation", this.session.conversation);
    if (this.customer && !this.person) url.searchParams.set("customer", this.customer);
    return url.href;
  }

  stateChanged(state) {
    this.surroundings.connected(state);
    if (state === "refused") {
      this.signIn.ask(this.signIn.token ? "Your sign-in has ended. Please sign in again." : "");
    }
    if (state === "waiting") for (const entry of this.outbox.entries) this.transcript.addPending(entry, "queued");
  }

  /** Send a message now, or as soon as there is a connection. */
  say(text) {
    const entry = this.outbox.add(text);
    this.transcript.addPending(entry, "queued");
    this.surroundings.welcome(false);
    this.follower.toEnd(true);
    this.deliver(entry);
  }

  /** A message that was refused is tried again under its own id. */
  sendAgain(clientId) {
    const entry = this.refused?.get(clientId);
    if (!entry) return;
    this.refused.delete(clientId);
    this.outbox.entries.push(entry);
    this.outbox.save();
    this.transcript.addPending(entry, "queued");
    this.deliver(entry);
  }

  deliver(entry) {
    const { client_id, text } = entry;
    const connection = this.connection;
    if (!connection?.send({ type: "message", text, client_id })) return;
    this.transcript.addPending(entry, "sent");
    setTimeout(() => {
      const unaccepted = this.outbox.entries.some((other) => other.client_id === client_id);
      if (unaccepted && this.connection === connection && connection.state === "ready") connection.drop();
    }, ACCEPT_WITHIN);
  }

  typing() {
    this.connection?.send({ type: "typing" });
  }

  rate(turnId, rating) {
    const sent = this.connection?.send({ type: "feedback", turn_id: turnId, rating });
    if (!sent) {
      this.surroundings.problem("There is no connection now. Please try again in a moment.");
      return false;
    }
    this.session.rated[turnId] = rating;
    lasting.write("session", this.session);
    this.surroundings.announce(rating === "escalate" ? "Asking for a person…" : "Thank you for telling us.");
    return true;
  }

  receive(frame) {
    const { turn_id: turn, message } = frame;
    switch (frame.type) {
      case "ready":
        return this.ready(frame);
      case "message.accepted":
        this.outbox.settle(frame.client_id);
        this.transcript.accept(frame.client_id, message);
        this.surroundings.welcome(false);
        if (this.surroundings.owner !== "person") this.live.expect(turn ?? message.turn_id);
        return this.follower.grew();
      case "turn.step":
        return this.live.step(turn, frame.label);
      case "reply.delta":
        return this.live.delta(turn, frame.text);
      case "reply.reset":
        return this.live.discard(turn);
      case "reply":
      case "message":
        return this.show(message, turn);
      case "conversation":
        if (frame.owner === "person") this.live.close();
        return this.surroundings.conversation(told(frame));
      case "error":
        return this.failed(frame);
      default:
        return undefined; // "pong", and what a later version may add.
    }
  }

  /** Connected: what was missed comes in, and what waited goes out. */
  ready(frame) {
    this.transcript.log.setAttribute("aria-busy", "true");
    const first = this.transcript.nodes.size === 0;
    const messages = frame.messages ?? [];
    for (const message of messages) this.takeIn(message);
    const last = messages.at(-1);
    this.surroundings.conversation({ ...told(frame), waiting: Boolean(frame.waiting) });
    if (last?.role === "customer" && frame.owner !== "person") this.live.expect(last.turn_id);
    this.transcript.log.removeAttribute("aria-busy");
    for (const entry of [...this.outbox.entries]) this.deliver(entry);
    this.surroundings.welcome(this.transcript.empty);
    if (first && !this.transcript.empty) this.follower.toEnd();
    else this.follower.grew(messages.length > 0);
  }

  show(message, turn) {
    const wasNew = this.takeIn(message, turn);
    this.surroundings.problem("");
    this.surroundings.hush();
    this.follower.grew(wasNew);
  }

  takeIn(message, turn = message.turn_id) {
    if (message.role !== "customer") this.live.settle(turn ?? message.turn_id);
    if (message.ticket) this.surroundings.conversation({ ticket: message.ticket });
    if (message.role === "agent") this.surroundings.conversation({ colleague: message.author?.name ?? null });
    return this.transcript.add(message);
  }

  failed(frame) {
    const detail = frame.detail || "Something went wrong.";
    const entry = this.outbox.entries.find((other) => other.client_id === frame.client_id);
    if (entry) {
      this.refused = (this.refused ?? new Map()).set(entry.client_id, entry);
      this.outbox.settle(entry.client_id);
      this.transcript.fail(entry.client_id, detail);
      this.surroundings.announce(detail);
    } else this.surroundings.problem(detail);
  }
}

/** Who has the conversation, as a frame tells it; the assistant has no name. */
function told({ owner = "assistant", status = "open", waiting }) {
  return owner === "person" ? { owner, status, waiting } : { owner, status, waiting, colleague: null };
}
