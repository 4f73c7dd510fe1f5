// One conversation's socket: connects, stays connected, and asks again for what it missed.

const FIRST_WAIT = 400; // ms, doubled after each failure
const LONGEST_WAIT = 15000; // ms
const PING_EVERY = 20000; // ms
const SILENCE = 10000; // ms without the frame that was due, then the socket counts as dead
const POLICY_VIOLATION = 1008;
const UNAUTHENTICATED = 4401;
const ONCE = new Set(["turn.step", "reply.delta", "reply.reset"]); // Frames that must not be replayed.

/**
 * `address(after)` gives the socket's address, `credential()` a token or null.
 * `onFrame(frame)` gets every frame, pieces of a reply only once; `onState(state)` gets
 * "connecting", "ready", "waiting" (until the next attempt) or "refused" (sign in first).
 */
export class Connection {
  constructor({ address, credential, onFrame, onState }) {
    Object.assign(this, { address, credential, onFrame, onState });
    this.after = 0;
    this.failures = 0;
    this.state = "idle";
    this.socket = null;
    this.stopped = false;
    this.wake = () => this.retryNow();
    this.sleep = () => this.drop();
    window.addEventListener("online", this.wake);
    window.addEventListener("offline", this.sleep);
  }

  start() {
    this.become("connecting");
    clearTimeout(this.retry);
    const socket = new WebSocket(this.address(this.after));
    this.socket = socket;
    this.expectWithin(SILENCE);
    socket.onopen = () => {
      const token = this.credential();
      if (token) this.write({ type: "auth", token });
    };
    socket.onmessage = (event) => this.socket === socket && this.receive(event.data);
    socket.onclose = (event) => this.socket === socket && this.closed(event.code);
  }

  /** Close for good; nothing is received or tried after this. */
  stop() {
    this.stopped = true;
    window.removeEventListener("online", this.wake);
    window.removeEventListener("offline", this.sleep);
    this.clear();
  }

  /** Try at once instead of waiting for the next attempt. */
  retryNow() {
    if (this.stopped || this.state === "ready" || this.state === "connecting") return;
    this.clear();
    this.start();
  }

  /** Give the socket up and try again later: it is dead although nobody said so. */
  drop() {
    if (!this.socket) return;
    this.clear();
    this.later();
  }

  /** Whether the frame went out; false while there is no conversation to send it to. */
  send(frame) {
    return this.state === "ready" && this.write(frame);
  }

  write(frame) {
    if (this.socket?.readyState !== WebSocket.OPEN) return false;
    this.socket.send(JSON.stringify(frame));
    return true;
  }

  receive(text) {
    let frame;
    try {
      frame = JSON.parse(text);
    } catch {
      return; // Not ours; the next frame is.
    }
    this.keepAlive();
    if (Number.isSafeInteger(frame.seq)) {
      if (ONCE.has(frame.type) && frame.seq <= this.after) return;
      this.after = Math.max(this.after, frame.seq);
    }
    if (frame.type === "ready") {
      this.failures = 0;
      this.become("ready");
    } else if (frame.type === "error" && frame.code === "unauthenticated" && !frame.client_id) {
      this.refuse();
      return;
    }
    this.onFrame(frame);
  }

  closed(code) {
    this.clear();
    if (code === UNAUTHENTICATED || (code === POLICY_VIOLATION && this.state === "connecting" && this.credential())) {
      this.refuse();
    } else {
      this.later();
    }
  }

  refuse() {
    this.clear();
    this.become("refused");
  }

  later() {
    if (this.stopped) return;
    const wait = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** this.failures);
    this.failures += 1;
    this.become("waiting");
    this.retry = setTimeout(() => this.start(), wait * (0.5 + Math.random() / 2));
  }

  keepAlive() {
    clearTimeout(this.silence);
    clearTimeout(this.ping);
    this.ping = setTimeout(() => {
      this.write({ type: "ping" });
      this.expectWithin(SILENCE);
    }, PING_EVERY);
  }

  expectWithin(time) {
    clearTimeout(this.silence);
    this.silence = setTimeout(() => this.drop(), time);
  }

  clear() {
    for (const timer of [this.retry, this.ping, this.silence]) clearTimeout(timer);
    const socket = this.socket;
    this.socket = null;
    socket?.close();
  }

  become(state) {
    if (this.state === state || this.stopped) return;
    this.state = state;
    this.onState(state);
  }
}
