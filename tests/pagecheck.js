// Questions that tests/pagecheck.py asks of a page. One object; each part answers plain values.
({
  contrast(a, b) {
    const light = (colour) => {
      const part = (n) => { const c = n / 255; return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4; };
      return 0.2126 * part(colour[0]) + 0.7152 * part(colour[1]) + 0.0722 * part(colour[2]);
    };
    const [high, low] = [light(a), light(b)].sort((x, y) => y - x);
    return (high + 0.05) / (low + 0.05);
  },

  rgba(text) {
    const parts = (text.match(/[\d.]+/g) || []).map(Number);
    return parts.length < 3 ? [0, 0, 0, 0] : [...parts.slice(0, 3), parts.length > 3 ? parts[3] : 1];
  },

  name(element) {
    const words = (element.getAttribute("aria-label") || element.textContent || element.getAttribute("name") || "").trim().replace(/\s+/g, " ");
    const id = element.id ? `#${element.id}` : "";
    return `<${element.localName}${id}> ${words.slice(0, 50)}`.trim();
  },

  ground(element) {
    for (let at = element; at; at = at.parentElement) {
      const colour = this.rgba(getComputedStyle(at).backgroundColor);
      if (colour[3] > 0.5) return colour;
    }
    return [255, 255, 255, 1];
  },

  ring(element) {
    const style = getComputedStyle(element);
    if (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) {
      const colour = this.rgba(style.outlineColor);
      return colour[3] > 0.5 && this.contrast(colour, this.ground(element.parentElement || element)) >= 3 ? "" : "the focus ring has the colour of the page";
    }
    // A ring drawn as a shadow: its last length, the spread, counts.
    for (const shadow of style.boxShadow.split(/,(?![^(]*\))/)) {
      const colour = this.rgba((shadow.match(/rgba?\([^)]*\)/) || [""])[0]);
      const lengths = (shadow.replace(/rgba?\([^)]*\)/, "").match(/-?[\d.]+px/g) || []).map(parseFloat);
      if (lengths[3] >= 2 && colour[3] > 0.5 && this.contrast(colour, this.ground(element.parentElement || element)) >= 3) return "";
    }
    return "no focus ring of 2 px";
  },

  focused() {
    const element = document.activeElement;
    if (!element || element === document.body || element === document.documentElement) return null;
    const faults = [];
    const ring = this.ring(element);
    if (ring) faults.push(["focus ring", ring]);
    const box = element.getClientRects()[0];
    if (!box || box.width < 2 || box.height < 2) {
      faults.push(["focus in view", "it has no size when focused"]);
    } else {
      const tall = box.height > innerHeight, wide = box.width > document.documentElement.clientWidth;
      if ((!tall && (box.top < -1 || box.bottom > innerHeight + 1)) || (!wide && (box.left < -1 || box.right > innerWidth + 1))) {
        faults.push(["focus in view", `it lies outside the window when focused (${Math.round(box.left)}, ${Math.round(box.top)})`]);
      } else {
        const points = [[0.5, 0.5], [0.1, 0.3], [0.9, 0.3], [0.1, 0.8], [0.9, 0.8]];
        const seen = points.some(([x, y]) => {
          const px = Math.min(Math.max(box.left + box.width * x, 0), innerWidth - 1);
          const py = Math.min(Math.max(box.top + box.height * y, 0), innerHeight - 1);
          const top = document.elementFromPoint(px, py);
          return top && (element.contains(top) || top.contains(element));
        });
        if (!seen) faults.push(["focus in view", "something covers it"]);
      }
    }
    if (!element.dataset.stop) element.dataset.stop = String(document.querySelectorAll("[data-stop]").length + 1);
    return { stop: element.dataset.stop, name: this.name(element), faults };
  },

  forgetStops() {
    for (const element of document.querySelectorAll("[data-stop]")) element.removeAttribute("data-stop");
    // Tab starts at the top again: from an element before all others, which then goes.
    const start = document.createElement("span");
    start.tabIndex = -1;
    document.body.prepend(start);
    start.focus();
    start.remove();
    window.scrollTo(0, 0);
  },

  structure() {
    const faults = [];
    const count = (selector, what) => {
      const found = [...document.querySelectorAll(selector)].filter((element) => element.checkVisibility());
      if (found.length !== 1) faults.push([what, `${found.length} of them, there must be one`]);
    };
    count("h1", "one h1");
    count("main", "one main");
    if (!document.title.trim()) faults.push(["title", "the page has none"]);
    if (document.querySelectorAll("[id]").length !== new Set([...document.querySelectorAll("[id]")].map((e) => e.id)).size) {
      const seen = new Set();
      for (const element of document.querySelectorAll("[id]")) {
        if (seen.has(element.id)) faults.push(["unique ids", `id ${element.id} stands twice`]);
        seen.add(element.id);
      }
    }
    return faults;
  },

  targets() {
    const faults = [];
    const selector = 'a[href], button, input:not([type="hidden"]), select, textarea, summary, [role="button"], [role="link"], [role="checkbox"], [role="radio"], [role="tab"], [role="menuitem"]';
    for (const element of document.querySelectorAll(selector)) {
      if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
      const style = getComputedStyle(element);
      const box = element.getBoundingClientRect();
      if (style.clipPath.startsWith("inset(50%") || style.clip === "rect(0px, 0px, 0px, 0px)") continue; // shown on focus only
      let { width, height } = box;
      for (const label of element.labels || []) {
        const beside = label.getBoundingClientRect();
        width = Math.max(width, beside.width);
        height = Math.max(height, beside.height);
      }
      if (width >= 23.9 && height >= 23.9) continue;
      if (element.localName === "a" && this.inSentence(element, style)) continue;
      faults.push(["target size", `${this.name(element)} is ${Math.round(width)} by ${Math.round(height)} px`]);
    }
    return faults;
  },

  // A link whose height the line of running text around it sets.
  inSentence(element, style) {
    if (style.display !== "inline") return false;
    let block = element.parentElement;
    while (block && getComputedStyle(block).display === "inline") block = block.parentElement;
    const around = [...(block ? block.childNodes : [])].map((node) => (node.contains(element) ? node.textContent.replace(element.textContent, "") : node.textContent));
    return around.join("").trim().length > 0;
  },

  sideways() {
    const room = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= room) return [];
    const framed = (element) => {
      for (let at = element.parentElement; at && at !== document.documentElement; at = at.parentElement) {
        if (at !== document.body && getComputedStyle(at).overflowX !== "visible") return true;
      }
      return false;
    };
    const wide = [...document.body.querySelectorAll("*")].filter((e) => e.getBoundingClientRect().right > room + 1 && !framed(e));
    return [`the page is ${document.documentElement.scrollWidth} px wide; ${wide.slice(-3).map((e) => this.name(e)).join("; ")}`];
  },

  spread(on) {
    if (!window.__spread) {
      window.__spread = new CSSStyleSheet();
      window.__spread.replaceSync("* { letter-spacing: 0.12em !important; word-spacing: 0.16em !important; line-height: 1.5 !important; } p { margin-bottom: 2em !important; }");
    }
    document.adoptedStyleSheets = on ? [window.__spread] : [];
  },

  skipLink() {
    const first = document.querySelector("a[href], button, input, select, textarea, summary, [tabindex]:not([tabindex='-1'])");
    const target = first && first.localName === "a" && first.hash && first.pathname === location.pathname && document.getElementById(first.hash.slice(1));
    if (!target || !target.matches("main, main *")) return false;
    first.focus();
    return true;
  },

  skipped() {
    const main = document.querySelector("main");
    return Boolean(main && main.contains(document.activeElement));
  },
})
