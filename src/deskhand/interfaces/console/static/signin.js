// Signing in: the token stays in this tab and is gone when it is closed.

import { byId } from "./elements.js";
import { thisTab } from "./storage.js";

export class SignIn {
  /** `onSignedIn()` is called when a token was received. */
  constructor({ base, onSignedIn }) {
    Object.assign(this, { base, onSignedIn });
    this.dialog = byId("signin");
    this.problem = byId("signin-problem");
    byId("signin-form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit();
    });
    this.dialog.addEventListener("cancel", (event) => event.preventDefault());
  }

  get token() {
    return thisTab.read("token");
  }

  /** Ask for e-mail and password; `reason` says why again. */
  ask(reason = "") {
    thisTab.remove("token");
    this.problem.textContent = reason;
    if (!this.dialog.open) this.dialog.showModal();
    byId("signin-email").focus();
  }

  async submit() {
    const button = byId("signin-send");
    button.disabled = true;
    this.problem.textContent = "";
    try {
      const response = await fetch(`${this.base}/api/v1/auth/login`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ email: byId("signin-email").value, password: byId("signin-password").value }),
      });
      const answer = await response.json().catch(() => ({}));
      if (response.ok && answer.access_token) {
        thisTab.write("token", answer.access_token);
        byId("signin-password").value = "";
        this.dialog.close();
        this.onSignedIn();
      } else {
        this.problem.textContent = answer.detail || "That did not work. Please check both and try again.";
        byId("signin-password").select();
      }
    } catch {
      this.problem.textContent = "We cannot be reached at the moment. Please try again.";
    } finally {
      button.disabled = false;
    }
  }
}
