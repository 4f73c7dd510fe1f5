// What the browser remembers: the conversation, unsent messages and the sign-in of this tab.

const memory = new Map();

/** A store that falls back to memory when the browser allows none. */
function store(kind) {
  const prefix = "deskhand.";
  const area = () => {
    try {
      return window[kind];
    } catch {
      return null;
    }
  };
  return {
    read(name) {
      try {
        const text = area()?.getItem(prefix + name);
        if (text != null) return JSON.parse(text);
      } catch {
        // Unreadable or refused; the copy in memory answers.
      }
      return memory.get(kind + name) ?? null;
    },
    write(name, value) {
      memory.set(kind + name, value);
      try {
        area()?.setItem(prefix + name, JSON.stringify(value));
      } catch {
        // Full or refused; the copy in memory stays.
      }
    },
    remove(name) {
      memory.delete(kind + name);
      try {
        area()?.removeItem(prefix + name);
      } catch {
        // Nothing was kept there then.
      }
    },
  };
}

export const lasting = store("localStorage");
export const thisTab = store("sessionStorage");

/** A random UUID; also where the page is not a secure context and `randomUUID` is missing. */
export function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
