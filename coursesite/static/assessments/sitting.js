/* What one sitting at the answering page needs beside the queue.

   new sitting.Copy({prefix, page, secret})   records of site.copies, encrypted with the secret of this attempt
   new sitting.Clock(iso)                     the server's time, told by its answers; the device's own clock is not asked
   new sitting.Tabs(name, {onWriter, onReader, onTaken})   of several tabs one writes; use() makes it this one
   (on the page before handing in it sends what is unsent together with the hand-in, or nothing is handed in)
   new sitting.TimeLeft(element, {clock, onOver})          shows and says the time left; set(iso) when it was changed */
(() => {
  "use strict";

  /* Copies on this device. The key is never stored: without the owner's page they are noise. */
  class Copy {
    constructor({ prefix, page, secret }) { Object.assign(this, { prefix, page, secret }); }

    /* Throws where this browser keeps nothing, or cannot encrypt (plain http to another machine). */
    async open() {
      const bytes = Uint8Array.from(atob(this.secret), (sign) => sign.charCodeAt(0));
      this.key = await crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]);
      delete this.secret;
      return this.all();
    }

    async all() {
      const found = [];
      for (const { key, unsent, iv, body } of await window.site.copies.all(this.prefix)) {
        try {
          const bytes = await crypto.subtle.decrypt(this.how(key, iv), this.key, body);
          found.push({ slot: Number(key.slice(this.prefix.length)), unsent, ...JSON.parse(new TextDecoder().decode(bytes)) });
        } catch { /* written under another key: it goes after a day */ }
      }
      return found;
    }

    async put(slot, unsent, op) {
      const key = this.prefix + slot, iv = crypto.getRandomValues(new Uint8Array(12));
      const body = await crypto.subtle.encrypt(this.how(key, iv), this.key, new TextEncoder().encode(JSON.stringify(op)));
      await window.site.copies.put({ key, page: this.page, unsent, iv, body });
    }

    how(key, iv) { return { name: "AES-GCM", iv, additionalData: new TextEncoder().encode(key) }; }

    remove(slot) { return window.site.copies.remove(this.prefix + slot); }

    async clear() { for (const { key } of await window.site.copies.all(this.prefix)) await window.site.copies.remove(key); }
  }

  /* Of all answers the one that travelled least is believed, until one contradicts it: a device may have slept. */
  class Clock {
    constructor(iso) {
      const [page] = performance.getEntriesByType("navigation");
      this.slack = Infinity;
      this.hear(iso, page?.requestStart || 0, page?.responseStart || performance.now());
    }

    hear(iso, from, to) {
      const slack = (to - from) / 2, offset = Date.parse(iso) - (from + to) / 2;
      if (Number.isNaN(offset)) return;
      const odd = Math.abs(offset - this.offset) > this.slack + slack;
      if (slack <= this.slack || odd) Object.assign(this, { slack, offset });
    }

    now() { return performance.now() + this.offset; }
  }

  /* Without Web Locks (plain http to another machine) every tab writes, and the revisions alone decide. */
  class Tabs {
    constructor(name, told) {
      Object.assign(this, { name, told });
      if (!navigator.locks) { told.onWriter(); return; }
      this.waiting = new AbortController();
      // The page before this one may hold it for a moment yet.
      const patience = setTimeout(() => told.onReader(), 700);
      this.ask({ signal: this.waiting.signal }, () => { clearTimeout(patience); told.onWriter(); });
    }

    ask(how, granted) {
      const hold = () => { granted(); return new Promise(() => {}); };
      navigator.locks.request(this.name, how, hold).catch((why) => {
        if (this.waiting.signal.aborted && how.signal) return;
        if (why.name === "AbortError") this.taken();
      });
    }

    taken() {
      this.told.onTaken();
      this.waiting = new AbortController();
      this.ask({ signal: this.waiting.signal }, () => this.told.onWriter());
    }

    use() {
      this.waiting.abort();
      this.ask({ steal: true }, () => this.told.onWriter());
    }
  }

  const NEAR = 4 * 3600000;  // an essay that is due next week needs no clock
  const some = (number, word) => `${number} ${word}${number === 1 ? "" : "s"}`;

  /* Minutes, and seconds only in the last two. */
  function words(left) {
    const seconds = Math.max(0, Math.ceil(left / 1000)), minutes = Math.ceil(seconds / 60);
    if (seconds < 120) return seconds < 60 ? `${seconds} s` : `1 min ${seconds - 60} s`;
    return minutes < 120 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
  }

  class TimeLeft {
    constructor(element, { clock, onOver, onMore }) {
      Object.assign(this, { element, clock, onOver, onMore });
      this.shown = element.querySelector("[data-left]");
      this.closes = Date.parse(element.dataset.closes);
      this.starts = Date.parse(element.dataset.starts);
      const button = element.querySelector("button");
      const kept = `hide-time ${element.dataset.starts}`;  // in the next test it is shown again
      const hide = (hidden) => {
        element.classList.toggle("is-hidden", hidden);
        button.textContent = hidden ? "Show time" : "Hide";
      };
      let was = false;
      try { was = sessionStorage.getItem(kept) === "yes"; } catch { /* a browser that keeps nothing */ }
      hide(was);
      button.addEventListener("click", () => {
        const hidden = !element.classList.contains("is-hidden");
        hide(hidden);
        try { sessionStorage.setItem(kept, hidden ? "yes" : "no"); } catch { /* then for this page */ }
      });
      this.tick();
    }

    get left() { return this.closes - this.clock.now(); }

    /* Half, 10, 5 and 1 minute, each said once when it is crossed, and no other. */
    get marks() { return [(this.closes - this.starts) / 2, 600000, 300000, 60000]; }

    tick() {
      clearTimeout(this.next);
      const left = this.left;
      this.element.hidden = !(left < NEAR);
      const text = words(left);
      if (this.shown.textContent !== text) this.shown.textContent = text;
      const crossed = this.marks.find((mark) => this.before > mark && left <= mark && left > 0);
      if (crossed !== undefined && !this.element.hidden) window.site.announce(`${some(Math.ceil(left / 60000), "minute")} left.`);
      this.before = left;
      if (left <= 0) { if (!this.over) { this.over = true; this.onOver(); } }
      // The next whole second, so that what is shown changes when it is true.
      this.next = setTimeout(() => this.tick(), left > 0 ? Math.max(50, left % 1000 || 1000) : 1000);
    }

    set(iso) {
      const closes = iso ? Date.parse(iso) : Infinity, more = closes - this.closes;
      if (Math.abs(more) < 1000 || Number.isNaN(more)) return;
      this.closes = closes;
      this.over = false;
      this.before = undefined;
      this.tick();
      this.onMore(more, closes === Infinity ? "" : words(this.left));
    }
  }

  /* The page before handing in: what is unsent on this device goes in the same request. Never without it: where that
     request is not taken, nothing is handed in, and the page says what to do. */
  const REFUSED = {
    offline: "No connection. Nothing was handed in yet; your answers are kept. Press Hand in again.",
    busy: "The site is busy. Nothing was handed in yet; your answers are kept. Wait a moment, then press Hand in again.",
    auth: "Nothing was handed in: please sign in again. Then come back here and press Hand in.",
    gone: "Nothing was handed in: this work belongs to another account than the one signed in now. Sign in as yourself.",
    refused: "Nothing was handed in: an answer is too long. Go back to the questions; it says there which one.",
  };

  function lookOver(page) {
    const input = () => page.querySelector('input[name="csrfmiddlewaretoken"]');
    const note = document.getElementById("hand-in-note");
    const copy = new Copy({ prefix: page.dataset.copies, page: page.dataset.answers, secret: page.dataset.secret });
    let queue, slow, sending = false;
    // Beside the button: at the head of a long page nobody would see it.
    (page.parentElement.matches(".row-actions") ? page.parentElement : page).before(note);

    /* Signed in again in another tab: the token is another one now. */
    async function renew() {
      const answer = await fetch(window.location.href, { credentials: "same-origin", redirect: "manual" });
      const told = answer.ok && new DOMParser().parseFromString(await answer.text(), "text/html");
      const token = told && told.querySelector('form[data-hand-in] input[name="csrfmiddlewaretoken"]');
      if (token) input().value = token.value;
      return Boolean(token);
    }

    async function unsent() {
      const found = await (copy.key ? copy.all() : copy.open()).catch(() => []);
      const made = new window.SaveQueue({
        url: page.dataset.save, finishUrl: page.dataset.finish, csrf: () => input().value, renew, onState() {}, onResult() {},
      });
      for (const { slot, unsent, rev, prior, ...op } of found) if (unsent) made.restore(slot, op); else made.base(slot, rev, op.value);
      made.copy = copy;
      return made;
    }

    function say(code) {
      clearTimeout(slow);
      note.textContent = REFUSED[code] || REFUSED.busy;
      if (["auth", "gone"].includes(code)) note.append(" ", Object.assign(document.createElement("a"), { href: page.dataset.signIn, target: "_blank", rel: "noopener", textContent: "Sign in (new tab)" }));
      tell();
    }

    function tell() {
      note.hidden = false;
      note.scrollIntoView({ block: "nearest" });
      window.site.announce(note.textContent);
    }

    async function handIn() {
      if (!queue?.waiting) queue = await unsent();
      queue.stopped = "";
      const done = queue.held.size ? { code: "conflict" } : await queue.finish({ sure: "sure" in page.elements }, 0).catch(() => ({ code: "offline" }));
      if (done.receipt) window.location.assign(done.receipt);
      else if (["conflict", "rewound"].includes(done.code)) window.location.assign(page.dataset.answers);
      else if (done.code === "unanswered" && !queue.waiting) window.location.assign(`${window.location.pathname}?asks=on`);
      else say(done.code);
    }

    page.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (sending) return;
      sending = true;
      slow = setTimeout(() => { note.textContent = "Handing in…"; tell(); }, 800);
      try { await handIn(); } finally { sending = false; clearTimeout(slow); }
    });
  }

  window.sitting = Object.freeze({ NEAR, Copy, Clock, Tabs, TimeLeft });
  const handIn = document.querySelector("form[data-hand-in]");
  if (handIn && window.SaveQueue) lookOver(handIn);
})();
