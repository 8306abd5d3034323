// What a page needs later, fetched when it is idle: a first load does not wait for it.
import './sleepless.js';
import './paper.js';
import './here.js';
import './keep.js';
import './stay.js';
import './waiting.js';
import './outbox.js';
