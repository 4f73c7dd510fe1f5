// The page's line to the desk: events since the page was read, replayed after a break, and paused
// while nobody sees the page.

const PAUSES = [500, 1000, 2000, 4000];
const PING = 20_000;

export class Line extends EventTarget {
  constructor(address, after) {
    super();
    this.address = address;
    this.after = after;
    this.failures = 0;
    document.addEventListener("visibilitychange", () => this.follow());
    this.follow();
  }

  /** Be open exactly while the page is seen. */
  follow() {
    if (document.hidden) {
      clearTimeout(this.later);
      this.socket?.close();
      this.socket = null;
    } else if (!this.socket) {
      this.open();
    }
  }

  open() {
    const url = new URL(this.address, window.location.href);
    url.protocol = url.protocol.replace("http", "ws");
    url.searchParams.set("after", String(this.after));
    const socket = new WebSocket(url);
    this.socket = socket;
    socket.addEventListener("open", () => {
      this.failures = 0;
      this.say("live");
      this.ping = setInterval(() => socket.send('{"type":"ping"}'), PING);
    });
    socket.addEventListener("message", ({ data }) => this.hear(JSON.parse(data)));
    socket.addEventListener("close", ({ code }) => {
      clearInterval(this.ping);
      if (this.socket !== socket) return;
      this.socket = null;
      if (code === 4401) return this.say("signed-out");
      this.say("away");
      this.later = setTimeout(() => this.follow(), PAUSES[Math.min(this.failures++, PAUSES.length - 1)]);
    });
  }

  hear(event) {
    if (event.seq > this.after) this.after = event.seq;
    if (event.type !== "pong") this.dispatchEvent(new CustomEvent("event", { detail: event }));
  }

  say(state) {
    this.dispatchEvent(new CustomEvent("state", { detail: state }));
  }
}
