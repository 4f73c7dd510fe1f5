// Times in the reader's own zone and words; the server writes them in UTC.

const full = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
const hour = new Intl.DateTimeFormat(undefined, { timeStyle: "short" });
const UNITS = [[86_400, "d"], [3_600, "h"], [60, "min"]];

/** Put every time of the page into words, as of now. */
export function tellTimes() {
  const today = new Date().toDateString();
  for (const node of document.querySelectorAll("time[data-clock]")) {
    const moment = new Date(node.dateTime);
    node.textContent = moment.toDateString() === today ? hour.format(moment) : full.format(moment);
    node.title = full.format(moment);
  }
  for (const node of document.querySelectorAll("time[data-ago]")) {
    node.textContent = ago(Date.now() - new Date(node.dateTime));
    node.title = full.format(new Date(node.dateTime));
  }
  for (const node of document.querySelectorAll("time[data-left]")) {
    node.textContent = left(new Date(node.dateTime) - Date.now());
    node.title = full.format(new Date(node.dateTime));
  }
}

function left(milliseconds) {
  const seconds = Math.abs(milliseconds) / 1000;
  const [size, name] = UNITS.find(([one]) => seconds >= one) ?? UNITS.at(-1);
  return `${Math.floor(seconds / size)} ${name} ${milliseconds > 0 ? "left" : "late"}`;
}

function ago(milliseconds) {
  const seconds = Math.max(0, milliseconds / 1000);
  const unit = UNITS.find(([size]) => seconds >= size);
  return unit ? `${Math.floor(seconds / unit[0])} ${unit[1]}` : "now";
}
