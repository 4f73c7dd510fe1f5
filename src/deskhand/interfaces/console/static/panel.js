// The side panel: beside the chat on wide screens, a sheet above it on narrow ones.

import { byId } from "./elements.js";

const narrow = window.matchMedia("(max-width: 58rem)");

export class Panel {
  constructor() {
    this.panel = byId("panel");
    this.opener = byId("panel-open");
    this.opener.addEventListener("click", () => this.toggle(true));
    byId("panel-close").addEventListener("click", () => this.toggle(false));
    byId("veil").addEventListener("click", () => this.toggle(false));
    narrow.addEventListener("change", () => this.show(false));
    this.show(false);
  }

  toggle(open) {
    this.show(open);
    if (!narrow.matches) return;
    (open ? byId("panel-close") : this.opener).focus();
  }

  show(open) {
    this.open = open && narrow.matches;
    this.panel.classList.toggle("open", this.open);
    this.panel.inert = narrow.matches && !this.open;
    byId("chat").inert = this.open;
    byId("veil").hidden = !this.open;
    this.opener.setAttribute("aria-expanded", String(this.open));
  }
}
