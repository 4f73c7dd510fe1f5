// What is written and not sent, by conversation, for as long as the tab lives.

const key = (id) => `deskhand.draft.${id}`;

/** The draft of a conversation, or null. */
export function get(id) {
  try {
    return sessionStorage.getItem(key(id));
  } catch {
    return null; // Storage is switched off: drafts last as long as the field.
  }
}

export function set(id, text) {
  try {
    if (text) sessionStorage.setItem(key(id), text);
    else sessionStorage.removeItem(key(id));
  } catch {
    // As above.
  }
}
