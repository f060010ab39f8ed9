/* Small conveniences of every page. Nothing here is needed to use the site.
   Other scripts may call:
     site.announce(words)     says a change of state to a screen reader, in the page's one live region
     site.notSent(form, words)  the same, also as a line under a form whose words are still in it
     site.focusOn(element)    moves focus to a heading or panel that has just appeared
     site.csrf()              the token for a POST, from a meta tag or any form of the page
     site.copies              copies on this device of what the site has not taken yet: all(prefix), put(record), remove(key) */
(() => {
  "use strict";
  const live = document.getElementById("live");

  function announce(words) {
    if (!live) return;
    live.textContent = "";
    // The region must be seen empty first, or the same words twice would be said once.
    window.setTimeout(() => { live.textContent = words; }, 60);
  }

  function focusOn(element) {
    if (!element) return;
    if (!element.matches("a[href], button, input, select, textarea, summary, [tabindex]")) element.tabIndex = -1;
    element.focus();
  }

  function csrf() {
    const meta = document.querySelector('meta[name="csrf-token"]');
    const field = document.querySelector('input[name="csrfmiddlewaretoken"]');
    return meta ? meta.content : field ? field.value : "";
  }

  // Each record is {key, page, unsent, …}; whoever writes one encrypts its words. After a day it is gone.
  const DAY = 24 * 60 * 60 * 1000;
  let opened;
  function database() {
    opened = opened || new Promise((resolve, reject) => {
      const asked = indexedDB.open("copies", 1);  // throws, or fails, where a browser keeps nothing
      asked.onupgradeneeded = () => asked.result.createObjectStore("ops", { keyPath: "key" });
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(asked.error);
    });
    return opened;
  }
  async function within(mode, work) {
    const store = (await database()).transaction("ops", mode).objectStore("ops");
    return new Promise((resolve, reject) => {
      const asked = work(store);
      store.transaction.oncomplete = () => resolve(asked.result);
      store.transaction.onabort = () => reject(store.transaction.error);
    });
  }
  const copies = Object.freeze({
    all: (prefix) => within("readonly", (store) => store.getAll(IDBKeyRange.bound(prefix, `${prefix}\uffff`))),
    put: (record) => within("readwrite", (store) => store.put({ ...record, at: Date.now() })),
    remove: (key) => within("readwrite", (store) => store.delete(key)),
  });

  function notSent(form, words) {
    let line = form.querySelector("[data-not-sent]");
    if (!line) {
      line = document.createElement("p");
      line.className = "invalid-feedback";
      line.dataset.notSent = "";
      form.append(line);
    }
    line.textContent = words;
    line.scrollIntoView({ block: "nearest" });
    announce(words);
  }

  window.site = Object.freeze({ announce, focusOn, csrf, copies, notSent });

  async function sweep() {
    const known = indexedDB.databases ? await indexedDB.databases() : [];
    if (!known.some((one) => one.name === "copies")) return;
    for (const record of await copies.all("v1/")) if (record.at < Date.now() - DAY) await copies.remove(record.key);
  }
  try { sweep().catch(() => {}); } catch { /* a browser that keeps nothing */ }

  // Signing out with answers that are not sent: one is asked first. They stay on the device, unreadable, for a day.
  function askBeforeSigningOut(form, unsent, here) {
    const dialog = document.createElement("dialog");
    const number = Math.max(unsent.length, here), kept = unsent.length >= here;
    const words = number === 1 ? "1 answer is not sent yet" : `${number} answers are not sent yet`;
    const add = (name, text, parent = dialog) => parent.appendChild(Object.assign(document.createElement(name), { textContent: text }));
    const title = add("h2", words);
    title.id = "sign-out-title";
    dialog.setAttribute("aria-labelledby", title.id);
    add("p", kept
      ? "If you sign out, what you wrote stays on this device for a day. Nobody else can read it. It is sent when you sign in here again and open the task."
      : "This browser keeps no copy. If you sign out now, what is not sent is lost.");
    const row = add("p", "");
    row.className = "row-actions";
    const button = (text, look) => Object.assign(add("button", text, row), { type: "button", className: `btn ${look}` });
    button("Stay and send", "btn-primary").addEventListener("click", () => {
      dialog.remove();
      if (here || unsent[0].page === window.location.pathname) document.dispatchEvent(new Event("site:stay"));
      else window.location.assign(unsent[0].page);
    });
    button("Sign out anyway", "btn-secondary").addEventListener("click", () => leave(form));
    dialog.addEventListener("close", () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
  }
  function leave(form) {
    document.dispatchEvent(new Event("site:leaving"));
    form.submit();
  }
  document.addEventListener("submit", async (event) => {
    const who = event.target.dataset.signOut;
    if (!who) return;
    event.preventDefault();
    const detail = { waits: [], counts: [] };  // a page that is sending adds a promise, and a function: how many are unsent
    document.dispatchEvent(new CustomEvent("site:sign-out", { detail }));
    await Promise.race([Promise.allSettled(detail.waits), new Promise((resolve) => window.setTimeout(resolve, 3000))]);
    let mine = [];
    try { mine = await copies.all(`v1/${who}/`); } catch { /* nothing is kept here */ }
    const unsent = mine.filter((record) => record.unsent);
    const here = detail.counts.reduce((sum, count) => sum + count(), 0);
    if (unsent.length || here) { askBeforeSigningOut(event.target, unsent, here); return; }
    try { for (const record of mine) await copies.remove(record.key); } catch { /* it goes after a day */ }
    leave(event.target);
  });

  // A form that came back: start at the list of problems. A link in it leads to the field itself.
  const summary = document.querySelector(".error-summary");
  if (summary) {
    summary.focus();
    summary.addEventListener("click", (event) => {
      const link = event.target.closest('a[href^="#"]');
      const field = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
      if (!field) return;
      event.preventDefault();
      field.scrollIntoView({ block: "center" });
      focusOn(field);
    });
  }

  // What a page says on arrival stands in it already; a screen reader hears it once.
  const said = [...document.querySelectorAll("[data-announce]")].map((element) => element.dataset.announce || element.textContent.trim());
  if (said.length && !summary) announce(said.join(" "));

  // Menus made of <details> close with Escape and when one goes elsewhere.
  const menus = document.querySelectorAll("details.account, details[data-menu]");
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of menus) {
      if (!menu.open) continue;
      menu.open = false;
      if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
    }
  });
  const closeOthers = (event) => {
    for (const menu of menus) if (menu.open && !menu.contains(event.target)) menu.open = false;
  };
  document.addEventListener("click", closeOthers);
  document.addEventListener("focusin", closeOthers);

  // <button data-print hidden> appears where there is a script to answer it.
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }

  // A box to write in is shown whole when one comes to it by Tab: browsers only bring its first line into view.
  document.addEventListener("focusin", (event) => {
    const box = event.target.closest("textarea");
    if (box && box.offsetHeight < window.innerHeight) box.scrollIntoView({ block: "nearest" });
  });
})();
