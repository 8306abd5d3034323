// What every page loads. Each module has one job, listens on the document and so survives every swap;
// the generator joins these lines into one file.
import './doubletap.js';
import './keybar.js';
import './stepper.js';
import './autosubmit.js';
import './enter.js';
import './clock.js';
import './echo.js';
import './unsaved.js';
import './lang.js';
import './menu.js';
import './dialog.js';
import './wrong.js';
