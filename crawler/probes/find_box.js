// Finds the site's search box in one document, or what opens it. Marks what it found with data-portal-audit so that
// a person's moves (click, type, press) can follow. Returns {box, button, opener, link, selector}.
() => {
  const SEARCH = /搜索|搜一搜|搜一下|搜搜|都在搜|热搜|想搜|想找什么|检索|站内|全站|全文|搜尋|檢索|search|sousuo|jiansuo/i;
  // A hot word in the placeholder (大家都在搜：公积金) says nothing of what the box is for.
  const HOT = /((?:都在搜|热搜词?|热门搜索|搜索热词)\s*[:：]).*/;
  const NAMES = /^(?:q|qt|wd|kw|key|keys|kword|word|keyword|keywords|key_?word|search|searchword|search_?key|search_?text|searchtext|s|so|query|title|txt_?search|sousuo)$/i;
  // Boxes that ask for something else; each stood on a real page or is asked for by law on service halls.
  // The first are look-ups of service halls, as in checks/search/boxes.py; 关键字 beside them outweighs them.
  const OTHER = /事项名称|办件|进度|信件|来信|(?:部门|单位|企业|机构)名称|密码|用户名|账号|帐号|登录|手机|电话|邮箱|验证码|身份证|证件|编号|编码|查询码|车牌|姓名|快递|订阅|公交|天气|password|login|user|email|phone|mobile|captcha|verify/i;
  const shown = (e) => {
    if (!e.checkVisibility || !e.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true })) return false;
    const box = e.getBoundingClientRect();
    return box.width > 8 && box.height > 8 && box.right > 0 && box.bottom + window.scrollY > 0;
  };
  const words = (e) => [e.id, e.name, e.className && e.className.baseVal === undefined ? e.className : '', e.title, e.alt,
    e.getAttribute('aria-label'), e.getAttribute('placeholder'), e.getAttribute('data-placeholder')].filter(Boolean).join(' ');
  // 搜 索: words of a button are often spread.
  const said = (e) => (e.textContent || '').replace(/\s+/g, '');
  const label = (e) => [...(e.labels || [])].map((l) => l.textContent).join(' ');
  // 站内查找：<input>, words right before a box that are no label of it.
  const before = (e) => (e.previousSibling && e.previousSibling.nodeType === 3 ? e.previousSibling.textContent.trim().slice(-12) : '');
  // A button that is only an icon is named by the icon's class, drawn or not (el-icon-search).
  const inside = (e) => (e.localName === 'button' || e.localName === 'a')
    && (e.textContent || '').trim().length <= 4 ? [...e.querySelectorAll('i, span, svg, img')].map(words).join(' ') : '';
  const around = (e) => {
    let up = e;
    for (let i = 0; i < 3 && up.parentElement && up.parentElement !== document.body; i += 1) up = up.parentElement;
    return up;
  };
  let best = null;
  for (const input of document.querySelectorAll('input, textarea, [contenteditable="true"], [role="searchbox"]')) {
    const type = (input.getAttribute('type') || 'text').toLowerCase();
    if (!['text', 'search', ''].includes(type) && input.localName === 'input') continue;
    if (input.disabled || input.readOnly || !shown(input)) continue;
    const own = `${words(input)} ${label(input)} ${before(input)} ${input.value || ''}`.replace(HOT, '$1');
    const form = input.form || around(input);
    let score = 0;
    if (type === 'search' || input.getAttribute('role') === 'searchbox') score += 4;
    if (NAMES.test(input.name || '') || NAMES.test(input.id || '')) score += 3;
    if (SEARCH.test(own)) score += 4;
    if (/请输入.{0,6}(?:关键|内容|搜)|關鍵/.test(own)) score += 3;
    if (input.form && SEARCH.test(`${input.form.id} ${input.form.name} ${input.form.className} ${input.form.getAttribute('action')}`)) score += 3;
    const near = [...form.querySelectorAll('button, input[type=submit], input[type=button], input[type=image], a, img, i, span')].filter((b) => b !== input);
    if (near.some((b) => shown(b) && SEARCH.test(`${words(b)} ${inside(b)} ${said(b).slice(0, 12)} ${(b.value || '').replace(/\s+/g, '')}`))) score += 3;
    if (OTHER.test(own) && !/关键|搜索|检索/.test(own)) score -= 8;
    if (form.querySelector('input[type=password]')) score -= 8;
    if (input.localName === 'textarea' && score < 6) score -= 4;
    if (score >= 3 && (!best || score > best.score)) best = { score, input, form };
  }
  document.querySelectorAll('[data-portal-audit]').forEach((e) => e.removeAttribute('data-portal-audit'));
  if (best) {
    best.input.setAttribute('data-portal-audit', 'box');
    const candidates = [...best.form.querySelectorAll('button, input[type=submit], input[type=button], input[type=image], a, img, i, span, div')]
      .filter((b) => b !== best.input && shown(b) && !b.contains(best.input));
    const weight = (b) => {
      const text = `${words(b)} ${inside(b)} ${String(b.value || '').replace(/\s+/g, '')} ${said(b).slice(0, 12)} ${b.getAttribute('src') || ''}`;
      let w = 0;
      if (/^(?:submit|image)$/.test(b.type || '')) w += 3;
      if (SEARCH.test(text)) w += 3;
      if (b.localName === 'button' || b.type === 'button') w += 2;
      if (b.onclick || b.getAttribute('onclick')) w += 2;
      // A hand beside the box, whatever it is called: <a class="go" href="javascript:;"></a>.
      if (b === best.input.nextElementSibling && getComputedStyle(b).cursor === 'pointer') w += 2;
      if (/高级|热搜|更多|历史|advanced/i.test(text)) w -= 5;
      if (/关闭|清空|清除|取消|重置|關閉|^[\s×✕✖╳xX]+$|\b(?:close|clear|reset|cancel)\b/i.test(text)) w -= 9; // of an overlay, of the box
      if (b.localName === 'div' || b.localName === 'span' || b.localName === 'i') w -= 1;
      return w;
    };
    const button = candidates.map((b) => [weight(b), b]).filter(([w]) => w >= 2).sort((a, b) => b[0] - a[0])[0];
    if (button) button[1].setAttribute('data-portal-audit', 'button');
    const path = [];
    for (let e = best.input; e && e.nodeType === 1 && path.length < 6; e = e.parentElement) {
      if (e.id) { path.unshift(`#${CSS.escape(e.id)}`); break; }
      const same = e.parentElement ? [...e.parentElement.children].filter((c) => c.localName === e.localName) : [e];
      path.unshift(same.length > 1 ? `${e.localName}:nth-of-type(${same.indexOf(e) + 1})` : e.localName);
    }
    return { box: true, button: Boolean(button), opener: false, link: '', selector: path.join(' > ') };
  }
  // Nothing to type into: what opens a box, and what leads to a search page.
  let link = '';
  let opener = false;
  for (const e of document.querySelectorAll('a, button, i, span, img, div[onclick], li[onclick], svg')) {
    if (!shown(e)) continue;
    const text = said(e);
    if (text.length > 8) continue;
    const name = `${words(e)} ${text}`;
    if (!SEARCH.test(name) || OTHER.test(name)) continue;
    if (e.localName === 'a' && e.href && !/^javascript:|#$/.test(e.getAttribute('href') || '')) { link = link || e.href; continue; }
    if (!opener) { e.setAttribute('data-portal-audit', 'opener'); opener = true; }
  }
  return { box: false, button: false, opener, link, selector: '' };
}
