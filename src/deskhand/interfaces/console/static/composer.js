// The message box: grows with its text, counts, and sends on Enter.

const TELL_FROM = 0.85; // part of the limit from which the count is shown
const TYPING_EVERY = 2000; // ms

export class Composer {
  /** `onSend(text)` gets each message; `onTyping()` is told now and then that one is written. */
  constructor({ form, box, button, count, limit }, { onSend, onTyping }) {
    Object.assign(this, { form, box, button, count, limit, onSend, onTyping });
    this.told = 0;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit();
    });
    box.addEventListener("keydown", (event) => {
      // While an input method is composing a word, Enter chooses it.
      if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
      event.preventDefault();
      this.submit();
    });
    box.addEventListener("input", () => this.changed());
    this.changed();
  }

  focus() {
    this.box.focus();
  }

  submit() {
    const text = this.box.value.trim();
    if (!text || this.tooLong) {
      this.focus();
      return;
    }
    this.box.value = "";
    this.changed();
    this.onSend(text);
  }

  changed() {
    const { value } = this.box;
    // The limit counts characters, not the halves in which JavaScript stores some of them.
    const length = value.length < this.limit * TELL_FROM ? value.length : [...value.trim()].length;
    this.tooLong = length > this.limit;
    this.box.toggleAttribute("aria-invalid", false);
    if (this.tooLong) this.box.setAttribute("aria-invalid", "true");
    this.button.disabled = !value.trim() || this.tooLong;
    const near = length >= this.limit * TELL_FROM;
    const over = (length - this.limit).toLocaleString();
    this.count.textContent = !near
      ? ""
      : this.tooLong
        ? `${over} characters too many`
        : `${length.toLocaleString()} of ${this.limit.toLocaleString()} characters`;
    this.count.classList.toggle("over", this.tooLong);
    this.box.style.height = "auto";
    this.box.style.height = `${this.box.scrollHeight}px`;
    if (value && Date.now() - this.told > TYPING_EVERY) {
      this.told = Date.now();
      this.onTyping();
    }
  }
}
