/* While reading: open the list of parts where there is room, and remember the place when scrolling has stopped. */
(() => {
  "use strict";
  const openWhen = (selector, width) => {
    if (!window.matchMedia(`(min-width: ${width})`).matches) return;
    for (const details of document.querySelectorAll(selector)) details.open = true;
  };
  openWhen("details[data-open-when-wide]", "62rem");
  openWhen("details[data-open-when-very-wide]", "78rem");

  const article = document.querySelector("[data-place]");
  if (!article) return;
  const marks = [...article.querySelectorAll("[id^='at-'], .src-para[id]")];
  let timer = 0;
  let sent = location.hash.slice(1);

  // The last place that begins above the upper third of the window.
  function here() {
    const line = window.innerHeight / 3;
    const above = marks.filter((mark) => mark.getBoundingClientRect().top <= line);
    return above.length ? above[above.length - 1].id : "";
  }

  function keep() {
    window.clearTimeout(timer);
    timer = 0;
    const anchor = here();
    if (anchor === sent) return;
    sent = anchor;
    const token = (/(?:^|; )(?:__Host-)?csrf=([^;]+)/.exec(document.cookie) || [])[1] || window.site.csrf();
    fetch(article.dataset.place, {
      method: "POST",
      body: new URLSearchParams({ anchor }),
      headers: { "X-CSRFToken": token, Accept: "application/json" },
      keepalive: true,
    }).catch(() => { sent = null; });
  }

  window.addEventListener("scroll", () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(keep, 1200);
  }, { passive: true });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && timer) keep();
  });
})();
