// Messages that the server has not accepted yet; kept over reloads, sent until it has.

import { lasting, newId } from "./storage.js";

/** The unaccepted messages of one session, in the order they were written. */
export class Outbox {
  constructor(session) {
    this.name = `outbox.${session}`;
    this.entries = lasting.read(this.name) ?? [];
  }

  /** Keep a message; its `client_id` lets the server store it once however often it arrives. */
  add(text) {
    const entry = { client_id: newId(), text, created_at: new Date().toISOString() };
    this.entries.push(entry);
    this.save();
    return entry;
  }

  /** The message is stored, or it never will be. */
  settle(clientId) {
    this.entries = this.entries.filter((entry) => entry.client_id !== clientId);
    this.save();
  }

  forget() {
    this.entries = [];
    this.save();
  }

  save() {
    if (this.entries.length) lasting.write(this.name, this.entries);
    else lasting.remove(this.name);
  }
}
