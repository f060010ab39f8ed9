/* A link to a paragraph: mark where it leads and go there with the focus, or say that there is no such paragraph.
   #p8 is one, #p8-9 all from the eighth to the ninth, also where each stands by itself. */
(() => {
  "use strict";
  const words = document.querySelector("[data-missing]");
  const ADDRESS = /^(.*?)p(h?\d[\d.]*)(?:-(\d+))?$/;

  const passageOf = (id) => {
    const found = id && document.getElementById(id);
    return found && found.closest(".src-para");
  };

  // The passages that an address names, in order; each once.
  function named(id) {
    const parts = ADDRESS.exec(id);
    const found = new Set();
    if (parts && parts[3] && Number(parts[3]) - Number(parts[2]) <= 200) {
      for (let n = Number(parts[2]); n <= Number(parts[3]); n += 1) {
        const passage = passageOf(`${parts[1]}p${n}`);
        if (passage) found.add(passage);
      }
    }
    const whole = passageOf(id);
    if (whole) found.add(whole);
    return [...found].sort((a, b) => (a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1));
  }

  function arrive() {
    for (const marked of document.querySelectorAll(".src-para.is-here")) marked.classList.remove("is-here");
    const id = decodeURIComponent(location.hash.slice(1));
    const passages = named(id);
    for (const passage of passages) passage.classList.add("is-here");
    if (passages.length) {
      passages[0].tabIndex = -1;
      passages[0].focus({ preventScroll: true });
      passages[0].scrollIntoView({ block: "start" });
    }
    if (!words) return;
    const asked = ADDRESS.exec(id);
    words.hidden = passages.length > 0 || !asked;
    if (words.hidden) return;
    const number = asked[3] ? `${asked[2]} to ${asked[3]}` : asked[2];
    words.textContent = `There is no paragraph ${number} here. The numbers that there are stand beside the text.`;
    window.site.announce(words.textContent);
  }

  window.addEventListener("hashchange", arrive);
  arrive();

  // On paper nothing is one tap away: what is said about the words is opened, and closed again afterwards.
  let opened = [];
  window.addEventListener("beforeprint", () => {
    const all = ".src-notes:not([open]), .src-original:not([open]), .source-facts details:not([open]), .more-facts:not([open])";
    opened = [...document.querySelectorAll(all)];
    for (const details of opened) details.open = true;
  });
  window.addEventListener("afterprint", () => {
    for (const details of opened) details.open = false;
  });
})();
