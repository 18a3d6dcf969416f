// Runs axe-core on the page and returns only what is read: violations with their nodes, the names of undecided rules.
// Contrast is measured twice, because late styles and moving pictures make it flicker; what is gone is "unstable".
async ({ most, nodes }) => {
  const options = {
    resultTypes: ['violations', 'incomplete'],
    runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] },
    frameWaitTime: 5000, pingWaitTime: 500, elementRef: false,
  };
  const result = await Promise.race([
    window.axe.run(document, options),
    new Promise((_, no) => setTimeout(() => no(new Error('axe-timeout')), most)),
  ]);
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
  const unstable = [];
  const violations = [];
  for (const violation of result.violations) {
    let kept = violation.nodes;
    if (violation.id === 'color-contrast') {
      const again = await window.axe.run({ include: kept.filter((n) => n.target.length === 1 && typeof n.target[0] === 'string').slice(0, nodes).map((n) => n.target) },
        { resultTypes: ['violations'], runOnly: { type: 'rule', values: ['color-contrast'] } }).catch(() => null);
      if (again) {
        const still = new Set(again.violations.flatMap((v) => v.nodes.map((n) => JSON.stringify(n.target))));
        kept = kept.filter((n) => still.has(JSON.stringify(n.target)));
      }
      if (!kept.length) { unstable.push(violation.id); continue; }
    }
    violations.push({
      rule: violation.id, impact: violation.impact || 'moderate', tags: violation.tags, help: violation.help,
      nodes: kept.slice(0, nodes).map((n) => {
        let box = null;
        try { box = find(n.target); } catch (_) { box = null; }
        return {
          selector: n.target.flat().join(' >>> '), html: String(n.html).slice(0, 300),
          summary: String(n.failureSummary || '').slice(0, 300), box,
        };
      }),
    });
  }
  return { version: window.axe.version, violations, undecided: result.incomplete.map((r) => r.id), unstable };
}
