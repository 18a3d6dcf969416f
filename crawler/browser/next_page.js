// Marks the control of one document that shows the next entries of a list and leads to no address: 下一页 of a pager that
// a script turns, 加载更多, or page *number* of a pager that has numbers alone. Returns whether there is one.
(number) => {
  const NEXT = /^[\s[【(（]*(?:下一?[页頁]|后一?页|(?:点击)?(?:加载|查看|显示|展开)更多\S{0,4}|next)[\s\])）】>›»]*$/i;
  const OFF = /(?:^|[-_\s])(?:disabled?|off|end|gray|unable|nomore)(?:$|[-_\s])/i;
  const shown = (e) => e.checkVisibility && e.checkVisibility({ checkVisibilityCSS: true }) && e.getBoundingClientRect().width > 0;
  const isOff = (e) => e.disabled || e.hasAttribute('disabled') || e.getAttribute('aria-disabled') === 'true' || OFF.test(e.getAttribute('class') || '');
  // What is pressed for its numbers must not rate or vote: [1] [2] [3] may be points as well.
  const RATES = /评|满意|星|投票|打分|得分/;
  const digits = (e) => ((e.value || e.textContent || '').match(/^[\s[【(（]*(\d{1,3})[\s\])）】]*$/) || [])[1];
  const leadsNowhere = (e) => {
    const link = e.closest('a');
    return /^(?:#*|javascript:.*)$/is.test((link && link.getAttribute('href')) || '');
  };
  const mark = (e) => { e.setAttribute('data-portal-audit', 'next'); return true; };
  document.querySelectorAll('[data-portal-audit=next]').forEach((e) => e.removeAttribute('data-portal-audit'));
  for (const e of document.querySelectorAll('a, button, input[type=button], span, li, div, td, img')) {
    const words = e.value || e.textContent || e.title || e.alt || '';
    if (words.length > 14 || !NEXT.test(words) || !shown(e)) continue;
    if ([...e.children].some((child) => NEXT.test(child.textContent || child.value || ''))) continue; // the innermost is pressed
    if (!leadsNowhere(e)) continue; // an address: the walk goes there
    if (isOff(e) || (e.parentElement && isOff(e.parentElement))) continue;
    return mark(e);
  }
  for (const e of document.querySelectorAll('a, button, span, li')) {
    if (digits(e) !== String(number) || !shown(e) || isOff(e) || !leadsNowhere(e) || e.closest('form, label')) continue;
    if ([...e.children].some((child) => digits(child))) continue;
    let row = e.parentElement;
    while (row && (row.textContent || '').trim() === (e.textContent || '').trim()) row = row.parentElement;
    if (!row || RATES.test(row.parentElement ? row.parentElement.textContent.slice(-80) : '') || RATES.test(row.textContent)) continue;
    const numbers = [...row.children].map((child) => digits(child)).filter(Boolean).map(Number);
    if (numbers.length >= 2 && numbers.includes(number - 1) && Math.max(...numbers) - Math.min(...numbers) < 25) return mark(e); // more are days
  }
  return false;
}
