/* A queue of changes that are sent to the server until it has said that it keeps them.

   new SaveQueue({url, finishUrl, csrf, renew, onState, onResult, onHeard, onCopy})
     change(slot, value, {cleared})   a new value; it is sent 0.8 s after the last one, at the latest after 3 s
     flush()                          sends at once
     farewell()                       the page goes: sends all that may be unsent, and does not wait
     drained()                        a promise: resolves when nothing is unsent, rejects when it cannot be sent now
     finish({sure})                   hands in, with all that is unsent in the same request
     keepCopies(copy)                 from now on a copy of what is unsent lies on this device
     waiting                          how many answers are not known to be kept
   A change that has been sent is never altered, only repeated: its number lets the server see that it is the same.
   One request is under way at a time. */
(() => {
  "use strict";
  const DEBOUNCE = 800, LONGEST = 3000, FIRST = 500, LAST = 15000, MOST = 20, KEEPALIVE = 60000, PATIENCE = 20000, PAUSE = 300;
  const rest = (time) => new Promise((resolve) => setTimeout(resolve, time));

  function newId() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
  }

  class SaveQueue {
    constructor(options) {
      Object.assign(this, { onHeard() {}, onCopy() {} }, options);
      this.revs = new Map();      // slot -> the revision that the next change is based on
      this.unsent = new Map();    // slot -> {op_id, value, cleared, base}: the newest, not yet part of a request
      this.sent = [];             // what the request under way carries, or what is to be repeated
      this.kept = new Map();      // slot -> {rev, value}: what the server has acknowledged, until it is handed in
      this.held = new Set();      // slots in conflict: they wait for the student's choice
      this.dirty = new Set();     // slots whose copy on this device is behind
      this.busy = false;
      this.failures = 0;
      this.stopped = "";          // "auth", "closed", "gone": nothing is sent until resumed
      this.waiters = [];
    }

    get waiting() { return new Set([...this.unsent.keys(), ...this.sent.map((op) => op.slot)]).size; }

    base(slot, rev, value) {
      this.revs.set(slot, rev);
      if (rev) this.kept.set(slot, { rev, value });
    }

    /* -- Copies ------------------------------------------------------------------------------------ */

    keepCopies(copy) {
      this.copy = copy;
      for (const slot of [...this.unsent.keys(), ...this.sent.map((op) => op.slot)]) this.touch(slot);
    }

    touch(slot) {
      this.dirty.add(slot);
      if (this.copy && !this.writing) this.writing = this.write();
    }

    async write() {
      try {
        while (this.copy && this.dirty.size) {
          const [slot] = this.dirty;
          this.dirty.delete(slot);
          await this.copyOf(slot);
          await rest(this.dirty.has(slot) ? PAUSE : 0);
        }
      } catch {
        this.copy = null;
        this.onCopy(false);
      }
      this.writing = null;
    }

    /* What was acknowledged stays as a receipt until the hand-in: a server that was restored is sent it again. */
    copyOf(slot) {
      const sent = this.sent.filter((op) => op.slot === slot).pop(), next = this.unsent.get(slot), kept = this.kept.get(slot);
      if (next) return this.copy.put(slot, true, { ...next, base: next.base ?? (this.revs.get(slot) || 0), prior: sent?.value });
      if (sent) return this.copy.put(slot, true, { op_id: sent.op_id, base: sent.base_rev, value: sent.value, cleared: sent.cleared });
      return kept ? this.copy.put(slot, false, kept) : this.copy.remove(slot);
    }

    /* From a copy: exactly what was, or may have been, sent before. */
    restore(slot, op) {
      this.unsent.set(slot, { ...op, fixed: true });
      this.touch(slot);
    }

    /* -- Changes -------------------------------------------------------------------------------------- */

    put(slot, value, cleared, base) {
      const next = this.unsent.get(slot);
      const again = next && !next.fixed;
      this.unsent.set(slot, { op_id: again ? next.op_id : newId(), value, cleared, base: base ?? next?.base });
      this.touch(slot);
    }

    change(slot, value, { cleared = false } = {}) {
      const newest = this.unsent.get(slot) || this.sent.filter((op) => op.slot === slot).pop() || this.kept.get(slot);
      if (newest && JSON.stringify(newest.value) === JSON.stringify(value)) return;  // leaving a field is no change
      this.put(slot, value, cleared);
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
      this.unsent.delete(slot);
      this.put(slot, value, true);
      this.flush();
    }

    /* After a conflict: the other words stand; nothing of this page is to be sent. */
    yield(slot, rev, value) {
      this.held.delete(slot);
      this.base(slot, rev, value);
      this.unsent.delete(slot);
      this.touch(slot);
      this.settle();
    }

    resume() {
      this.stopped = "";
      this.failures = 0;
      this.flush();
    }

    /* -- Sending ------------------------------------------------------------------------------------------- */

    gather(most = MOST) {
      for (const [slot, { op_id, value, cleared, base }] of this.unsent) {
        if (this.held.has(slot) || this.sent.length >= most) continue;
        const before = this.sent.filter((op) => op.slot === slot).pop();
        const base_rev = before ? before.base_rev + 1 : base ?? (this.revs.get(slot) || 0);
        this.sent.push({ op_id, slot, base_rev, value, cleared });
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

    farewell() {
      if (this.stopped) return;
      this.gather();
      if (this.sent.length) this.post(this.url, { ops: this.sent }, true).catch(() => {});
    }

    async post(url, content, keepalive = false) {
      const body = JSON.stringify(content), from = performance.now();
      const answer = await fetch(url, {
        method: "POST", body, redirect: "manual", credentials: "same-origin",
        keepalive: keepalive && body.length < KEEPALIVE,
        signal: AbortSignal.timeout(PATIENCE),
        headers: { "Content-Type": "application/json", "X-CSRFToken": this.csrf() },
      });
      let told = null;
      try { told = await answer.json(); } catch { /* not ours: a proxy's page, or a redirect */ }
      if (told?.server_now) this.onHeard(told, from, performance.now());
      return { answer, told };
    }

    async send(keepalive) {
      this.busy = true;
      this.onState("saving");
      let got = null;
      try { got = await this.post(this.url, { ops: this.sent }, keepalive); } catch { /* no connection */ }
      this.busy = false;
      if (got) this.take(got.answer, got.told); else this.later("offline");
    }

    take(answer, told) {
      if ((answer.status === 200 || answer.status === 409) && told?.results) return this.accept(answer.status, told);
      if (answer.status === 401 || answer.type === "opaqueredirect") return this.stop("auth");
      if (answer.status === 403 && told?.code === "csrf") return this.again();
      if (answer.status === 404) return this.stop("gone");
      if (answer.status === 422 || answer.status === 413) return this.refused();
      const wait = Number(answer.headers.get("Retry-After"));
      return this.later("busy", wait ? wait * 1000 : 0);
    }

    accept(status, told) {
      this.settled(told.results);
      if (status === 409 && told.code === "closed") return this.stop("closed");
      const ready = [...this.unsent.keys()].some((slot) => !this.held.has(slot));
      if (ready || this.sent.length) this.flush(); else this.settle();
    }

    /* Each op that has its receipt leaves the queue; what was not kept as the newest stays, and leaving still warns. */
    settled(results) {
      const sent = this.sent, newer = new Set(this.unsent.keys());
      this.sent = sent.filter((op) => !results.some((result) => result.op_id === op.op_id));
      this.failures = 0;
      this.renewed = false;
      for (const result of results) {
        const op = sent.find((one) => one.op_id === result.op_id);
        const kind = result.kept_as || result.result;
        if (!op) continue;
        if (kind === "saved" && this.isBehind(op, result)) { this.outdone(op); continue; }
        if (kind === "saved") this.base(op.slot, result.rev, op.value);
        if (kind === "saved" && newer.has(op.slot)) this.unsent.get(op.slot).base = undefined;
        const rewound = kind === "conflict" && result.rev < (this.kept.get(op.slot)?.rev || 0);
        if (rewound) this.rewind({ [op.slot]: result.rev }, op.value);
        else if (kind === "conflict") {
          this.held.add(op.slot);
          if (!newer.has(op.slot)) this.unsent.set(op.slot, { ...op, base: op.base_rev, fixed: true });
        }
        this.touch(op.slot);
        if (!rewound) this.onResult(kind, result, op);
      }
    }

    /* A copy on this device may be behind what left it last: the server has newer words after these, or has other words
       under the same number, which the page sent as it closed. */
    isBehind(op, result) {
      if (this.kept.get(op.slot)?.rev > result.rev) return true;
      const other = result.result === "replayed" && result.value !== undefined && JSON.stringify(result.value) !== JSON.stringify(op.value);
      if (other) this.base(op.slot, result.rev, result.value);
      return other;
    }

    /* What the server has stands; where the student has gone on from the copy, she chooses. */
    outdone(op) {
      const result = { slot: op.slot, ...this.kept.get(op.slot) };
      const goneOn = this.unsent.has(op.slot);
      if (goneOn) this.held.add(op.slot);
      this.touch(op.slot);
      this.onResult(goneOn ? "conflict" : "outdone", result, op);
    }

    /* The server has less than it acknowledged, as after a restored backup: it is sent again, on what it has. */
    rewind(revs, mine) {
      const first = !this.rewound;
      this.rewound = true;
      for (const [name, rev] of Object.entries(revs)) {
        const slot = Number(name), value = this.unsent.has(slot) ? this.unsent.get(slot).value : mine ?? this.kept.get(slot)?.value;
        this.revs.set(slot, rev);
        this.kept.delete(slot);
        this.unsent.delete(slot);
        if (value !== undefined) this.put(slot, value, true, rev);
      }
      if (first) for (const [slot, { rev, value }] of this.kept) if (!this.unsent.has(slot) && value !== undefined) this.put(slot, value, true, rev);
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
      for (const op of sent) if (!this.unsent.has(op.slot)) this.unsent.set(op.slot, { ...op, base: op.base_rev });
      if (sent.length > 1) return this.sendAlone(sent);  // find out which: one at a time
      for (const op of sent) this.held.add(op.slot);
      this.onState("refused", { slots: sent.map((op) => op.slot) });
      this.reject("refused");
    }

    sendAlone(ops) {
      const first = ops.find((op) => this.unsent.has(op.slot) && !this.held.has(op.slot));
      if (!first) return this.settle();
      const { value, cleared, base } = this.unsent.get(first.slot);
      this.unsent.delete(first.slot);
      this.sent = [{ op_id: newId(), slot: first.slot, base_rev: base ?? (this.revs.get(first.slot) || 0), value, cleared }];
      return this.send();
    }

    /* A refused answer may be sent again once it has been changed. */
    release(slot) { this.held.delete(slot); }

    later(why, wait = 0) {
      this.failures += 1;
      const most = Math.min(LAST, FIRST * 2 ** this.failures);
      const delay = Math.max(wait, FIRST, Math.random() * most);
      this.onState(why, { delay });
      this.retry = setTimeout(() => this.flush(), delay);
      this.reject(why);
    }

    stop(why) {
      this.stopped = why;
      this.onState(why);
      this.reject(why);
    }

    reject(why) { for (const waiter of this.waiters.splice(0)) waiter.reject(new Error(why)); }

    settle() {
      if (this.busy || this.sent.length) return;
      this.onState(this.held.size ? "conflict" : "saved");
      if (this.unsent.size && [...this.unsent.keys()].some((slot) => !this.held.has(slot))) return;
      for (const waiter of this.waiters.splice(0)) this.held.size ? waiter.reject(new Error("conflict")) : waiter.resolve();
    }

    drained() {
      const promise = new Promise((resolve, reject) => this.waiters.push({ resolve, reject }));
      this.flush();
      if (this.stopped) this.reject(this.stopped);
      return promise;
    }

    /* It is handed in: the copies and the receipts have done their work. */
    async forget() {
      const copy = this.copy;
      this.copy = null;
      await this.writing;
      await copy?.clear().catch(() => {});
    }

    /* -- Handing in ------------------------------------------------------------------------------------------ */

    /* {receipt, late} when it is handed in; {code} where it stays open; throws where nobody answered. */
    async finish({ sure }, tries = 3, renewed = false) {
      while (this.busy) await rest(50);
      clearTimeout(this.retry);
      this.gather(Infinity);
      this.busy = true;
      const known = Object.fromEntries([...this.kept].map(([slot, { rev }]) => [slot, rev]));
      let got;
      try { got = await this.post(this.finishUrl, { ops: this.sent, known, sure }); } finally { this.busy = false; }
      const { answer, told } = got;
      if (answer.status === 200 && told?.receipt) {
        await this.forget();
        return { receipt: told.receipt, late: told.results.some((one) => (one.kept_as || one.result) === "late") };
      }
      if (answer.status === 409 && told?.code === "rewound" && tries) {
        for (const op of this.sent.splice(0)) this.put(op.slot, op.value, true);
        this.rewind(told.revs);
        return this.finish({ sure }, tries - 1, renewed);
      }
      if (answer.status === 409 && told?.results) { this.settled(told.results); this.settle(); return { code: told.code }; }
      if (answer.status === 403 && told?.code === "csrf" && !renewed && await this.renew()) return this.finish({ sure }, tries, true);
      if ([200, 409].includes(answer.status)) return { code: told?.code || "busy" };
      await this.take(answer, told);
      return { code: this.stopped || ([413, 422].includes(answer.status) ? "refused" : "busy") };
    }
  }

  window.SaveQueue = SaveQueue;
})();
