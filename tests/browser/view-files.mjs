// The view's files joined as the core joins them, and the document around a first screen. It must not know anything of a
// browser.

import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const view = join(root, 'view');

export const manifest = JSON.parse(readFileSync(join(view, 'manifest.json'), 'utf8'));
const { scripts, styles } = manifest;
const kit = manifest.kit.join(',');

/** The one script that the core joins from the files of the manifest. */
export const viewScript = () => `(()=>{"use strict";\n${scripts.map((name) => readFileSync(join(view, name), 'utf8')).join('\n')}\nfunction lateKit(){return {${kit}};}})();`;

/** A late script as the core joins it; undefined when there is none of that name. */
export const lateScript = (name) => manifest.late.includes(name) ? `window.banchanLate?.('${name}',(kit)=>{"use strict";const {${kit}}=kit;\n${manifest[`late-${name}`].map((file) => readFileSync(join(view, file), 'utf8')).join('\n')}\n});` : undefined;
export const viewStyle = () => styles.map((name) => readFileSync(join(view, name), 'utf8')).join('\n');

/** The realm of WXS as the core joins it, and its modules as the core wraps them. */
export const realmScript = () => `(()=>{'use strict';const exports={};\n${readFileSync(join(root, 'core/js/wxs-types.js'), 'utf8')}${readFileSync(join(view, 'realm/wxs.js'), 'utf8')}})();`;
const HIDDEN = 'Date,RegExp,globalThis,Promise,Proxy,Reflect,Symbol,Map,Set,WeakMap,WeakSet,Function';
export const wxsScript = (key, source) => {
  const requires = [...source.matchAll(/require\(['"]([^'"]*)['"]\)/g)].map((found) => found[1]);
  return `banchanWxs(${JSON.stringify(key)},${JSON.stringify(requires)},function(module,exports,require,getRegExp,getDate,console,${HIDDEN}){"use strict";${source}\n});`;
};

/** The script of the shell's end where an app can post no port. */
export const relayScript = () => readFileSync(join(view, 'relay.js'), 'utf8');
