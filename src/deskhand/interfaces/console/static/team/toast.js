// Short words at the edge of the page, read out by screen readers.

const SHOWN = 6000;

/** Say `text`; `bad` when something failed. */
export function toast(text, bad = false) {
  const node = document.createElement("p");
  node.className = bad ? "toast bad" : "toast";
  node.textContent = text;
  document.getElementById("toasts").append(node);
  setTimeout(() => node.remove(), SHOWN);
}
