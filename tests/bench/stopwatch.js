// A stopwatch inside the page. `arm` waits for the next event of a type and then for what it should bring.
//
// It starts at the event's own `timeStamp`, which the browser gave it before the page could be busy. It reads `written`
// when the wanted element is in the document, and `painted` at the second animation frame after that: the first draws
// the element, and when the second begins that drawing has been handed over. This overstates by up to one frame
// (17 ms) and never flatters. The browser's own Event Timing rounds to 8 ms, says nothing of what took less than 16,
// and stops at the first frame after the handler, even where the line comes later (a scan is handled in a queue).
globalThis.stopwatch = {
  reading: null,
  sellable: null, // since the page was asked for

  arm(type, key, wanted) {
    this.reading = new Promise((done, fail) => {
      setTimeout(() => fail(new Error(`${type} brought no ${wanted}`)), 20_000);
      addEventListener(type, function onEvent(event) {
        if (key && event.key !== key) return;
        removeEventListener(type, onEvent, true);
        const began = event.timeStamp;
        const look = () => {
          if (!document.querySelector(wanted)) return;
          observer.disconnect();
          const written = performance.now() - began;
          requestAnimationFrame(() => requestAnimationFrame(() => done({ written, painted: performance.now() - began })));
        };
        const observer = new MutationObserver(look);
        observer.observe(document.body, { subtree: true, childList: true, attributes: true });
        look(); // the till heard the event first, and may be done
      }, true);
    });
  },
};

const untilSellable = new MutationObserver(() => {
  if (!document.querySelector("[data-screen=sell]")) return;
  untilSellable.disconnect();
  stopwatch.sellable = performance.now();
});
untilSellable.observe(document, { subtree: true, childList: true });
