// Runs axe-core on the page and returns only what is read: violations with their nodes, the names of undecided rules.
// Contrast is measured twice, because late styles and moving pictures make it flicker; what is gone is "unstable".
async ({ most, nodes, large }) => {
  // Rules that compare what is drawn: nine tenths of axe-core's time, a few milliseconds for every text and link.
  const DRAWN = ['color-contrast', 'link-in-text-block', 'target-size'];
  // Of more than `large` elements that are drawn alike, a few stand for all: so many from their beginning, one from their end.
  const FEW = 3;
  const options = {
    resultTypes: ['violations', 'incomplete'], frameWaitTime: 5000, pingWaitTime: 500, elementRef: true,
    preload: { assets: ['media'], timeout: 3000 }, // style sheets of other hosts are not fetched once more: no rule of ours reads them
  };
  const until = performance.now() + most;
  const run = (context, more) => Promise.race([
    window.axe.run(context, { ...options, ...more }),
    new Promise((_, no) => setTimeout(() => no(new Error('axe-timeout')), Math.max(0, until - performance.now()))),
  ]);

  // Alike: the same tags and classes down from the root, with the same colours, pictures behind, sizes and weights.
  const kinds = new Map();
  const known = new Map();
  const numbered = (text) => kinds.get(text) ?? (kinds.set(text, kinds.size), kinds.size - 1);
  const kindOf = (element) => {
    const chain = [];
    let here = element;
    while (here && !known.has(here)) { chain.push(here); here = here.parentElement; }
    let kind = here ? known.get(here) : -1;
    for (const step of chain.reverse()) {
      const style = getComputedStyle(step);
      kind = numbered([
        kind, step.localName, step.getAttribute('class'), step.getAttribute('type'), style.color, style.backgroundColor,
        style.backgroundImage, style.opacity, style.fontSize, style.fontWeight, style.textShadow, style.textDecorationLine, style.display,
      ].join());
      known.set(step, kind);
    }
    return kind;
  };
  const SMALL = 24; // CSS pixels: what is larger is no small target, whatever stands beside it
  const hasWords = (element) => [...element.childNodes].some((node) => node.nodeType === 3 && /\S/.test(node.data));
  const PRESSED = 'a, button, input, select, textarea, summary, area, label, [role], [tabindex], [onclick]';
  const alike = new Map();
  const groups = new Map();
  const shown = [];
  for (const element of document.body ? document.body.querySelectorAll('*') : []) {
    if (element.shadowRoot || /^i?frame$/.test(element.localName)) { shown.push(element); continue; }
    if (!hasWords(element) && !element.matches(PRESSED)) continue;
    const box = element.getBoundingClientRect();
    const key = `${kindOf(element)} ${box.width < SMALL} ${box.height < SMALL}`;
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(element);
    alike.set(element, groups.get(key));
  }
  for (const group of groups.values()) shown.push(...(group.length > large ? [...group.slice(0, FEW), group.at(-1)] : group));

  // A page has a dozen colours, and axe-core reads each of them anew for every element that lies under a text.
  const { prototype: colour } = window.axe.commons.color.Color;
  const read = colour.parseString;
  const colours = new Map();
  colour.parseString = function (text) {
    if (colours.has(text)) [this.r, this.g, this.b, this.alpha] = colours.get(text);
    else { read.call(this, text); colours.set(text, [this.r, this.g, this.b, this.alpha]); }
    return this;
  };

  const tags = { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] };
  const whole = await run(document, { runOnly: tags, rules: Object.fromEntries(DRAWN.map((rule) => [rule, { enabled: false }])) });
  const drawn = shown.length ? await run({ include: shown }, { runOnly: { type: 'rule', values: DRAWN } }) : { violations: [], incomplete: [] };

  // What is like a failing element is measured now, and contrast once more: what is gone then was flicker.
  const measured = new Set(shown);
  const twice = (rule) => rule === 'color-contrast';
  const asked = new Set();
  const rules = new Set();
  for (const { id, nodes: failing } of drawn.violations) {
    for (const { element } of failing) {
      const others = (alike.get(element) || []).filter((like) => !measured.has(like));
      for (const one of twice(id) && alike.has(element) ? [element, ...others] : others) { asked.add(one); rules.add(id); }
    }
  }
  const again = asked.size
    ? await run({ include: [...asked] }, { runOnly: { type: 'rule', values: [...rules] } }).catch(() => null)
    : null;
  const unstable = [];
  const found = [...whole.violations];
  for (const violation of drawn.violations) {
    const failing = again ? again.violations.filter((v) => v.id === violation.id).flatMap((v) => v.nodes) : [];
    const still = new Set(failing.map((node) => node.element));
    const steady = (element) => !twice(violation.id) || !again || !alike.has(element) || still.has(element);
    const kept = violation.nodes.filter((node) => steady(node.element));
    if (!kept.length) { unstable.push(violation.id); continue; }
    found.push({ ...violation, nodes: [...kept, ...failing.filter((node) => !measured.has(node.element))] });
  }

  const find = (target) => {
    let root = document;
    let element = null;
    const offset = { x: window.scrollX, y: window.scrollY };
    for (const step of target) {
      for (const selector of Array.isArray(step) ? step : [step]) {
        element = root.querySelector(selector);
        if (!element) return null;
        root = element.shadowRoot || element;
      }
      if (element.contentDocument && step !== target[target.length - 1]) {
        const box = element.getBoundingClientRect();
        offset.x += box.left; offset.y += box.top;
        root = element.contentDocument;
      }
    }
    const box = element.getBoundingClientRect();
    return [box.left + offset.x, box.top + offset.y, box.width, box.height].map((n) => Math.round(n * 10) / 10);
  };
  const violations = found.sort((a, b) => (a.id < b.id ? -1 : 1)).map((violation) => ({
    rule: violation.id, impact: violation.impact || 'moderate', tags: violation.tags, help: violation.help,
    nodes: violation.nodes.slice(0, nodes).map((n) => {
      let box = null;
      try { box = find(n.target); } catch (_) { box = null; }
      return {
        selector: n.target.flat().join(' >>> '), html: String(n.html).slice(0, 300),
        summary: String(n.failureSummary || '').slice(0, 300), box,
      };
    }),
  }));
  const undecided = [...whole.incomplete, ...drawn.incomplete].map((r) => r.id);
  return { version: window.axe.version, violations, undecided, unstable };
}
