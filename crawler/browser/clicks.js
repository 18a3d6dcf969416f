// Presses, one after the other, the elements that look.js marked as opening something without an address, and notes
// where each would have led. Nothing leaves the page: no script may send, and each navigation is stopped.
async ({ most }) => {
  const marked = (window.__portalAudit && window.__portalAudit.opens) || [];
  const PATIENCE = 120; // ms for a router that loads a part of the application before it moves
  const nothing = () => undefined;
  const still = () => new Promise(nothing);
  XMLHttpRequest.prototype.send = nothing;
  window.fetch = still;
  Navigator.prototype.sendBeacon = () => true;
  HTMLFormElement.prototype.submit = nothing;
  HTMLFormElement.prototype.requestSubmit = nothing;
  for (const name of ['back', 'forward', 'go']) History.prototype[name] = nothing;
  for (const name of ['close', 'print', 'alert', 'stop']) window[name] = nothing;
  for (const name of ['confirm', 'prompt']) window[name] = () => null;
  for (const name of ['write', 'writeln', 'open', 'close']) Document.prototype[name] = nothing;
  window.addEventListener('submit', (event) => event.preventDefault(), true);
  let led = '';
  window.open = (url) => {
    try { led = led || (url ? new URL(url, document.baseURI).href : ''); } catch (_) { /* no address */ }
    return null;
  };
  navigation.addEventListener('navigate', (event) => {
    if (event.cancelable) event.preventDefault();
    const to = event.destination.url;
    // A place on this page (href="#") is no address; a route of an application is.
    const elsewhere = to.split('#')[0] !== location.href.split('#')[0] || /#[/!]/.test(to);
    if (elsewhere && event.navigationType !== 'reload') led = led || to;
  });
  const pause = (wait) => new Promise((done) => setTimeout(done, wait));
  const until = performance.now() + most;
  let patient = true;
  const addresses = [];
  for (const element of marked) {
    led = '';
    if (element.isConnected && performance.now() < until) {
      // A javascript: address runs after the click, when the next element is being pressed: it is run at once instead.
      const link = element.closest('a');
      const code = link && /^\s*javascript:(.*)$/is.exec(link.getAttribute('href') || '');
      if (code) link.removeAttribute('href');
      try { element.click(); } catch (_) { /* the page's own fault */ }
      if (code) {
        try { (0, eval)(decodeURIComponent(code[1])); } catch (_) { /* the page's own fault */ }
        link.setAttribute('href', code[0]);
      }
      await pause(0);
      // What comes late may come of an element that was pressed before: once one brought nothing, none is waited for.
      for (let waited = 0; patient && !led && waited < PATIENCE; waited += 20) await pause(20);
      patient = patient && Boolean(led);
    }
    addresses.push(led);
  }
  return addresses;
}
