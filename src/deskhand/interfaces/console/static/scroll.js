// Following the conversation, but only for a reader who is at its end.

const NEAR = 80; // px from the end that still count as being there

export class Follower {
  constructor(scroller, jump) {
    Object.assign(this, { scroller, jump });
    this.following = true;
    this.top = 0;
    scroller.addEventListener("scroll", () => this.scrolled(), { passive: true });
    // A passage that was opened to be read stays where it is.
    scroller.addEventListener("toggle", () => this.look(), true);
    jump.addEventListener("click", () => {
      this.toEnd(true);
      scroller.focus({ preventScroll: true });
    });
    // The greeting is read from its beginning, a conversation from its end.
    const begun = () => scroller.querySelector(".message") !== null;
    new ResizeObserver(() => this.following && begun() && this.toEnd()).observe(scroller);
  }

  look() {
    this.following = this.near;
    if (this.following) this.jump.hidden = true;
  }

  /** Only moving up leaves the end: on the way down to it, the conversation may grow meanwhile. */
  scrolled() {
    const { scrollTop } = this.scroller;
    if (scrollTop < this.top || this.near) this.look();
    this.top = scrollTop;
  }

  get near() {
    const { scrollTop, scrollHeight, clientHeight } = this.scroller;
    return scrollHeight - scrollTop - clientHeight < NEAR;
  }

  /** The conversation grew; `fresh` when something new is there to read. */
  grew(fresh = false) {
    if (this.following) this.toEnd();
    else if (fresh) this.jump.hidden = false;
  }

  toEnd(smooth = false) {
    const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.following = true;
    this.jump.hidden = true;
    this.scroller.scrollTo({ top: this.scroller.scrollHeight, behavior: smooth && !calm ? "smooth" : "instant" });
  }
}
