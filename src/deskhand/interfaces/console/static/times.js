// Moments as people say them.

const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const day = new Intl.DateTimeFormat(undefined, { weekday: "long", day: "numeric", month: "long" });
const full = new Intl.DateTimeFormat(undefined, { dateStyle: "long", timeStyle: "short" });

/** The moment, or now when the text is none. */
function moment(text) {
  const at = new Date(text ?? "");
  return Number.isNaN(at.getTime()) ? new Date() : at;
}

/** `{time, full, iso, day}` of an ISO 8601 text, in the visitor's own time zone. */
export function spoken(text) {
  const at = moment(text);
  return { time: clock.format(at), full: full.format(at), iso: at.toISOString(), day: dayOf(at) };
}

function dayOf(at) {
  const midnight = (date) => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
  const ago = Math.round((midnight(new Date()) - midnight(at)) / 86400000);
  if (ago === 0) return "Today";
  return ago === 1 ? "Yesterday" : day.format(at);
}
