// The one look at a settled page. Called with {quiet, most, scroll, frameOnly, dx, dy}; waits until the page is quiet
// (bounded), then returns one object whose `html` is the snapshot described in checks/artifacts.py (class Page).
async ({ quiet, most, scroll, dx, dy }) => {
  const started = performance.now();
  const states = () => {
    const found = [window.__portalAudit];
    for (const frame of document.querySelectorAll('iframe, frame')) {
      try { if (frame.contentWindow.__portalAudit) found.push(frame.contentWindow.__portalAudit); } catch (_) { /* cross-origin */ }
    }
    return found.filter(Boolean);
  };
  const later = window.__portalAudit ? window.__portalAudit.later : (call, wait) => setTimeout(call, wait);
  const tick = () => new Promise((done) => {
    const id = requestAnimationFrame(() => later(done, 0));
    later(() => { cancelAnimationFrame(id); done(); }, 40); // a page in the background draws no frames
  });
  // Quiet: loaded, nothing under way, no young timer, no change for a moment. A page that polls or ticks for ever
  // counts as settled once its number of elements has stood still long enough.
  const elements = document.getElementsByTagName('*');
  let count = -1;
  let stillSince = performance.now();
  const isQuiet = () => {
    const now = performance.now();
    if (elements.length !== count) { count = elements.length; stillSince = now; }
    const busy = states().some((s) => s.pending > 0 || s.timers.size > 0);
    if (now - stillSince >= 3000) return true;
    if (document.readyState !== 'complete' || busy) return false;
    return now - stillSince >= 1000 || states().every((s) => now - s.lastChange >= quiet);
  };
  const untilQuiet = async () => {
    while (!isQuiet()) {
      if (performance.now() - started > most) return false;
      await tick();
    }
    return true;
  };
  let settled = await untilQuiet();
  if (scroll) {
    // Lists that load when they come into view: walk down once, come back, and wait for what that began.
    const height = Math.min(document.documentElement.scrollHeight, 20000);
    const step = Math.max(400, window.innerHeight);
    if (height > step + 50) {
      for (let y = step; y < height; y += step) { window.scrollTo(0, y); await tick(); }
      window.scrollTo(0, 0);
      settled = (await untilQuiet()) && settled;
    }
  }

  const KEPT = new Set(['id', 'class', 'href', 'src', 'alt', 'title', 'name', 'type', 'placeholder', 'value', 'role', 'lang',
    'for', 'action', 'method', 'target', 'content', 'charset', 'http-equiv', 'rel', 'media', 'onclick', 'width', 'height',
    'colspan', 'rowspan', 'tabindex', 'checked', 'disabled', 'hidden', 'maxlength', 'sitecode', 'property', 'contenteditable',
    'required', 'autocomplete', 'cols', 'rows', 'frameborder', 'data', 'xml:lang', 'dir']);
  const BOXED = new Set(['a', 'img', 'input', 'button', 'select', 'textarea', 'form', 'iframe', 'frame', 'li', 'tr', 'h1', 'h2',
    'h3', 'h4', 'h5', 'h6', 'ul', 'ol', 'table', 'video', 'audio', 'canvas', 'svg', 'object', 'embed', 'nav', 'header',
    'footer', 'main', 'section', 'article', 'aside', 'dl']);
  const NO_TEXT = new Set(['script', 'style', 'noscript', 'template']);
  const DATA_SCRIPT = /^(text\/xml|application\/(ld\+)?json|text\/template|text\/html)$/i;
  const MOST_BYTES = 4e6;
  let size = 0;
  const out = [];
  const push = (text) => { size += text.length; out.push(text); };
  const unsafe = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;
  const lone = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
  const safe = (text) => text.replace(lone, '\ufffd').replace(unsafe, (c) => String.fromCodePoint(0xf0000 + c.charCodeAt(0)));
  const escapeText = (text) => safe(text).replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
  const escapeValue = (text) => escapeText(text).replace(/"/g, '&quot;').replace(/[\n\r\t]+/g, ' ');
  const nameOf = (name) => (/^[a-z_][a-z0-9_.-]*$/.test(name) ? name : 'x-' + name.replace(/[^a-z0-9_.-]/gi, '_').toLowerCase());

  const write = (element, hidden, offset) => {
    if (size > MOST_BYTES) return;
    const tag = nameOf(element.localName);
    const view = element.ownerDocument.defaultView;
    let attributes = '';
    for (const { name, value } of element.attributes) {
      if (KEPT.has(name) || name.startsWith('aria-') || (name.startsWith('data-') && value.length < 200)) {
        if (/^[a-z_][a-z0-9_.:-]*$/.test(name) && !name.includes(':')) {
          attributes += ` ${name}="${escapeValue(value.length > 2000 && name !== 'content' ? value.slice(0, 2000) : value)}"`;
        }
      }
    }
    let ownText = false;
    for (const child of element.childNodes) if (child.nodeType === 3 && /\S/.test(child.data)) { ownText = true; break; }
    let nowHidden = hidden;
    if (!hidden && !NO_TEXT.has(tag) && view) {
      let gone = false;
      let box = null;
      if (element.checkVisibility && element.localName !== 'area' && element.localName !== 'option') {
        gone = !element.checkVisibility({ opacityProperty: true, visibilityProperty: true, checkOpacity: true, checkVisibilityCSS: true });
        if (gone && tag !== 'head' && tag !== 'meta' && tag !== 'title' && tag !== 'link' && tag !== 'base') {
          // display: contents has no box and yet shows its children
          if (view.getComputedStyle(element).display === 'contents') gone = false;
        }
      }
      const inHead = tag === 'head' || tag === 'meta' || tag === 'title' || tag === 'link' || tag === 'base' || tag === 'html';
      if (!gone && !inHead) {
        box = element.getBoundingClientRect();
        const x = box.left + offset.x, y = box.top + offset.y;
        if (box.width <= 1 || box.height <= 1) {
          const style = view.getComputedStyle(element);
          if (style.overflowX !== 'visible' || style.overflowY !== 'visible' || style.clip !== 'auto') gone = (element.childNodes.length > 0);
        } else if (x + box.width < -200 || y + box.height < -200) {
          gone = true;
        }
        if (!gone && (ownText || BOXED.has(tag) || element.id || element.className)) {
          attributes += ` pa-box="${Math.round(x)},${Math.round(y)},${Math.round(box.width)},${Math.round(box.height)}"`;
          if (ownText) attributes += ` pa-font="${parseFloat(view.getComputedStyle(element).fontSize)}"`;
        }
        if (!gone && !ownText && !element.childElementCount && (tag === 'i' || tag === 'span' || tag === 'a' || tag === 'button' || tag === 'em')) {
          for (const side of ['before', 'after']) {
            const content = view.getComputedStyle(element, '::' + side).content;
            if (content && content !== 'none' && /\p{L}/u.test(content)) attributes += ` pa-${side}="${escapeValue(content.replace(/^["']|["']$/g, ''))}"`;
          }
        }
      }
      if (gone && !inHead) { attributes += ' pa-hidden="1"'; nowHidden = true; }
    }
    if ((tag === 'a' || tag === 'area') && element.hasAttribute('href')) attributes += ` pa-href="${escapeValue(String(element.href.baseVal ?? element.href))}"`;
    if ((tag === 'input' || tag === 'textarea' || tag === 'select') && element.type !== 'password' && element.value) attributes += ` pa-value="${escapeValue(String(element.value).slice(0, 300))}"`;
    if (tag === 'img' && element.currentSrc) attributes += ` pa-drawn="${element.complete && element.naturalWidth > 0 ? 1 : 0}"`;
    push(`<${tag}${attributes}>`);
    if (tag === 'script') {
      if (DATA_SCRIPT.test(element.type || '')) push(escapeText(element.textContent.slice(0, 400000)));
    } else if (!NO_TEXT.has(tag) && tag !== 'iframe' && tag !== 'frame') {
      const nodes = element.shadowRoot ? [...element.shadowRoot.childNodes, ...element.childNodes] : element.childNodes;
      for (const child of nodes) {
        if (child.nodeType === 1) write(child, nowHidden, offset);
        else if (child.nodeType === 3 && child.data) push(escapeText(child.data.replace(/[ \t\r\n]+/g, ' ')));
      }
    }
    push(`</${tag}>`);
    if (tag === 'iframe' || tag === 'frame') writeFrame(element, nowHidden, offset);
  };
  let strangers = 0;
  const writeFrame = (element, hidden, offset) => {
    let inside = null;
    try { inside = element.contentDocument; } catch (_) { inside = null; }
    const source = escapeValue(String(element.src || ''));
    const box = element.getBoundingClientRect();
    const shift = { x: box.left + element.clientLeft + offset.x, y: box.top + element.clientTop + offset.y };
    if (inside && inside.documentElement) {
      const unloaded = inside.location.href === 'about:blank' && element.src && !element.src.startsWith('about:') && !inside.body?.childElementCount;
      push(`<pa-frame src="${escapeValue(unloaded ? element.src : inside.location.href)}" origin="same" ok="${unloaded ? 0 : 1}"${hidden ? ' pa-hidden="1"' : ''}>`);
      write(inside.documentElement, hidden, shift);
      push('</pa-frame>');
    } else {
      push(`<pa-frame src="${source}" origin="cross" ok="0" index="${strangers}" dx="${Math.round(shift.x)}" dy="${Math.round(shift.y)}"${hidden ? ' pa-hidden="1"' : ''}></pa-frame>`);
      strangers += 1;
    }
  };
  const origin = { x: window.scrollX + (dx || 0), y: window.scrollY + (dy || 0) };
  const root = document.documentElement;
  if (root) write(root, false, origin);
  const body = document.body;
  const width = Math.max(root ? root.scrollWidth : 0, body ? body.scrollWidth : 0);
  const height = Math.max(root ? root.scrollHeight : 0, body ? body.scrollHeight : 0);
  const all = states();
  const navigation = performance.getEntriesByType('navigation')[0] || {};
  const failures = all.flatMap((s) => s.failures);
  const known = new Set(failures.map((f) => f.url));
  for (const entry of performance.getEntriesByType('resource')) {
    if (entry.responseStatus >= 400 && !known.has(entry.name)) {
      failures.push({ url: entry.name, kind: entry.initiatorType, status: entry.responseStatus, reason: '' });
    } else if (entry.responseStatus >= 400) {
      for (const failure of failures) if (failure.url === entry.name && !failure.status) failure.status = entry.responseStatus;
    }
  }
  return {
    url: location.href,
    title: document.title,
    charset: document.characterSet,
    html: `<pa-page url="${escapeValue(location.href)}" title="${escapeValue(document.title)}" w="${width}" h="${height}">${out.join('')}</pa-page>`,
    width, height, settled, strangers,
    viewport: [window.innerWidth, window.innerHeight],
    overflow: Math.max(0, width - root.clientWidth),
    failures: failures.slice(0, 200),
    errors: all.flatMap((s) => s.errors).slice(0, 50),
    dialogs: all.flatMap((s) => s.dialogs).slice(0, 50),
    popups: all.flatMap((s) => s.popups).slice(0, 50),
    timings: {
      first_byte: navigation.responseStart || null, dom_ready: navigation.domContentLoadedEventEnd || null,
      load: navigation.loadEventEnd || null, largest_paint: all.length ? all[0].paint : null,
      layout_shift: all.length ? all[0].shift : null, settled: performance.now(),
    },
  };
}
