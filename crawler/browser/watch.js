// Runs in every document before its own scripts and notes what keeps the page busy, so that "settled" can be told
// from inside, without a round trip per request.
(() => {
  if (window.__portalAudit) return;
  const LONGEST_TIMER = 4000; // ms; a list that loads later than this after a timer is not waited for
  const LONGEST_NESTED = 500; // ms; of a timer set from inside another, and how deep
  const MOST_NESTED = 3;
  const LONGEST_LOAD = 10000; // ms; a page that still loads then is no longer young
  const AT_ONCE = 500; // ms within which an answer's reader asks for what it needs next
  const MOST_LATE = 20; // requests upon answers that are waited for in a page no longer young
  const state = {
    pending: 0, lastChange: performance.now(), timers: new Set(), failures: [], errors: [], dialogs: [], popups: [],
    paint: null, shift: 0, youngUntil: performance.now() + LONGEST_LOAD, waits: false, stirs: false,
  };
  Object.defineProperty(window, '__portalAudit', { value: state });
  // What a component draws changes the page, too. A closed shadow root is closed to scripts and not to readers: look.js
  // asks for what such an element shows.
  const closed = new WeakMap();
  const realAttach = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function (init) {
    const root = realAttach.call(this, init);
    if (root.mode === 'closed') {
      closed.set(this, root);
      state.closedRoot = (element) => closed.get(element);
    }
    changes.observe(root, WITHIN);
    return root;
  };
  const touch = () => { state.lastChange = performance.now(); };
  // A page is young while it loads, a moment after, and again from when it is walked down (look.js): on a busy machine
  // or a slow line its lists begin late by the clock and are its lists all the same.
  state.rejuvenate = () => { state.youngUntil = performance.now() + LONGEST_TIMER; };
  const isYoung = () => performance.now() < state.youngUntil;
  window.addEventListener('load', state.rejuvenate);
  // Requests that begin late (polling, counters) are not waited for; those of a young page are, until they are answered,
  // and so is what is asked for upon their answer, unless it was asked for before.
  const asked = new Set();
  let lastAnswer = -Infinity;
  let late = 0;
  const isNew = (url) => {
    const key = String(url).replace(/\d{10,}|0\.\d{6,}/g, ''); // without what makes a poll's addresses differ
    const known = asked.has(key);
    if (asked.size < 500) asked.add(key);
    return !known;
  };
  const begin = (url) => {
    const first = isNew(url);
    state.stirs = true;
    touch();
    if (!isYoung()) {
      if (!first || performance.now() - lastAnswer > AT_ONCE || late >= MOST_LATE) return touch;
      late += 1;
    }
    let under = true;
    state.pending += 1;
    return () => {
      if (under) { under = false; state.pending -= 1; lastAnswer = performance.now(); }
      touch();
    };
  };
  const note = (list, value, most) => { if (list.length < most) list.push(value); };
  const fail = (url, kind, status, reason) =>
    note(state.failures, { url: String(url).slice(0, 2000), kind, status: status || null, reason: reason || '' }, 200);

  // fetch and XHR: counted while under way; a failure is noted with its status.
  const realFetch = window.fetch;
  if (realFetch) {
    window.fetch = function (input, init) {
      let url = input && input.url ? input.url : String(input);
      try { url = new URL(url, document.baseURI).href; } catch (_) { /* kept as written; fetch refuses it itself */ }
      const end = begin(url);
      return realFetch.call(this, input, init).then(
        (answer) => { if (answer.status >= 400) fail(url, 'fetch', answer.status); end(); return answer; },
        (error) => { fail(url, 'fetch', null, String(error && error.name)); end(); throw error; },
      );
    };
    // fetch answers with the headers: what is shown comes with the body, and that may take its time.
    for (const name of ['json', 'text', 'blob', 'arrayBuffer', 'formData']) {
      const read = Response.prototype[name];
      Response.prototype[name] = function () {
        const end = begin(`${name} of ${this.url}`);
        const body = read.call(this);
        body.then(end, end);
        return body;
      };
    }
  }
  const open = XMLHttpRequest.prototype.open;
  const send = XMLHttpRequest.prototype.send;
  XMLHttpRequest.prototype.open = function (method, url) {
    this.__portalAuditUrl = url;
    return open.apply(this, arguments);
  };
  XMLHttpRequest.prototype.send = function () {
    const end = begin(this.__portalAuditUrl);
    this.addEventListener('loadend', () => {
      if (this.status >= 400 || this.status === 0) {
        let url = String(this.__portalAuditUrl);
        try { url = new URL(url, document.baseURI).href; } catch (_) { /* kept as written */ }
        fail(url, 'xhr', this.status);
      }
      end();
    });
    try { return send.apply(this, arguments); } catch (error) { end(); throw error; }
  };

  // One-shot timers set while the page is young are waited for. Of those set from inside a timer a few short ones are
  // (a page that begins its list a moment after it has begun itself); longer chains are carousels, clocks, typewriters.
  const realSetTimeout = window.setTimeout;
  const realClear = window.clearTimeout;
  state.later = (call, wait) => realSetTimeout.call(window, call, wait);
  let nested = 0;
  window.setTimeout = function (handler, delay, ...rest) {
    const wait = Number(delay) || 0;
    state.stirs = true;
    const within = nested;
    if (within > MOST_NESTED || wait > (within ? LONGEST_NESTED : LONGEST_TIMER) || typeof handler !== 'function' || !isYoung()) {
      return realSetTimeout.call(window, handler, delay, ...rest);
    }
    const id = realSetTimeout.call(window, function () {
      state.timers.delete(id);
      touch();
      const before = nested;
      nested = within + 1;
      try { return handler.apply(this, arguments); } finally { nested = before; }
    }, delay, ...rest);
    state.timers.add(id);
    return id;
  };
  window.clearTimeout = function (id) { state.timers.delete(id); return realClear.call(window, id); };

  // Scripts added later (JSONP, loaders) are requests too; their end is their load or error event.
  const watched = new WeakSet();
  const watchScript = (node) => {
    if (node.nodeName !== 'SCRIPT' || !node.src || watched.has(node)) return;
    watched.add(node);
    const finish = begin(node.src);
    node.addEventListener('load', finish);
    node.addEventListener('error', finish);
    realSetTimeout.call(window, finish, LONGEST_TIMER);
  };
  const WITHIN = { childList: true, subtree: true, characterData: true };
  const changes = new MutationObserver((records) => {
    touch();
    if (document.readyState !== 'complete') return;
    for (const record of records) for (const node of record.addedNodes) watchScript(node);
  });
  changes.observe(document, WITHIN);

  window.addEventListener('error', (event) => {
    const source = event.target;
    if (source && source !== window && source.nodeName) {
      const url = source.src || source.href || source.data;
      if (url && typeof url === 'string') {
        const kind = { LINK: 'stylesheet', SCRIPT: 'script', IMG: 'image', IFRAME: 'document' }[source.nodeName] || 'other';
        fail(url, kind, null, 'error');
      }
    } else {
      note(state.errors, String(event.message || 'error').slice(0, 300), 50);
    }
  }, true);
  window.addEventListener('unhandledrejection', (event) => note(state.errors, String(event.reason).slice(0, 300), 50));

  // What may change the page later: besides requests and timers, intervals, frames, messages, animations that are heard
  // of, and leaving for another page. Where none of it was begun, a page that has loaded stays as it is.
  const stir = (owner, name) => {
    const real = owner && owner[name];
    if (typeof real !== 'function') return;
    owner[name] = function () { state.stirs = true; return real.apply(this, arguments); };
  };
  for (const name of ['setInterval', 'requestAnimationFrame', 'requestIdleCallback']) stir(window, name);
  // Not window.postMessage: called through another window, a stand-in would name this one as the sender.
  for (const [kind, name] of [['ResizeObserver', 'observe'], ['IDBFactory', 'open'], ['Element', 'animate'], ['CacheStorage', 'match']]) {
    if (window[kind]) stir(window[kind].prototype, name);
  }
  for (const name of ['WebSocket', 'EventSource', 'Worker', 'SharedWorker', 'MessageChannel', 'BroadcastChannel']) {
    if (window[name]) window[name] = new Proxy(window[name], { construct(kind, given, as) { state.stirs = true; return Reflect.construct(kind, given, as); } });
  }

  if (window.navigation) window.navigation.addEventListener('navigate', () => { state.stirs = true; });

  // Whether anything waits for the reader to come by: if nothing does, walking down the page would change nothing. What
  // stands in view from the beginning is told of with the next frame, which a busy browser draws late.
  const watchView = IntersectionObserver.prototype.observe;
  const realFrame = window.requestAnimationFrame;
  const MOST_AWAITED = 10; // elements of a page whose first frame is waited for
  let awaited = 0;
  IntersectionObserver.prototype.observe = function () {
    state.waits = true;
    const seen = watchView.apply(this, arguments);
    if (isYoung() && realFrame && awaited < MOST_AWAITED) {
      awaited += 1;
      let under = true;
      state.pending += 1;
      const told = () => { if (under) { under = false; state.pending -= 1; touch(); } };
      realFrame.call(window, () => realFrame.call(window, told));
      realSetTimeout.call(window, told, LONGEST_TIMER / 4);
    }
    return seen;
  };
  const listen = EventTarget.prototype.addEventListener;
  EventTarget.prototype.addEventListener = function (type) {
    if (type === 'scroll' || type === 'scrollend' || type === 'wheel') state.waits = true;
    else if (/^(?:animation|transition|message)/.test(type)) state.stirs = true;
    return listen.apply(this, arguments);
  };

  const observe = (type, take) => {
    try { new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true }); } catch (_) { /* not in this browser */ }
  };
  observe('largest-contentful-paint', (entry) => { state.paint = entry.startTime; });
  observe('layout-shift', (entry) => { if (!entry.hadRecentInput) state.shift += entry.value; });
})();
