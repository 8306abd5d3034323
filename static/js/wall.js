// The wall: nobody touches it, so it keeps itself right.
import './clock.js';
import './fit.js';
import './sleepless.js';
import './still.js';
