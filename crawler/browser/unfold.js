// Finds what may show more of the page when it is pressed and leads to no address: tabs, nodes of trees, switches that a
// script listens to. Called with {most, skip, hold}; returns their words, those to *skip* left out. With *hold* they are
// kept in window.__portalAuditFolds to be pressed, and nothing leaves the page any more.
({ most, skip, hold }) => {
  const NAMES = /^(?:分享.*|打印.*|关闭.*|收藏.*|设为.*|字[体号].*|[大中小×xX+＋－-]|默认|返回.*|顶部|回到.*|无障碍.*|长者.*|适老.*|关怀.*|登\s*录|注\s*册|退出|搜\s*索|检\s*索|查\s*询|提\s*交|重\s*置|确\s*[定认]|取\s*消|验证码|换一张|[上下]一?[页张条篇]|首页|尾页|末页|播放|暂停|静音|朗读.*|语音.*|听.{0,3}|繁體?|繁体.*|简体.*|english|加载更多.*|查看更多.*|更多.*|\d+)$/i;
  // What a press may count or change, be it by GET: never pressed (rule: look, never post).
  const ACTS = /赞|投票|满意|签到|订阅|关注|评价|评分|打分|有用|没用|支持|反对|报名|预约|领取|发送|删除|下载|播放/;
  const FIXED = /history\s*\.|(?:close|print|reload)\s*\(|\.(?:submit|reset)\s*\(|(?:location|href|open)\s*[=(.]|void\s*\(?0?\)?;?\s*$/i;
  const ROLES = '[role=tab], [role=treeitem], [aria-expanded=false]';
  const shown = (e) => e.checkVisibility({ checkVisibilityCSS: true }) && e.getBoundingClientRect().width > 1;
  const names = (e) => [...e.childNodes].some((child) => child.nodeType === 3 && /\p{L}{2}/u.test(child.data));
  const presses = (e) => {
    if (e.matches(ROLES)) return e.getAttribute('aria-selected') !== 'true';
    if (e.closest('form, button, label, select')) return false;
    const link = e.closest('a');
    if (link && !/^(?:#*|javascript:.*)$/is.test(link.getAttribute('href') || '')) return false; // the walk goes there
    const handler = e.closest('[onclick]');
    if (handler) return !FIXED.test(handler.getAttribute('onclick'));
    if (link) return /\(/.test(link.getAttribute('href') || '') && !FIXED.test(link.getAttribute('href'));
    return names(e) && getComputedStyle(e).cursor === 'pointer' && getComputedStyle(e.parentElement || e).cursor !== 'pointer';
  };
  const found = [];
  for (const e of document.querySelectorAll(`${ROLES}, a, span, li, dt, div, p, td, b, em, i, h2, h3, h4`)) {
    const words = (e.textContent || '').trim();
    if (found.length >= most || words.length > 24 || skip.includes(words) || !/\p{L}{2}/u.test(words) || NAMES.test(words) || ACTS.test(words)) continue;
    if (!e.matches(ROLES) && !names(e)) continue;
    if (shown(e) && presses(e) && !found.some((other) => other.contains(e))) found.push(e);
  }
  if (hold) {
    window.__portalAuditFolds = found;
    window.open = () => null;
    // Where a press would lead is found by clicks.js.
    navigation.addEventListener('navigate', (event) => { if (event.cancelable && !event.hashChange) event.preventDefault(); });
  }
  return found.map((e) => e.textContent.trim());
}
