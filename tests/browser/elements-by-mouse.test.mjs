// What a finger does on the built-in elements, a mouse does as well: the same tests once more. What belongs to one of
// them alone is in the other files.

import './mouse.mjs';
import './elements.test.mjs';
import './elements-fields.test.mjs';
import './elements-scrolls.test.mjs';
