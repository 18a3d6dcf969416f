// Marks the control of one document that shows the next entries of a list and leads to no address: 下一页 of a pager that
// a script turns, 加载更多. Returns whether there is one.
() => {
  const NEXT = /^[\s[【(（]*(?:下一?[页頁]|后一?页|(?:点击)?(?:加载|查看|显示|展开)更多\S{0,4}|next)[\s\])）】>›»]*$/i;
  const OFF = /(?:^|[-_\s])(?:disabled?|off|end|gray|unable|nomore)(?:$|[-_\s])/i;
  const shown = (e) => e.checkVisibility && e.checkVisibility({ checkVisibilityCSS: true }) && e.getBoundingClientRect().width > 0;
  const isOff = (e) => e.disabled || e.hasAttribute('disabled') || e.getAttribute('aria-disabled') === 'true' || OFF.test(e.getAttribute('class') || '');
  document.querySelectorAll('[data-portal-audit=next]').forEach((e) => e.removeAttribute('data-portal-audit'));
  for (const e of document.querySelectorAll('a, button, input[type=button], span, li, div, td, img')) {
    const words = e.value || e.textContent || e.title || e.alt || '';
    if (words.length > 14 || !NEXT.test(words) || !shown(e)) continue;
    if ([...e.children].some((child) => NEXT.test(child.textContent || child.value || ''))) continue; // the innermost is pressed
    const link = e.closest('a');
    const target = link ? link.getAttribute('href') || '' : '';
    if (!/^(?:#*|javascript:.*)$/is.test(target)) continue; // an address: the walk goes there
    if (isOff(e) || (e.parentElement && isOff(e.parentElement))) continue;
    e.setAttribute('data-portal-audit', 'next');
    return true;
  }
  return false;
}
