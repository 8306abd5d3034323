// Participants' phones. Everything works without this; old browsers get old words.
(function () {
  if (!document.querySelector || !document.addEventListener || !window.XMLHttpRequest) return;

  /** @param {string} id */
  function byId(id) { return document.getElementById(id); }

  // one short event for all phones: whose stage it is already, asks for nothing
  /** @type {number | undefined} */
  var asking;
  function renew() {
    asking = undefined;
    var request = new XMLHttpRequest();
    request.open('GET', '/p');
    request.onload = function () {
      var old = byId('stage'), page = document.createElement('div');
      page.innerHTML = request.responseText;
      var stage = page.querySelector('#stage');
      if (old && stage && old.parentNode) old.parentNode.replaceChild(stage, old);
      else if (old && request.status >= 400) location.reload();
    };
    request.send();
  }
  /** @param {string} text */
  function hear(text) {
    var stage = byId('stage'), call = JSON.parse(text);
    if (!stage || asking) return;
    var waits = stage.getAttribute('data-number') !== '0';
    var next = stage.getAttribute('data-before') === '0' ? Number(stage.getAttribute('data-number')) : 0;
    if (call.stage === stage.getAttribute('data-stage') && !(waits && call.next !== next)) return;
    asking = window.setTimeout(renew, Math.random() * call.spread);
  }
  if (byId('stage') && window.EventSource) {
    var source = new EventSource('/p/live');
    source.onmessage = function (e) { hear(e.data); };
  }

  // how many beans are left
  var vote = /** @type {HTMLFormElement | null} */ (byId('vote')), left = byId('left');
  var dots = vote ? Number(vote.getAttribute('data-dots')) : 0;
  function count() {
    if (!vote || !left || !dots) return;
    var sum = 0, all = vote.elements;
    for (var i = 0; i < all.length; i++) {
      var field = /** @type {HTMLInputElement} */ (all[i]);
      if (field.name.indexOf('m-') === 0 && (field.type !== 'radio' || field.checked)) sum += Number(field.value);
    }
    left.hidden = false;
    left.className = sum > dots ? 'left over' : 'left';
    var number = left.querySelector('b');
    if (number) number.innerHTML = String(dots - sum);
  }
  if (vote) { vote.addEventListener('change', count); count(); }

  // without a line a form stays as it is and says so
  document.addEventListener('submit', function (e) {
    var offline = byId('offline');
    if (navigator.onLine !== false || !offline) return;
    e.preventDefault();
    offline.hidden = false;
    window.scrollTo(0, 0);
  });
  window.addEventListener('online', function () { var offline = byId('offline'); if (offline) offline.hidden = true; });

  // a tablet that is handed round forgets who let it lie
  var next = document.querySelector('[data-next]');
  if (next) setTimeout(function () { location.replace(String(next && next.getAttribute('data-next'))); }, 20000);
  var round = document.querySelector('[data-idle]');
  if (round) {
    var home = String(round.getAttribute('data-idle')), patience = Number(round.getAttribute('data-patience') || 90) * 1000;
    /** @type {number | undefined} */
    var idle;
    var stir = function () { clearTimeout(idle); idle = window.setTimeout(function () { location.replace(home); }, patience); };
    ['click', 'input', 'change', 'touchstart', 'scroll'].forEach(function (what) { document.addEventListener(what, stir); });
    stir();
    // a page that the browser has kept shows the person before: asked for anew it does not
    window.addEventListener('pageshow', function (e) { if (e.persisted) location.reload(); });
  }

  // read aloud, where the browser has a voice for the page's language
  var aloud = byId('aloud'), speech = window.speechSynthesis;
  if (!aloud || !speech || !window.SpeechSynthesisUtterance) return;
  var button = /** @type {HTMLElement} */ (aloud.querySelector('button')), none = /** @type {HTMLElement} */ (aloud.querySelector('p'));
  var lang = document.documentElement.lang;
  function voice() {
    var all = speech.getVoices();
    for (var i = 0; i < all.length; i++) if (all[i].lang.toLowerCase().indexOf(lang) === 0) return all[i];
    return null;
  }
  aloud.hidden = false;
  button.addEventListener('click', function () {
    var has = voice();
    if (speech.speaking) { speech.cancel(); return; }
    if (!has) { none.hidden = false; button.hidden = true; return; }
    var words = document.querySelectorAll(String(aloud && aloud.getAttribute('data-words')));
    for (var i = 0; i < words.length; i++) {
      var say = new SpeechSynthesisUtterance(String(words[i].textContent));
      say.lang = has.lang;
      say.voice = has;
      speech.speak(say);
    }
  });
})();
