// What only pages beside the hall need.
import './theme.js';
import './copy.js';
import './print.js';
import './slide.js';
import './way.js';
