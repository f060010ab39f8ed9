/* Putting items in order by buttons or by choosing a place. Without script each item has a select of its own. */
(() => {
  "use strict";
  if (window.order) return;  // every chronology of a page asks for this file

  const items = (list) => [...list.querySelectorAll(":scope > li")];

  function number(list) {
    items(list).forEach((item, index) => {
      const select = item.querySelector("select");
      select.value = `${item.dataset.id}:${index + 1}`;
      item.querySelector('[data-move="-1"]').setAttribute("aria-disabled", String(index === 0));
      item.querySelector('[data-move="1"]').setAttribute("aria-disabled", String(index === items(list).length - 1));
    });
  }

  function place(item, index, focus) {
    const list = item.parentElement;
    const others = items(list).filter((other) => other !== item);
    const at = Math.max(0, Math.min(index, others.length));
    list.insertBefore(item, others[at] || null);
    number(list);
    focus.focus();
    const words = item.querySelector(".chronology-words").textContent.trim();
    window.site.announce(`${words}, now ${at + 1} of ${others.length + 1}`);
    list.dispatchEvent(new CustomEvent("order:moved", { bubbles: true }));
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-order] [data-move]");
    if (!button) return;
    const item = button.closest("li");
    const index = items(item.parentElement).indexOf(item) + Number(button.dataset.move);
    if (button.getAttribute("aria-disabled") === "true") return;
    place(item, index, button);
  });

  document.addEventListener("change", (event) => {
    const select = event.target.closest("[data-order] select");
    if (!select || !select.value) return;
    event.stopImmediatePropagation();
    place(select.closest("li"), Number(select.value.split(":")[1]) - 1, select);
  }, true);

  function wake() {
    for (const list of document.querySelectorAll("[data-order]:not([data-awake])")) {
      list.dataset.awake = "";
      for (const button of list.querySelectorAll("[data-move]")) button.hidden = false;
    }
  }
  wake();
  document.addEventListener("site:placed", wake);
  // Setting the fields to an order that came from elsewhere.
  window.order = Object.freeze({
    set(list, ids) {
      for (const id of ids) {
        const item = items(list).find((one) => one.dataset.id === id);
        if (item) list.append(item);
      }
      number(list);
    },
    get: (list) => (items(list).some((item) => item.querySelector("select").value) ? items(list).map((item) => item.dataset.id) : []),
  });
})();
