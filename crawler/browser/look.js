// The one look at a settled page. Called with {quiet, most, painted, scroll, marks, parts, dx, dy}; waits until the page is
// quiet (bounded; with `painted` also where nothing can change it any more, so that it is drawn and its timings are known;
// with `parts` it returns null where an application may load parts of itself, which only the browser can tell), then
// returns one object whose `html` is the snapshot described in checks/artifacts.py (class Page).
async ({ quiet, most, painted, scroll, marks, parts, dx, dy }) => {
  const started = performance.now();
  // A form's fields and a document's pictures may be named like a property of theirs (<input name="attributes">,
  // <img name="title">) and then stand in its place: what is needed is read past them.
  const reader = (kind, name) => { const { get } = Object.getOwnPropertyDescriptor(kind.prototype, name); return (node) => get.call(node); };
  const attributesOf = reader(Element, 'attributes'), localNameOf = reader(Element, 'localName'), idOf = reader(Element, 'id');
  const classOf = reader(Element, 'className'), shadowOf = reader(Element, 'shadowRoot'), countOf = reader(Element, 'childElementCount');
  const childrenOf = reader(Node, 'childNodes'), documentOf = reader(Node, 'ownerDocument'), textOf = reader(Node, 'textContent');
  const rootOf = reader(Document, 'documentElement'), bodyOf = reader(Document, 'body'), titleOf = reader(Document, 'title');
  const viewOf = reader(Document, 'defaultView'), charsetOf = reader(Document, 'characterSet'), readyOf = reader(Document, 'readyState');
  const { getBoundingClientRect, checkVisibility, hasAttribute, closest, getAttribute: attributeOf } = Element.prototype;
  const { querySelector, querySelectorAll, getElementsByTagName, getAnimations } = Document.prototype;
  const MODULES = 'script[type="module" i]';
  const BRIEF = 200; // ms of an animation that is waited for; longer ones adorn a page
  if (parts && querySelector.call(document, MODULES)) return null;
  const boxOf = (element) => getBoundingClientRect.call(element);
  const states = () => {
    const found = [window.__portalAudit];
    for (const frame of querySelectorAll.call(document, 'iframe, frame')) {
      try { if (frame.contentWindow.__portalAudit) found.push(frame.contentWindow.__portalAudit); } catch (_) { /* cross-origin */ }
    }
    return found.filter(Boolean);
  };
  const later = window.__portalAudit ? window.__portalAudit.later : (call, wait) => setTimeout(call, wait);
  // By the clock, not by frames: asking for a frame makes the browser draw one, and most of what it draws is looked at
  // by nobody.
  const tick = () => new Promise((done) => later(done, 25));
  // A frame that was really drawn, so that what waits to come into view has been told; no page is waited for twice
  // that draws none, and none is called settled whose lists may still wait for a frame.
  let draws = true;
  const drawn = () => new Promise((done) => {
    if (!draws) { later(done, 40); return; }
    let came = false;
    requestAnimationFrame(() => { came = true; later(done, 0); });
    later(() => { if (!came) { draws = false; done(); } }, 1000);
  });
  // Quiet: loaded, nothing under way, no young timer, no change for a moment. Requests and timers that began late are
  // not waited for (watch.js): a page that polls or ticks for ever counts as settled once its number of elements has
  // stood still long enough, and so does one whose pictures never arrive.
  const elements = getElementsByTagName.call(document, '*');
  let count = -1;
  let stillSince = performance.now();
  // A page that sends its reader on after a moment is not looked at before it did (the look begins anew over there).
  const leaves = () => {
    const refresh = /^\s*([\d.]+)\s*[;,]\s*url\s*=/i.exec(querySelector.call(document, 'meta[http-equiv="refresh" i]')?.content || '');
    return Boolean(refresh) && Number(refresh[1]) <= 4 && performance.now() < Number(refresh[1]) * 1000 + 1500;
  };
  // Walking down costs a fifth of a look, and is spared a page on which nothing waits for it. What a frame of another
  // site waits for cannot be known from here.
  const waits = () => {
    const frames = [...querySelectorAll.call(document, 'iframe, frame')];
    const known = states();
    return known.length < frames.length + 1 || known.some((s) => s.waits) || Boolean(window.onscroll || window.onwheel)
      || Boolean(querySelector.call(document, '[loading="lazy" i], [onscroll], [onwheel]')) || hasHandler(document) || hasHandler(bodyOf(document));
  };
  const hasHandler = (node) => Boolean(node && (node.onscroll || node.onwheel));
  // Loaded, and nothing was begun that could change it: to wait would only let the browser draw what nobody looks at.
  const isStill = () => {
    const loaded = performance.getEntriesByType('navigation')[0];
    return Boolean(loaded && loaded.loadEventEnd) && !querySelector.call(document, `iframe, frame, ${MODULES}`)
      && !waits() && !window.onmessage && !states().some((s) => s.stirs) && !getAnimations.call(document).length;
  };
  // What an animation calls when it ends comes at the earliest then, and on a busy machine some frames later.
  const isMoving = () => getAnimations.call(document).some(
    ({ playState, effect }) => playState === 'running' && effect && effect.getComputedTiming().endTime <= BRIEF);
  const isQuiet = () => {
    const now = performance.now();
    if (leaves()) return false;
    if (elements.length !== count) { count = elements.length; stillSince = now; }
    if (states().some((s) => s.pending > 0 || s.timers.size > 0)) return false;
    if (readyOf(document) !== 'complete') return now - stillSince >= 3000;
    return now - stillSince >= 1000 || (states().every((s) => now - s.lastChange >= quiet) && !isMoving())
      || (!painted && isStill());
  };
  const untilQuiet = async () => {
    while (!isQuiet()) {
      if (performance.now() - started > most) return false;
      await tick();
    }
    return true;
  };
  let settled = await untilQuiet();
  if (scroll && waits()) {
    // Lists that load when they come into view: walk down once, come back, and wait for what that began.
    const height = Math.min(rootOf(document).scrollHeight, 20000);
    const step = Math.max(400, window.innerHeight);
    if (height > step + 50) {
      for (const state of states()) state.rejuvenate();
      for (let y = step; y < height; y += step) { window.scrollTo(0, y); await drawn(); }
      await drawn();
      window.scrollTo(0, 0);
      settled = (await untilQuiet()) && draws && settled;
    }
  }

  const KEPT = new Set(['id', 'class', 'href', 'src', 'alt', 'title', 'name', 'type', 'placeholder', 'value', 'role', 'lang',
    'for', 'action', 'method', 'target', 'content', 'charset', 'http-equiv', 'rel', 'media', 'onclick', 'width', 'height',
    'colspan', 'rowspan', 'tabindex', 'checked', 'disabled', 'hidden', 'maxlength', 'sitecode', 'property', 'contenteditable',
    'required', 'autocomplete', 'cols', 'rows', 'frameborder', 'data', 'xml:lang', 'dir',
    'datetime']);
  const BOXED = new Set(['a', 'img', 'input', 'button', 'select', 'textarea', 'form', 'iframe', 'frame', 'li', 'tr', 'h1', 'h2',
    'h3', 'h4', 'h5', 'h6', 'ul', 'ol', 'table', 'video', 'audio', 'canvas', 'svg', 'object', 'embed', 'nav', 'header',
    'footer', 'main', 'section', 'article', 'aside', 'dl']);
  const NO_TEXT = new Set(['script', 'style', 'noscript', 'template']);
  const DATA_SCRIPT = /^(text\/xml|application\/(ld\+)?json|text\/template|text\/html)$/i;
  const MOST_BYTES = 4e6; // a longer page is cut, and then not called settled
  const MOST_DEPTH = 500; // below, only the words are kept: parsers stop at 512 levels, scripts need not
  let size = 0;
  let cut = false;
  const out = [];
  const push = (text) => { size += text.length; out.push(text); };
  const pushText = (text) => {
    const room = MOST_BYTES - size;
    if (text.length > room) cut = true;
    if (room > 0) push(escapeText(text.slice(0, room)));
  };
  const unsafe = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;
  const lone = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
  const safe = (text) => text.replace(lone, '\ufffd').replace(unsafe, (c) => String.fromCodePoint(0xf0000 + c.charCodeAt(0)));
  // Nearly all texts and values need no change: one scan tells.
  const risky = /[&<>"\u0000-\u001f\ud800-\udfff\ufffe\uffff]/;
  const escaped = (text) => safe(text).replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
  const escapeText = (text) => (risky.test(text) ? escaped(text) : text);
  const escapeValue = (text) => (risky.test(text) ? escaped(text).replace(/"/g, '&quot;').replace(/[\n\r\t]+/g, ' ') : text);
  const nameOf = (name) => (/^[a-z_][a-z0-9_.-]*$/.test(name) ? name : 'x-' + name.replace(/[^a-z0-9_.-]/gi, '_').toLowerCase());

  const target = (link) => {
    if (typeof link.href === 'string') return link.href;
    try { return new URL(link.href.baseVal, documentOf(link).baseURI).href; } catch (_) { return String(link.href && link.href.baseVal); }
  };

  // What is pressed and has no address (clicks.js finds it): the words of such a row, tile or menu entry are marked.
  const opens = [];
  if (window.__portalAudit) window.__portalAudit.opens = opens;
  const MOST_OPENS = 80;
  const NO_ADDRESS = /^(?:#*!?|javascript:.*|)$/is;
  const ANSWERS = new Set(['form', 'button', 'input', 'select', 'textarea', 'label', 'option', 'summary', 'script', 'style', 'noscript', 'template']);
  const FIXED = /(?:location(?:\.href)?\s*=|location\.(?:assign|replace)\(|open\()\s*['"]/i; // read where it stands (checks/reading/links.py)
  const hasNoAddress = (link) => NO_ADDRESS.test(attributeOf.call(link, 'href') || '');
  const isPressed = (element, tag, view) => {
    const words = textOf(element).trim();
    if (words.length > 100 || !/\p{L}{2}/u.test(words)) return false;
    const handler = closest.call(element, '[onclick]');
    if (handler) return !FIXED.test(attributeOf.call(handler, 'onclick'));
    if (tag === 'a') return !FIXED.test(attributeOf.call(element, 'href') || '');
    return view.getComputedStyle(element).cursor === 'pointer';
  };

  // What stands in an element as it is drawn: a slot shows what was put between the tags of its component. What no slot
  // shows is kept (data for scripts, entries that are hidden), but for bare words, which no style could show.
  const closed = states().map((state) => state.closedRoot).filter(Boolean);
  const drawnIn = (element, tag) => {
    const shadow = shadowOf(element) || closed.reduce((found, rootIn) => found || rootIn(element), null);
    if (shadow) {
      const shown = new Set([...shadow.querySelectorAll('slot')].flatMap((slot) => slot.assignedNodes()));
      return [...shadow.childNodes, ...[...childrenOf(element)].filter((child) => !shown.has(child) && child.nodeType === 1)];
    }
    const put = tag === 'slot' && element.assignedNodes ? element.assignedNodes() : [];
    return put.length ? put : childrenOf(element);
  };

  const write = (element, hidden, offset, depth, linked) => {
    if (size > MOST_BYTES) { cut = true; return; }
    const tag = nameOf(localNameOf(element));
    const view = viewOf(documentOf(element));
    let attributes = '';
    for (const { name, value } of attributesOf(element)) {
      if (KEPT.has(name) || name.startsWith('aria-') || (name.startsWith('data-') && value.length < 200)) {
        if (/^[a-z_][a-z0-9_.:-]*$/.test(name) && !name.includes(':')) {
          attributes += ` ${name}="${escapeValue(value.length > 2000 && name !== 'content' ? value.slice(0, 2000) : value)}"`;
        }
      }
    }
    let ownText = false;
    for (const child of childrenOf(element)) if (child.nodeType === 3 && /\S/.test(child.data)) { ownText = true; break; }
    let nowHidden = hidden;
    if (!hidden && !NO_TEXT.has(tag) && view) {
      let gone = false;
      let box = null;
      if (tag !== 'area' && tag !== 'option') {
        gone = !checkVisibility.call(element, { opacityProperty: true, visibilityProperty: true, checkOpacity: true, checkVisibilityCSS: true });
        if (gone && tag !== 'head' && tag !== 'meta' && tag !== 'title' && tag !== 'link' && tag !== 'base') {
          // display: contents has no box and yet shows its children
          if (view.getComputedStyle(element).display === 'contents') gone = false;
        }
      }
      const inHead = tag === 'head' || tag === 'meta' || tag === 'title' || tag === 'link' || tag === 'base' || tag === 'html';
      if (!gone && !inHead) {
        box = boxOf(element);
        const x = box.left + offset.x, y = box.top + offset.y;
        if (box.width <= 1 || box.height <= 1) {
          const style = view.getComputedStyle(element);
          if (style.overflowX !== 'visible' || style.overflowY !== 'visible' || style.clip !== 'auto') gone = (childrenOf(element).length > 0);
        } else if (x + box.width < -200 || y + box.height < -200) {
          gone = true;
        }
        if (!gone && (ownText || BOXED.has(tag) || idOf(element) || classOf(element))) {
          attributes += ` pa-box="${Math.round(x)},${Math.round(y)},${Math.round(box.width)},${Math.round(box.height)}"`;
          if (ownText) attributes += ` pa-font="${parseFloat(view.getComputedStyle(element).fontSize)}"`;
        }
        if (!gone && !ownText && !countOf(element) && (tag === 'i' || tag === 'span' || tag === 'a' || tag === 'button' || tag === 'em')) {
          for (const side of ['before', 'after']) {
            const content = view.getComputedStyle(element, '::' + side).content;
            if (content && content !== 'none' && /\p{L}/u.test(content)) attributes += ` pa-${side}="${escapeValue(content.replace(/^["']|["']$/g, ''))}"`;
          }
        }
      }
      if (gone && !inHead) { attributes += ' pa-hidden="1"'; nowHidden = true; }
    }
    if ((tag === 'a' || tag === 'area') && (hasAttribute.call(element, 'href') || hasAttribute.call(element, 'xlink:href'))) {
      attributes += ` pa-href="${escapeValue(target(element))}"`;
    }
    const inside = linked || ANSWERS.has(tag) || (tag === 'a' && !hasNoAddress(element)); // pressing it is told otherwise
    if (marks && !inside && ownText && view === window && opens.length < MOST_OPENS && isPressed(element, tag, view)) {
      attributes += ` pa-opens="${opens.length}"`;
      opens.push(element);
    }
    if ((tag === 'input' || tag === 'textarea' || tag === 'select') && element.type !== 'password' && element.value) attributes += ` pa-value="${escapeValue(String(element.value).slice(0, 300))}"`;
    if (tag === 'img' && element.currentSrc) attributes += ` pa-drawn="${element.complete && element.naturalWidth > 0 ? 1 : 0}"`;
    push(`<${tag}${attributes}>`);
    if (tag === 'script') {
      if (DATA_SCRIPT.test(element.type || '')) pushText(textOf(element).slice(0, 400000));
    } else if (!NO_TEXT.has(tag) && tag !== 'iframe' && tag !== 'frame') {
      for (const child of drawnIn(element, tag)) {
        const kind = child.nodeType; // a form's may be a field of that name: whatever is no text and no remark is written
        if (kind === 3 || kind === 4) pushText(child.data.replace(/[ \t\r\n]+/g, ' '));
        else if (kind === 7 || kind === 8) continue;
        else if (depth < MOST_DEPTH) write(child, nowHidden, offset, depth + 1, inside);
        else pushText(` ${textOf(child)} `);
      }
    }
    push(`</${tag}>`);
    if (tag === 'iframe' || tag === 'frame') writeFrame(element, nowHidden, offset, depth);
  };
  let strangers = 0;
  const writeFrame = (element, hidden, offset, depth) => {
    let inside = null;
    try { inside = element.contentDocument; } catch (_) { inside = null; }
    const source = escapeValue(String(element.src || ''));
    const box = boxOf(element);
    const shift = { x: box.left + element.clientLeft + offset.x, y: box.top + element.clientTop + offset.y };
    if (inside && rootOf(inside)) {
      const unloaded = inside.location.href === 'about:blank' && element.src && !element.src.startsWith('about:') && !bodyOf(inside)?.childElementCount;
      push(`<pa-frame src="${escapeValue(unloaded ? element.src : inside.location.href)}" origin="same" ok="${unloaded ? 0 : 1}"${hidden ? ' pa-hidden="1"' : ''}>`);
      write(rootOf(inside), hidden, shift, depth + 1, false);
      push('</pa-frame>');
    } else {
      element.__portalAuditFrame = strangers; // look.py asks the frame's element for its place
      push(`<pa-frame src="${source}" origin="cross" ok="0" index="${strangers}" dx="${Math.round(shift.x)}" dy="${Math.round(shift.y)}"${hidden ? ' pa-hidden="1"' : ''}></pa-frame>`);
      strangers += 1;
    }
  };
  const origin = { x: window.scrollX + (dx || 0), y: window.scrollY + (dy || 0) };
  const root = rootOf(document);
  if (root) write(root, false, origin, 0, false);
  const body = bodyOf(document);
  const width = Math.max(root ? root.scrollWidth : 0, body ? body.scrollWidth : 0);
  const height = Math.max(root ? root.scrollHeight : 0, body ? body.scrollHeight : 0);
  const all = states();
  const navigation = performance.getEntriesByType('navigation')[0] || {};
  const failures = all.flatMap((s) => s.failures);
  const known = new Set(failures.map((f) => f.url));
  const ownIcon = querySelectorAll.call(document, 'link[rel~="icon" i]').length > 0;
  for (const entry of performance.getEntriesByType('resource')) {
    // /favicon.ico is the browser's own idea where the page names no icon
    if (!ownIcon && entry.name.endsWith('/favicon.ico')) continue;
    if (entry.responseStatus >= 400 && !known.has(entry.name)) {
      failures.push({ url: entry.name, kind: entry.initiatorType, status: entry.responseStatus, reason: '' });
    } else if (entry.responseStatus >= 400) {
      for (const failure of failures) if (failure.url === entry.name && !failure.status) failure.status = entry.responseStatus;
    }
  }
  return {
    url: location.href,
    title: titleOf(document),
    charset: charsetOf(document),
    status: navigation.responseStatus || null,
    html: `<pa-page url="${escapeValue(location.href)}" title="${escapeValue(titleOf(document))}" w="${width}" h="${height}">${out.join('')}</pa-page>`,
    width, height, settled: settled && !cut, strangers,
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
