// The wall: nobody touches it, so it keeps itself right.
import './clock.js';
import './fit.js';
import './awake.js';
