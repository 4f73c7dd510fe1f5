// The colour theme: the system's, unless the visitor chose one. A classic script in the head, so
// that the right colours are there before the first paint.
(() => {
  const KEY = "deskhand.theme";
  const root = document.documentElement;
  const system = window.matchMedia("(prefers-color-scheme: dark)");

  const stored = () => {
    try {
      return window.localStorage.getItem(KEY);
    } catch {
      return null; // Storage is switched off: the system's theme it is.
    }
  };
  const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : system.matches);

  const show = () => {
    const toggle = document.getElementById("theme-toggle");
    if (toggle) toggle.setAttribute("aria-pressed", String(isDark()));
    root.dataset.dark = isDark() ? "yes" : "no";
  };

  const choice = stored();
  if (choice === "dark" || choice === "light") root.dataset.theme = choice;
  show();
  system.addEventListener("change", show);

  document.addEventListener("DOMContentLoaded", show);
  document.addEventListener("desk:put", show); // The console may have put a new toggle in place.
  document.addEventListener("click", (event) => {
    if (!event.target.closest?.("#theme-toggle")) return;
    const next = isDark() ? "light" : "dark";
    root.dataset.theme = next;
    try {
      window.localStorage.setItem(KEY, next);
    } catch {
      // The choice then lasts as long as the page.
    }
    show();
  });
})();
