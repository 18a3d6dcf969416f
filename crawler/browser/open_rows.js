// Finds, in a list of letters, the control of each row that opens the letter in the same page: 查看答复, a title without an
// address. Called with {most, hold, letters}; returns how many there are, with *letters* only such as speak of letters.
// With *hold* window.__portalAuditRows keeps them: press(n) presses the control of row n, opened(n) marks the row and what
// that has shown, and returns whether there is anything; nothing leaves the page any more.
({ most, hold, letters }) => {
  const LETTERS = /回复|答复|回信|来信|信件|留言/;
  const VIEWS = /查看|查閱|查阅|详情|详细|详見|详见|展开|回复|答复|回信|内容|信件|留言/;
  // What a press may count or change, be it by GET: never pressed (rule: look, never post).
  const ACTS = /赞|投票|满意|评价|评分|打分|有用|没用|支持|反对|我要|写信|提交|发送|删除|下载|打印|分享|收藏|登\s*录|注\s*册|更多|[上下]一?[页篇]|首页|尾页|^\s*\d+\s*$/;
  const FIXED = /history\s*\.|(?:close|print|reload)\s*\(|\.(?:submit|reset)\s*\(|(?:location|href|window\.open)\s*[=(.]|void\s*\(?0?\)?;?\s*$/i;
  const DAY = /\d{4}\s*[-./年]\s*\d{1,2}\s*[-./月]\s*\d{1,2}|\d{2}-\d{2}/;
  const SHORTEST = 10, ROWS = 3, FIRST = 100; // characters of what is a letter, rows of what is a list, and looked at
  const shown = (e) => e.checkVisibility({ checkVisibilityCSS: true, opacityProperty: true }) && e.getBoundingClientRect().width > 1;
  const wordsOf = (e) => (e.value || e.textContent || '').trim();
  const pressable = (e) => {
    if (e.closest('nav, header, footer, form, label, select')) return false;
    const link = e.closest('a');
    if (link && !/^(?:#*|javascript:.*)$/is.test(link.getAttribute('href') || '')) return false; // the walk goes there
    const handler = e.closest('[onclick]');
    if (handler) return !FIXED.test(handler.getAttribute('onclick'));
    if (link && /\(/.test(link.getAttribute('href') || '')) return !FIXED.test(link.getAttribute('href'));
    return e.tagName === 'BUTTON' || getComputedStyle(e).cursor === 'pointer';
  };
  const kind = (e) => `${e.tagName}.${e.className}<${e.parentElement.tagName}.${e.parentElement.className}`;
  const groups = new Map();
  for (const e of document.querySelectorAll('a, button, [onclick], span, div, li, tr, td, p, h3, h4')) {
    const words = wordsOf(e);
    if (letters && !LETTERS.test(words)) continue;
    if (!words || words.length > 200 || ACTS.test(words) || !shown(e) || !pressable(e)) continue;
    const above = e.parentElement;
    if (above && pressable(above) && wordsOf(above).length <= 200 && !above.matches('a, button')) continue; // the outermost
    if (!groups.has(kind(e))) groups.set(kind(e), []);
    groups.get(kind(e)).push(e);
  }
  let best = [];
  for (const all of groups.values()) {
    if (all.length < ROWS) continue;
    const controls = all.slice(0, FIRST);
    const holds = (e) => controls.filter((control) => e.contains(control)).length;
    const rows = controls.map((control) => {
      let row = control;
      while (row.parentElement && holds(row.parentElement) === 1) row = row.parentElement;
      return [row, control];
    }).filter(([row]) => DAY.test(row.textContent));
    const views = rows.filter(([, control]) => VIEWS.test(wordsOf(control))).length;
    if (rows.length >= ROWS && (!best.length || views * 2 > best.length)) best = rows;
  }
  best = best.slice(0, most);
  if (!hold) return best.length;
  let before = new Set();
  const layers = new Map(); // what was shown by a press, and its text
  const everything = () => document.querySelectorAll('body *');
  window.__portalAuditRows = {
    press(n) {
      before = new Set([...everything()].filter(shown));
      for (const layer of layers.keys()) layers.set(layer, layer.textContent);
      best[n][1].click();
    },
    opened(n) {
      document.querySelectorAll('[data-portal-audit]').forEach((e) => e.removeAttribute('data-portal-audit'));
      const tops = [];
      for (const e of everything()) {
        if (before.has(e) || !shown(e) || tops.some((top) => top.contains(e)) || e.contains(best[n][1])) continue;
        if (wordsOf(e).length >= SHORTEST) tops.push(e);
      }
      if (!tops.length) tops.push(...[...layers].filter(([layer, text]) => layer.isConnected && shown(layer) && layer.textContent !== text).map(([layer]) => layer));
      for (const top of tops) { layers.set(top, top.textContent); top.setAttribute('data-portal-audit', 'opened'); }
      if (tops.length) best[n][0].setAttribute('data-portal-audit', 'row');
      return tops.length > 0;
    },
  };
  window.open = () => null;
  navigation.addEventListener('navigate', (event) => { if (event.cancelable && !event.hashChange) event.preventDefault(); });
  return best.length;
}
