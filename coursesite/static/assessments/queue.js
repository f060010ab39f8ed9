/* A queue of changes that are sent to the server until it has said that it keeps them.

   new SaveQueue({url, csrf, renew, onState, onResult})
     change(slot, value, {cleared})   a new value; it is sent 0.8 s after the last one, at the latest after 3 s
     flush()                          sends at once
     drained()                        a promise: resolves when nothing is unsent, rejects when it cannot be sent now
     waiting                          how many answers are not known to be kept
   A change that has been sent is never altered, only repeated: its number lets the server see that it is the same.
   One request is under way at a time. Everything lives in this page's memory. */
(() => {
  "use strict";
  const DEBOUNCE = 800, LONGEST = 3000, FIRST = 500, LAST = 15000, MOST = 20, KEEPALIVE = 60000;

  function newId() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
  }

  class SaveQueue {
    constructor(options) {
      Object.assign(this, options);
      this.revs = new Map();      // slot -> the revision that the next change is based on
      this.unsent = new Map();    // slot -> {value, cleared}: the newest, not yet part of a request
      this.sent = [];             // what the request under way carries, or what is to be repeated
      this.held = new Set();      // slots in conflict: they wait for the student's choice
      this.busy = false;
      this.failures = 0;
      this.stopped = "";          // "auth", "closed", "gone": nothing is sent until resumed
      this.waiters = [];
    }

    get waiting() { return new Set([...this.unsent.keys(), ...this.sent.map((op) => op.slot)]).size; }

    base(slot, rev) { this.revs.set(slot, rev); }

    change(slot, value, { cleared = false } = {}) {
      this.unsent.set(slot, { value, cleared });
      if (this.held.has(slot)) return;
      clearTimeout(this.soon);
      this.soon = setTimeout(() => this.flush(), DEBOUNCE);
      this.latest = this.latest || setTimeout(() => this.flush(), LONGEST);
      this.onState("editing");
    }

    /* After a conflict: the student's own words stand, written on the newest revision. */
    keep(slot, rev, value) {
      this.held.delete(slot);
      this.revs.set(slot, rev);
      this.unsent.set(slot, { value, cleared: true });
      this.flush();
    }

    /* After a conflict: the other words stand; nothing of this page is to be sent. */
    yield(slot, rev) {
      this.held.delete(slot);
      this.revs.set(slot, rev);
      this.unsent.delete(slot);
      this.settle();
    }

    resume() {
      this.stopped = "";
      this.failures = 0;
      this.flush();
    }

    gather() {
      for (const [slot, { value, cleared }] of this.unsent) {
        if (this.held.has(slot) || this.sent.length >= MOST) continue;
        this.sent.push({ op_id: newId(), slot, base_rev: this.revs.get(slot) || 0, value, cleared });
        this.unsent.delete(slot);
      }
    }

    flush({ keepalive = false } = {}) {
      clearTimeout(this.soon);
      clearTimeout(this.latest);
      clearTimeout(this.retry);
      this.latest = null;
      if (this.busy || this.stopped) return;
      if (!this.sent.length) this.gather();
      if (!this.sent.length) { this.settle(); return; }
      this.send(keepalive);
    }

    async send(keepalive) {
      this.busy = true;
      this.onState("saving");
      const body = JSON.stringify({ ops: this.sent });
      let answer;
      try {
        answer = await fetch(this.url, {
          method: "POST", body, redirect: "manual", credentials: "same-origin",
          keepalive: keepalive && body.length < KEEPALIVE,
          headers: { "Content-Type": "application/json", "X-CSRFToken": this.csrf() },
        });
      } catch {
        this.busy = false;
        this.later("offline");
        return;
      }
      let told = null;
      try { told = await answer.json(); } catch { /* not ours: a proxy's page, or a redirect */ }
      this.busy = false;
      this.take(answer, told);
    }

    take(answer, told) {
      if ((answer.status === 200 || answer.status === 409) && told && told.results) return this.accept(answer.status, told);
      if (answer.status === 401 || answer.type === "opaqueredirect") return this.stop("auth");
      if (answer.status === 403 && told && told.code === "csrf") return this.again();
      if (answer.status === 404) return this.stop("gone");
      if (answer.status === 422 || answer.status === 413) return this.refused();
      const wait = Number(answer.headers.get("Retry-After"));
      return this.later("busy", wait ? wait * 1000 : 0);
    }

    accept(status, told) {
      const sent = this.sent;
      this.sent = [];
      this.failures = 0;
      this.renewed = false;
      for (const result of told.results) {
        const op = sent.find((one) => one.op_id === result.op_id);
        const kind = result.kept_as || result.result;
        if (op && kind === "saved") this.revs.set(op.slot, result.rev);
        if (kind === "conflict") this.held.add(result.slot);
        // What was not kept as the newest stays here as unsent, so that leaving the page still warns.
        if (op && kind === "conflict" && !this.unsent.has(op.slot)) this.unsent.set(op.slot, op);
        this.onResult(kind, result, op);
      }
      if (status === 409) return this.stop("closed");
      const ready = [...this.unsent.keys()].some((slot) => !this.held.has(slot));
      if (ready) this.flush(); else this.settle();
    }

    /* The token was renewed by signing in elsewhere: fetch the new one, once, and send the same again. */
    async again() {
      if (this.renewed) return this.stop("auth");
      this.renewed = true;
      this.busy = true;
      const renewed = await this.renew().catch(() => false);
      this.busy = false;
      if (renewed) this.flush(); else this.stop("auth");
    }

    refused() {
      const sent = this.sent;
      this.sent = [];
      if (sent.length > 1) {  // find out which: one at a time
        for (const op of sent) if (!this.unsent.has(op.slot)) this.unsent.set(op.slot, op);
        this.alone = true;
        return this.sendAlone(sent);
      }
      for (const op of sent) if (!this.unsent.has(op.slot)) { this.unsent.set(op.slot, op); this.held.add(op.slot); }
      this.onState("refused", { slots: sent.map((op) => op.slot) });
      for (const waiter of this.waiters.splice(0)) waiter.reject(new Error("refused"));
    }

    sendAlone(ops) {
      const first = ops.find((op) => this.unsent.has(op.slot) && !this.held.has(op.slot));
      if (!first) return this.settle();
      const { value, cleared } = this.unsent.get(first.slot);
      this.unsent.delete(first.slot);
      this.sent = [{ op_id: newId(), slot: first.slot, base_rev: this.revs.get(first.slot) || 0, value, cleared }];
      return this.send(false);
    }

    /* A refused answer may be sent again once it has been changed. */
    release(slot) { this.held.delete(slot); }

    later(why, wait = 0) {
      this.failures += 1;
      const most = Math.min(LAST, FIRST * 2 ** this.failures);
      const delay = Math.max(wait, FIRST, Math.random() * most);
      this.onState(why, { delay });
      this.retry = setTimeout(() => this.flush(), delay);
      for (const waiter of this.waiters.splice(0)) waiter.reject(new Error(why));
    }

    stop(why) {
      this.stopped = why;
      this.onState(why);
      for (const waiter of this.waiters.splice(0)) waiter.reject(new Error(why));
    }

    settle() {
      if (this.busy || this.sent.length) return;
      this.onState(this.held.size ? "conflict" : "saved");
      if (this.unsent.size && [...this.unsent.keys()].some((slot) => !this.held.has(slot))) return;
      for (const waiter of this.waiters.splice(0)) this.held.size ? waiter.reject(new Error("conflict")) : waiter.resolve();
    }

    drained() {
      const promise = new Promise((resolve, reject) => this.waiters.push({ resolve, reject }));
      this.flush();
      if (this.stopped) for (const waiter of this.waiters.splice(0)) waiter.reject(new Error(this.stopped));
      return promise;
    }
  }

  window.SaveQueue = SaveQueue;
})();
