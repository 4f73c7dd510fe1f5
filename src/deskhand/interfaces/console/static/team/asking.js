// Requests that a crowded desk refused before it did anything are sent again when it says so.

const NOTHING_DONE = ["too_busy", "too_much_at_once"]; // Codes of problems; see docs/api.md.
const TRIES = 5;
const LONGEST = 10; // seconds; what has to wait longer is told.

/** As fetch(), by the session of this browser. */
export async function ask(url, options = {}) {
  for (let tries = 1; ; tries += 1) {
    const answer = await fetch(url, { credentials: "same-origin", ...options });
    const pause = Number(answer.headers.get("retry-after"));
    if (answer.ok || tries === TRIES || !pause || pause > LONGEST) return answer;
    const told = await answer.clone().json().catch(() => ({}));
    if (!NOTHING_DONE.includes(told.code)) return answer;
    await new Promise((go) => setTimeout(go, pause * 1000));
  }
}
